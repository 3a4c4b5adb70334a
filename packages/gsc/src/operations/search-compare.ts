import { defineComposedOperation } from "@trunkline/core";
import { z } from "zod";
import { gscScopes } from "../auth.js";
import { aggregationType, dayRange, searchBase } from "../schemas/search-input.js";
import { SearchMetrics, type SearchRow, searchKeys } from "../schemas/search-rows.js";
import { rowKey } from "../wire/collect-rows.js";
import { addDays, countDays } from "../wire/days.js";
import { apiDocs } from "../wire/docs-link.js";
import { maxPageRows } from "../wire/search-body.js";
import { refuse, searchProblems } from "../wire/search-rules.js";
import { withSite } from "../wire/site-of.js";
import { readWindow } from "./search-window.js";

const Period = z.object({ startDate: z.string(), endDate: z.string() });
type Period = z.infer<typeof Period>;

const { date: _date, hour: _hour, ...keys } = searchKeys;

const ComparedRow = z.object({
  ...keys,
  current: SearchMetrics.optional().describe("Absent: no row in this period"),
  previous: SearchMetrics.optional().describe("Absent: no row in that period"),
  change: z
    .object({
      clicks: z.number(),
      impressions: z.number(),
      ctr: z.number(),
      position: z.number().optional().describe("Negative: further up than before. Absent unless both periods have one"),
    })
    .optional()
    .describe("current minus previous; absent where a missing row may have been cut off"),
});
type ComparedRow = z.infer<typeof ComparedRow>;

const compareInput = z.object({
  ...searchBase,
  compareTo: z
    .strictObject({ startDate: dayRange.startDate, endDate: dayRange.endDate })
    .optional()
    .describe("The other period; default: as many days right before"),
  dimensions: z
    .array(z.enum(["query", "page", "country", "device", "searchAppearance"]))
    .max(4)
    .default([])
    .describe("What to group by; empty: one row of totals"),
  aggregationType,
  sort: z
    .enum(["change", "gain", "loss", "clicks"])
    .default("change")
    .describe("change: largest difference of clicks either way; clicks: of the current period"),
  limit: z.number().int().min(1).max(5_000).default(100).describe("Rows in the answer, default 100"),
});

const previousOf = ({ startDate, endDate, compareTo }: z.output<typeof compareInput>): Period =>
  compareTo ?? { startDate: addDays(startDate, -countDays(startDate, endDate)), endDate: addDays(startDate, -1) };

/** Two periods side by side. */
export const compareSearchAnalytics = defineComposedOperation({
  id: "gsc.searchAnalytics.compare",
  summary: "Compare a property's search performance in two periods, row by row",
  description:
    "Up to 25,000 rows of each period are joined; a row missing beyond that is told as unknown, not as zero.",
  docs: apiDocs("v1/searchanalytics/query"),
  effect: "read",
  input: compareInput.superRefine((input, context) => {
    const { compareTo } = input;
    const backwards = compareTo && compareTo.startDate > compareTo.endDate;
    refuse(
      [
        ...searchProblems(input),
        ...(backwards ? [{ path: "compareTo.endDate", message: "Lies before startDate" }] : []),
      ],
      context,
    );
  }),
  output: z.object({ current: Period, previous: Period, rows: z.array(ComparedRow), rowsCompared: z.number().int() }),
  scopes: gscScopes.read,
  keywords: ["difference", "trend", "growth", "winners", "losers", "week over week", "year over year"],
  examples: [
    {
      title: "Queries that gained or lost, October against September",
      input: {
        siteUrl: "sc-domain:nordlicht-tee.example",
        startDate: "2026-10-01",
        endDate: "2026-10-31",
        compareTo: { startDate: "2026-09-01", endDate: "2026-09-30" },
        dimensions: ["query"],
      },
    },
  ],
  deadlineMs: 120_000,
  run: async (call, input) => {
    const { compareTo: _compareTo, sort, limit, ...query } = withSite(input, call.settings);
    const current = { startDate: query.startDate, endDate: query.endDate };
    const previous = previousOf(input);
    const window = { rowLimit: maxPageRows, startRow: 0 };
    const [now, then] = await Promise.all([
      readWindow(call, query, window),
      readWindow(call, { ...query, ...previous }, window),
    ]);
    const cut = { current: now.rows.length >= maxPageRows, previous: then.rows.length >= maxPageRows };
    if (cut.current || cut.previous)
      call.warn({
        code: "COMPARISON_INCOMPLETE",
        message:
          "A period has more than 25,000 rows: rows found in one period only may have been cut off in the other.",
        path: "rows",
      });
    if (countDays(current.startDate, current.endDate) !== countDays(previous.startDate, previous.endDate))
      call.warn({ code: "PERIODS_DIFFER", message: "The periods have different numbers of days." });
    if (now.aggregationType && then.aggregationType && now.aggregationType !== then.aggregationType)
      call.warn({
        code: "AGGREGATIONS_DIFFER",
        message: "The periods were not counted in the same way: byPage and byProperty do not compare.",
      });
    const rows = join(now.rows, then.rows, cut).sort(orders[sort]);
    return { current, previous, rows: rows.slice(0, limit), rowsCompared: rows.length };
  },
});

const join = (
  now: readonly SearchRow[],
  then: readonly SearchRow[],
  cut: { readonly current: boolean; readonly previous: boolean },
): ComparedRow[] => {
  const before = new Map(then.map((row) => [rowKey(row), row]));
  const joined = now.map((row) => {
    const key = rowKey(row);
    const other = before.get(key);
    before.delete(key);
    return toCompared(row, other, other === undefined && cut.previous);
  });
  return [...joined, ...[...before.values()].map((row) => toCompared(undefined, row, cut.current))];
};

const toCompared = (now: SearchRow | undefined, then: SearchRow | undefined, isUnknown: boolean): ComparedRow => {
  const some = now ?? then;
  const { query, page, country, device, searchAppearance } = some ?? {};
  const named = Object.entries({ query, page, country, device, searchAppearance }).filter(
    ([, value]) => value !== undefined,
  );
  const current = now && metricsOf(now);
  const previous = then && metricsOf(then);
  return {
    ...Object.fromEntries(named),
    ...(current && { current }),
    ...(previous && { previous }),
    ...(!isUnknown && { change: changeOf(current, previous) }),
  };
};

const metricsOf = ({ clicks, impressions, ctr, position }: SearchRow): SearchMetrics => ({
  clicks,
  impressions,
  ctr,
  ...(position !== undefined && { position }),
});

const changeOf = (
  now: SearchMetrics | undefined,
  then: SearchMetrics | undefined,
): NonNullable<ComparedRow["change"]> => ({
  clicks: (now?.clicks ?? 0) - (then?.clicks ?? 0),
  impressions: (now?.impressions ?? 0) - (then?.impressions ?? 0),
  ctr: (now?.ctr ?? 0) - (then?.ctr ?? 0),
  ...(now?.position !== undefined && then?.position !== undefined && { position: now.position - then.position }),
});

type Order = (one: ComparedRow, other: ComparedRow) => number;
const clicksChange = ({ change }: ComparedRow): number => change?.clicks ?? 0;
const impressionsChange = ({ change }: ComparedRow): number => Math.abs(change?.impressions ?? 0);

const orders: Readonly<Record<z.output<typeof compareInput>["sort"], Order>> = {
  change: (one, other) =>
    Math.abs(clicksChange(other)) - Math.abs(clicksChange(one)) || impressionsChange(other) - impressionsChange(one),
  gain: (one, other) => clicksChange(other) - clicksChange(one),
  loss: (one, other) => clicksChange(one) - clicksChange(other),
  clicks: (one, other) => (other.current?.clicks ?? 0) - (one.current?.clicks ?? 0),
};
