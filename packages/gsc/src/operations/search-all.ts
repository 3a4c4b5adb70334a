import { type ComposedCall, ConnectorError, defineComposedOperation } from "@trunkline/core";
import { z } from "zod";
import { gscScopes } from "../auth.js";
import { aggregationType, dimensions, searchBase } from "../schemas/search-input.js";
import { SearchRow, sumMetrics } from "../schemas/search-rows.js";
import { mapBounded } from "../wire/bounded.js";
import { type CollectedRows, collectRows, rowKey } from "../wire/collect-rows.js";
import { countDays, listDays } from "../wire/days.js";
import { apiDocs } from "../wire/docs-link.js";
import { dailyRowCap } from "../wire/search-body.js";
import { refuse, searchProblems } from "../wire/search-rules.js";
import { withSite } from "../wire/site-of.js";
import { type DailyQuery, readWindow } from "./search-window.js";

/** Days read at once. */
const concurrency = 4;
/** Longest range that is split: each day is a request. */
const maxSplitDays = 92;
/** Rows held in memory while days are added up. */
const maxHeldRows = 500_000;

const queryAllInput = z.object({
  ...searchBase,
  dimensions,
  aggregationType,
  maxRows: z.number().int().min(1).max(100_000).default(25_000).describe("Where to stop, default 25000"),
  splitByDay: z
    .boolean()
    .default(false)
    .describe(
      `Ask for each day by itself, which finds more rows than one long range, and add them up; at most ${maxSplitDays} days`,
    ),
});

const Result = z.object({
  rows: z.array(SearchRow).describe("Each once"),
  aggregationType: z.string().optional().describe("How impressions were counted: byProperty or byPage"),
  firstIncompleteDate: z.string().optional().describe("From this day on numbers are not final"),
  truncated: z.boolean().describe("More rows exist than maxRows"),
  pages: z.number().int().describe("Requests made"),
});
type Result = z.infer<typeof Result>;

/** All rows of a query. */
export const queryAllSearchAnalytics = defineComposedOperation({
  id: "gsc.searchAnalytics.queryAll",
  summary: "Query all rows of a property's search performance, page after page, each row once",
  description:
    "Repeats between pages are removed and skipped rows looked for. splitByDay gets past the cap of 50,000 rows by asking day by day.",
  docs: apiDocs("v1/how-tos/all-your-data"),
  effect: "read",
  input: queryAllInput.superRefine((input, context) => {
    const days = countDays(input.startDate, input.endDate);
    const tooLong = input.splitByDay && days > maxSplitDays;
    refuse(
      [
        ...searchProblems(input),
        ...(tooLong
          ? [{ path: "splitByDay", message: `The range has ${days} days, at most ${maxSplitDays} can be split` }]
          : []),
      ],
      context,
    );
  }),
  output: Result,
  scopes: gscScopes.read,
  keywords: ["export", "everything", "bulk", "all rows", "more than 25000", "search performance"],
  examples: [
    {
      title: "All pages of a month",
      input: {
        siteUrl: "sc-domain:nordlicht-tee.example",
        startDate: "2026-10-01",
        endDate: "2026-10-31",
        dimensions: ["page"],
      },
    },
  ],
  deadlineMs: 900_000,
  run: async (call, input) => {
    const { maxRows, splitByDay, ...query } = withSite(input, call.settings);
    const facts: Facts = {};
    const collected = splitByDay
      ? await collectDays(call, query, maxRows, facts)
      : await collectRange(call, query, maxRows, facts);
    tellGaps(call, collected, maxRows);
    const { rows, truncated, pages } = collected;
    return { rows: [...rows], ...facts, truncated, pages };
  },
});

type Facts = Partial<Pick<Result, "aggregationType" | "firstIncompleteDate">>;

const collectRange = (call: ComposedCall, query: DailyQuery, maxRows: number, facts: Facts): Promise<CollectedRows> =>
  collectRows(
    async (window) => {
      const { rows, aggregationType, firstIncompleteDate } = await readWindow(call, query, window);
      facts.aggregationType ??= aggregationType;
      facts.firstIncompleteDate ??= firstIncompleteDate;
      if (aggregationType === undefined) delete facts.aggregationType;
      if (firstIncompleteDate === undefined) delete facts.firstIncompleteDate;
      call.progress({ done: window.startRow + rows.length, message: "rows read" });
      return rows;
    },
    { maxRows },
  );

/** Each day by itself; rows of the same keys are added up unless they are told apart by date. */
const collectDays = async (
  call: ComposedCall,
  query: DailyQuery,
  maxRows: number,
  facts: Facts,
): Promise<CollectedRows> => {
  const days = listDays(query.startDate, query.endDate);
  let done = 0;
  let held = 0;
  const parts = await mapBounded(days, concurrency, async (day) => {
    const part = await collectRange(call, { ...query, startDate: day, endDate: day }, dailyRowCap, facts);
    done += 1;
    held += part.rows.length;
    if (held > maxHeldRows) throw tooMany();
    call.progress({ done, total: days.length, message: "days read" });
    return part;
  });
  const rows = parts.flatMap((part) => part.rows);
  const merged = query.dimensions.includes("date") ? rows : addUp(rows);
  const sum = (of: (part: CollectedRows) => number) => parts.reduce((total, part) => total + of(part), 0);
  return {
    rows: merged.length > maxRows ? merged.slice(0, maxRows) : merged,
    pages: sum((part) => part.pages),
    repeated: sum((part) => part.repeated),
    missing: sum((part) => part.missing),
    truncated: merged.length > maxRows,
  };
};

const tooMany = (): ConnectorError =>
  new ConnectorError("REPLY_TOO_LARGE", {
    message: `The days together have more than ${maxHeldRows.toLocaleString("en")} rows.`,
    help: "Ask for a shorter range, group by fewer dimensions, or filter.",
  });

const addUp = (rows: readonly SearchRow[]): SearchRow[] => {
  const groups = Map.groupBy(rows, rowKey);
  return [...groups.values()]
    .map((group) => ({ ...keysOf(group[0] as SearchRow), ...sumMetrics(group) }))
    .sort((one, other) => other.clicks - one.clicks || other.impressions - one.impressions);
};

const keysOf = ({ clicks: _clicks, impressions: _impressions, ctr: _ctr, position: _position, ...keys }: SearchRow) =>
  keys;

const tellGaps = (call: ComposedCall, { truncated, missing }: CollectedRows, maxRows: number): void => {
  if (truncated)
    call.warn({
      code: "TRUNCATED",
      message: `There are more than maxRows (${maxRows.toLocaleString("en")}) rows; those with fewest clicks were left out.`,
      path: "rows",
    });
  if (missing > 0)
    call.warn({
      code: "ROWS_SKIPPED",
      message: `${missing} rows moved between pages while these were read and were not found again: they have equal clicks with others. Group by fewer dimensions or ask for shorter ranges.`,
      path: "rows",
    });
};
