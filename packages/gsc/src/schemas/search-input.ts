import { z } from "zod";
import { siteInput } from "./common.js";

/** Everything that results can be grouped by in one query; hours have an operation of their own. */
export const dimensionNames = ["date", "query", "page", "country", "device", "searchAppearance"] as const;
/** What results are grouped by. */
export type Dimension = (typeof dimensionNames)[number] | "hour";

/** The days asked for. */
export const dayRange = {
  startDate: z.iso.date().describe("First day, YYYY-MM-DD in Pacific time; at most 16 months ago"),
  endDate: z.iso.date().describe("Last day, included. Final data exists up to 2–3 days ago"),
};

/** Where results were shown. */
export const searchType = z
  .enum(["web", "image", "video", "news", "discover", "googleNews"])
  .default("web")
  .describe("Where results were shown; news is the News tab, googleNews the app and news.google.com");

/** One condition. */
export const SearchFilter = z.strictObject({
  dimension: z.enum(["query", "page", "country", "device", "searchAppearance"]),
  operator: z
    .enum(["equals", "notEquals", "contains", "notContains", "includingRegex", "excludingRegex"])
    .default("equals")
    .describe("Regex is RE2: no lookaround, no backreferences; (?i) for any case"),
  expression: z
    .string()
    .min(1)
    .max(4_096)
    .describe("Country: three letters, e.g. deu. Device: DESKTOP, MOBILE, TABLET. Page: the whole address"),
});
/** One condition. */
export type SearchFilter = z.infer<typeof SearchFilter>;

/** Conditions. */
export const filters = z
  .array(SearchFilter)
  .max(50)
  .default([])
  .describe("All must hold; for one of several use includingRegex with |");

/** Fresh or final data. */
const dataState = z
  .enum(["final", "all"])
  .default("final")
  .describe("all adds the last days, whose numbers still change");

/** How rows are counted. */
export const aggregationType = z
  .enum(["auto", "byPage", "byProperty", "byNewsShowcasePanel"])
  .default("auto")
  .describe("byProperty counts the property once per search, byPage each address; auto is right for nearly everything");

/** What to group by. */
export const dimensions = z
  .array(z.enum(dimensionNames))
  .max(5)
  .default([])
  .describe("What to group by, in this order; empty: one row of totals. searchAppearance stands alone");

/** What every query states. */
export const searchBase = { siteUrl: siteInput, ...dayRange, type: searchType, filters, dataState };

/** A query, as far as rules and requests are concerned. */
export interface SearchQuery {
  readonly siteUrl: string;
  readonly startDate: string;
  readonly endDate: string;
  readonly dimensions: readonly Dimension[];
  readonly type: z.output<typeof searchType>;
  readonly filters: readonly SearchFilter[];
  readonly dataState: "final" | "all" | "hourly_all";
  readonly aggregationType: z.output<typeof aggregationType>;
}
