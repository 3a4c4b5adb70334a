import { defineComposedOperation } from "@trunkline/core";
import { z } from "zod";
import { gscScopes } from "../auth.js";
import { searchBase } from "../schemas/search-input.js";
import { SearchMetrics, SearchRow } from "../schemas/search-rows.js";
import { mapBounded } from "../wire/bounded.js";
import { apiDocs } from "../wire/docs-link.js";
import { maxPageRows } from "../wire/search-body.js";
import { refuse, searchProblems } from "../wire/search-rules.js";
import { withSite } from "../wire/site-of.js";
import { losslessFilters } from "./search-totals.js";
import { type DailyQuery, readWindow } from "./search-window.js";

const appearancesInput = z.object({
  ...searchBase,
  filters: losslessFilters.describe("All must hold; not by searchAppearance, which is what is listed"),
  dimensions: z
    .array(z.enum(["date", "query", "page", "country", "device"]))
    .max(4)
    .default([])
    .describe("Rows of each appearance, grouped by this; empty: only its totals"),
  maxAppearances: z
    .number()
    .int()
    .min(1)
    .max(50)
    .default(10)
    .describe("How many to look into, those with most clicks first; each is one more request"),
  limit: z.number().int().min(1).max(maxPageRows).default(100).describe("Rows of each appearance, default 100"),
});

/** What the results looked like, in the two steps that Search Console asks for. */
export const appearancesSearchAnalytics = defineComposedOperation({
  id: "gsc.searchAnalytics.appearances",
  summary: "List the search appearances of a property, such as product snippets, with rows of each",
  description:
    "Lists the appearances first, then asks for each by itself: Search Console cannot group by appearance and something else at once.",
  docs: apiDocs("v1/how-tos/all-your-data"),
  effect: "read",
  input: appearancesInput.superRefine((input, context) => {
    const own = input.filters.findIndex(({ dimension }) => dimension === "searchAppearance");
    refuse(
      [
        ...searchProblems(input),
        ...(own === -1 ? [] : [{ path: `filters.${own}.dimension`, message: "searchAppearance is what is listed" }]),
      ],
      context,
    );
  }),
  output: z.object({
    appearances: z.array(
      SearchMetrics.extend({
        appearance: z.string().describe("e.g. PRODUCT_SNIPPETS"),
        rows: z.array(SearchRow).optional().describe("Absent where it was not looked into"),
      }),
    ),
  }),
  scopes: gscScopes.read,
  keywords: ["rich results", "snippets", "merchant listings", "video", "features", "searchAppearance"],
  examples: [
    {
      title: "Which pages win clicks with which rich results?",
      input: {
        siteUrl: "sc-domain:nordlicht-tee.example",
        startDate: "2026-10-01",
        endDate: "2026-10-31",
        dimensions: ["page"],
      },
    },
  ],
  deadlineMs: 180_000,
  run: async (call, input) => {
    const { dimensions, maxAppearances, limit, ...base } = withSite(input, call.settings);
    const query: DailyQuery = { ...base, dimensions: ["searchAppearance"], aggregationType: "auto" };
    const listed = await readWindow(call, query, { rowLimit: maxPageRows, startRow: 0 });
    const appearances = listed.rows.map(({ searchAppearance = "", ...metrics }) => ({
      appearance: searchAppearance,
      ...metrics,
    }));
    if (dimensions.length === 0) return { appearances };
    if (appearances.length > maxAppearances)
      call.warn({
        code: "APPEARANCES_LEFT_OUT",
        message: `Of ${appearances.length} appearances the first ${maxAppearances} were looked into.`,
        path: "appearances",
      });
    const looked = await mapBounded(appearances.slice(0, maxAppearances), 4, async (entry) => {
      const filters = [
        ...base.filters,
        { dimension: "searchAppearance" as const, operator: "equals" as const, expression: entry.appearance },
      ];
      const { rows } = await readWindow(call, { ...query, dimensions, filters }, { rowLimit: limit, startRow: 0 });
      return { ...entry, rows };
    });
    return { appearances: [...looked, ...appearances.slice(maxAppearances)] };
  },
});
