import type { Warning } from "@trunkline/core";
import type { SearchQuery } from "../schemas/search-input.js";
import type { SearchRow, SearchWire } from "../schemas/search-rows.js";
import { addDays, countDays, pacificDay } from "./days.js";
import { toCamel } from "./enums.js";
import { dailyRowCap } from "./search-body.js";

/** What is known of an answer beside its rows. */
export interface AnswerFacts {
  readonly wire: SearchWire;
  readonly rows: readonly SearchRow[];
  /** Where the rows begin among all of the query. */
  readonly startRow: number;
  /** By Google's clock. Milliseconds since the epoch. */
  readonly repliedAtMs: number | undefined;
}

/** Where the numbers of an answer begin to be unfinished: a day, or an hour. */
export const firstIncomplete = ({ metadata }: SearchWire): { readonly date?: string; readonly hour?: string } => {
  const date = metadata?.firstIncompleteDate ?? metadata?.first_incomplete_date;
  const hour = metadata?.firstIncompleteHour ?? metadata?.first_incomplete_hour;
  return { ...(date && { date }), ...(hour && { hour }) };
};

/** Everything that a successful answer hides. */
export const searchWarnings = (query: SearchQuery, answer: AnswerFacts): readonly Warning[] => [
  ...privacyWarning(query),
  ...capWarning(query, answer),
  ...freshnessWarning(query, answer),
  ...aggregationWarning(query, answer),
  ...anomalyWarning(query),
];

/** https://developers.google.com/search/blog/2022/10/performance-data-deep-dive */
const privacyWarning = ({ dimensions, filters }: SearchQuery): readonly Warning[] => {
  const groups = dimensions.includes("query");
  if (!groups && !filters.some(({ dimension }) => dimension === "query")) return [];
  return [
    {
      code: "ANONYMIZED_QUERIES_OMITTED",
      message: `Searches that only a few people made are left out of ${groups ? "rows by query" : "what a query filter finds"}: the rows add up to less than the property's totals. Ask gsc.searchAnalytics.totals for those, gsc.searchAnalytics.anonymizedShare for the difference.`,
      path: "rows",
    },
  ];
};

/** https://developers.google.com/webmaster-tools/v1/how-tos/all-your-data */
const capWarning = (
  { dimensions, startDate, endDate }: SearchQuery,
  { rows, startRow }: AnswerFacts,
): readonly Warning[] => {
  const days = countDays(startDate, endDate);
  const cap = dailyRowCap * (dimensions.includes("date") || dimensions.includes("hour") ? days : 1);
  if (startRow + rows.length < cap) return [];
  return [rowCapWarning(days > 1)];
};

/** Says that Search Console has no more rows to give, though there are more. */
const rowCapWarning = (isRange: boolean): Warning => ({
  code: "ROW_CAP_REACHED",
  message: `Search Console gives at most ${dailyRowCap.toLocaleString("en")} rows per day, type and property, those with most clicks first: smaller rows are probably missing. Group by fewer dimensions${isRange ? ", or ask day by day (splitByDay of gsc.searchAnalytics.queryAll)" : ""}.`,
  path: "rows",
});

/** Days that final data needs at most. */
const lagDays = 3;

const freshnessWarning = (query: SearchQuery, { wire, repliedAtMs }: AnswerFacts): readonly Warning[] => {
  const { date, hour } = firstIncomplete(wire);
  const from = hour ?? date;
  if (from !== undefined)
    return [
      {
        code: "FRESH_DATA_INCOMPLETE",
        message: `Numbers from ${from} on are not final and will still grow.`,
        path: hour === undefined ? "firstIncompleteDate" : "firstIncompleteHour",
      },
    ];
  if (repliedAtMs === undefined) return [];
  const finalUntil = addDays(pacificDay(repliedAtMs), -lagDays);
  if (query.endDate <= finalUntil) return [];
  if (query.dataState === "final")
    return [
      {
        code: "RANGE_NOT_FINAL",
        message: `Final data takes 2–${lagDays} days: days after ${finalUntil} may be left out entirely. End the range there to compare periods, or ask with dataState all.`,
        path: "rows",
      },
    ];
  // Only a query grouped by time is told where fresh data begins.
  const isTold = query.dimensions.includes("date") || query.dimensions.includes("hour");
  return isTold
    ? []
    : [
        {
          code: "FRESH_DATA_INCOMPLETE",
          message: `Days after ${finalUntil} may not be final; group by date to learn from which day on.`,
          path: "rows",
        },
      ];
};

const aggregationWarning = (query: SearchQuery, { wire, rows }: AnswerFacts): readonly Warning[] => {
  const asked = query.aggregationType;
  const served = toCamel(wire.responseAggregationType ?? asked);
  if (asked === "auto" || served === asked || rows.length === 0) return [];
  return [
    {
      code: "AGGREGATION_CHANGED",
      message: `Search Console counted ${served} where ${asked} was asked for.`,
      path: "aggregationType",
    },
  ];
};

/** Faults of the data that Google has published. https://support.google.com/webmasters/answer/6211453 */
const knownAnomalies = [
  { from: "2025-05-13", until: "2026-04-27", what: "a fault in the logging of impressions" },
] as const;

const anomalyWarning = ({ startDate, endDate }: SearchQuery): readonly Warning[] =>
  knownAnomalies
    .filter(({ from, until }) => startDate <= until && endDate >= from)
    .map(({ from, until, what }) => ({
      code: "KNOWN_ANOMALY",
      message: `Google reports ${what} from ${from} to ${until}: impressions, CTR and position of these days do not compare with others.`,
    }));
