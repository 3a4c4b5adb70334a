import { z } from "zod";
import { DateWire, Day, toDay } from "../wire/dates.js";
import { present } from "../wire/present.js";
import { CountWire } from "./common.js";

const counts = {
  impressions: z.number().describe("Searches for exactly these words"),
  broadImpressions: z.number().describe("Searches that contain them"),
};

/** How often a keyword was searched for. */
export const Keyword = z.object({ keyword: z.string(), ...counts });
/** How often a keyword was searched for. */
export type Keyword = z.infer<typeof Keyword>;

/** `Keyword`. Of a time without data `Query` is null. */
export const KeywordWire = z.object({
  Query: z.string().nullish(),
  Impressions: CountWire,
  BroadImpressions: CountWire,
});

/** `Keyword` as promised. */
export const toKeyword = (row: z.output<typeof KeywordWire>, asked: string): Keyword => ({
  keyword: row.Query ?? asked,
  impressions: row.Impressions ?? 0,
  broadImpressions: row.BroadImpressions ?? 0,
});

/** A keyword in one week. */
export const KeywordWeek = z.object({ day: Day.optional().describe("Saturday of the week, YYYY-MM-DD"), ...counts });
/** A keyword in one week. */
export type KeywordWeek = z.infer<typeof KeywordWeek>;

/** `KeywordStats`. */
export const KeywordWeekWire = KeywordWire.extend({ Date: DateWire.nullish() });

/** `KeywordStats` as promised. */
export const toKeywordWeek = (row: z.output<typeof KeywordWeekWire>): KeywordWeek => ({
  impressions: row.Impressions ?? 0,
  broadImpressions: row.BroadImpressions ?? 0,
  ...present({ day: toDay(row.Date) }),
});

/** Which market's searches. */
export const marketInput = {
  keyword: z.string().min(1).max(1_000).describe("The words searched for"),
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/, "Expected two letters, e.g. de")
    .describe("Country of the searches, two letters, e.g. de"),
  language: z
    .string()
    .regex(/^[a-z]{2}-[A-Z]{2}$/, "Expected a language with its country, e.g. de-DE")
    .describe("Language of the searches with its country, e.g. de-DE"),
};

interface Market {
  readonly keyword: string;
  readonly country: string;
  readonly language: string;
}

/** The same as Bing wants it: the country in lower case. */
export const toMarketQuery = ({ keyword, country, language }: Market) => ({
  q: keyword,
  country: country.toLowerCase(),
  language,
});
