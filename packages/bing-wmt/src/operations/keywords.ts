import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { callsBucket } from "../quotas.js";
import { readScopes } from "../schemas/common.js";
import {
  Keyword,
  KeywordWeek,
  KeywordWeekWire,
  KeywordWire,
  marketInput,
  toKeyword,
  toKeywordWeek,
  toMarketQuery,
} from "../schemas/keywords.js";
import { methodDocs } from "../wire/docs-link.js";
import { decodeList } from "../wire/envelope.js";
import { decodeFound } from "../wire/found.js";
import { invalidInput } from "../wire/invalid-input.js";
import { getMethod } from "../wire/method-call.js";
import { getList, pageInput, pageOutput, slice } from "../wire/paging.js";

const keywordFacts = {
  effect: "read",
  scopes: readScopes,
  quota: { bucket: callsBucket },
  cache: { ttlMs: 86_400_000 },
} as const;

const datesInput = {
  startDate: z.iso.date().describe("First day, YYYY-MM-DD; about 6 months back at most"),
  endDate: z.iso.date().describe("Last day, YYYY-MM-DD"),
};
const germanTea = { keyword: "sencha tee", country: "de", language: "de-DE" };
const autumn = { startDate: "2026-09-01", endDate: "2026-10-31" };

const checkDates = ({ startDate, endDate }: { readonly startDate: string; readonly endDate: string }): void => {
  if (endDate < startDate) throw invalidInput({ path: "endDate", message: "is before startDate" });
};

/** One keyword. */
export const getKeyword = defineOperation({
  ...keywordFacts,
  id: "bing-wmt.keywords.get",
  summary: "Get how often people searched Bing for a keyword in a time",
  description: "A time that Bing has no data of gives zeros and a warning.",
  docs: methodDocs("GetKeyword"),
  input: z.object({ ...marketInput, ...datesInput }),
  output: Keyword,
  keywords: [
    "keyword research",
    "search volume",
    "demand",
    "impressions",
    "popularity",
    "interest",
    "how many people look for",
  ],
  examples: [{ title: "Demand in autumn", input: { ...germanTea, ...autumn } }],
  request: (input) => {
    checkDates(input);
    return getMethod("GetKeyword", {
      ...toMarketQuery(input),
      startDate: input.startDate,
      endDate: input.endDate,
    });
  },
  response: decodeFound(
    KeywordWire,
    "keyword",
    (
      row,
      { input, warn }: { input: { keyword: string }; warn: (warning: { code: string; message: string }) => void },
    ) => {
      if (row.Query === null || row.Query === undefined)
        warn({ code: "NO_DATA", message: "Bing has no data of this keyword in this time; the zeros are not counts." });
      return toKeyword(row, input.keyword);
    },
  ),
});

/** One keyword by week. */
export const keywordStats = defineOperation({
  ...keywordFacts,
  id: "bing-wmt.keywords.stats",
  summary: "Get how often people searched Bing for a keyword, by week",
  description: "About 25 weeks, dated by their Saturday; a week without searches may be missing.",
  docs: methodDocs("GetKeywordStats"),
  input: z.object({ ...marketInput, ...pageInput }),
  output: z.object({ weeks: z.array(KeywordWeek), ...pageOutput }),
  pagination: { items: "weeks" },
  keywords: [
    "keyword research",
    "search volume",
    "trend",
    "season",
    "history",
    "popularity",
    "interest",
    "rising",
    "falling",
  ],
  examples: [{ title: "Is tea seasonal?", input: germanTea }],
  request: (input) => getList("GetKeywordStats", input.cursor, toMarketQuery(input)),
  response: decodeList(KeywordWeekWire, (all, { input }: { input: { limit: number; cursor?: string } }) => {
    const { items, next } = slice(all, input);
    return { weeks: items.map(toKeywordWeek), ...next };
  }),
});

/** Keywords like it. */
export const relatedKeywords = defineOperation({
  ...keywordFacts,
  id: "bing-wmt.keywords.related",
  summary: "List keywords that people searched Bing for beside a keyword",
  docs: methodDocs("GetRelatedKeywords"),
  input: z.object({ ...marketInput, ...datesInput, ...pageInput }),
  output: z.object({ keywords: z.array(Keyword), ...pageOutput }),
  pagination: { items: "keywords" },
  keywords: [
    "keyword research",
    "suggestions",
    "ideas",
    "similar",
    "search volume",
    "synonyms",
    "topics",
    "what else people look for",
  ],
  examples: [{ title: "Ideas for pages", input: { ...germanTea, ...autumn, limit: 25 } }],
  request: (input) => {
    checkDates(input);
    return getList("GetRelatedKeywords", input.cursor, {
      ...toMarketQuery(input),
      startDate: input.startDate,
      endDate: input.endDate,
    });
  },
  response: decodeList(
    KeywordWire,
    (all, { input }: { input: { keyword: string; limit: number; cursor?: string } }) => {
      const { items, next } = slice(all, input);
      return { keywords: items.map((row) => toKeyword(row, input.keyword)), ...next };
    },
  ),
});

/** Branch `keywords` of the tree. */
export const keywords = { get: getKeyword, stats: keywordStats, related: relatedKeywords };
