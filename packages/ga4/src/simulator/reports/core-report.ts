import type { Day } from "../data/days.js";
import { emptyTally } from "../data/tally.js";
import { failure, intOf, objectsOf, readBody } from "../failure.js";
import { site } from "../seed/shop.js";
import type { PropertyState } from "../state.js";
import { readCohorts, withCohortSizes } from "./cohort.js";
import { type Collected, collect, type DataRow, mergeTally, metricValue, type Sources } from "./collect.js";
import { readOrder } from "./order.js";
import { type AskedMetric, type Query, readQuery } from "./query.js";

/** Fields of a report request. */
export const reportFields = [
  "property",
  "dimensions",
  "metrics",
  "dateRanges",
  "dimensionFilter",
  "metricFilter",
  "offset",
  "limit",
  "metricAggregations",
  "orderBys",
  "currencyCode",
  "cohortSpec",
  "keepEmptyRows",
  "returnPropertyQuota",
  "comparisons",
];

/** An answer, and what it is charged by. */
export interface Answer {
  readonly body: Record<string, unknown>;
  readonly rows: number;
  readonly days: number;
  readonly fields: number;
  readonly thresholded: boolean;
}

/** A row with its metrics worked out. */
export interface ValuedRow {
  readonly dimensions: readonly string[];
  readonly values: readonly number[];
}

/** Google gives no more at once, whatever was asked for. */
const mostRows = 250_000;

/** Answers `runReport`. @throws GoogleFailure */
export const coreReport = (
  given: unknown,
  sources: Sources,
  today: Day,
  known: readonly string[] = reportFields,
): Answer => {
  const body = readBody(given, known);
  const query = body.cohortSpec ? readCohorts(body, sources.property, today) : readQuery(body, sources.property, today);
  const limit = intOf(body.limit, 10_000);
  if (limit <= 0) throw failure(400, "The limit must be positive.");
  const collected = collect(query, sources);
  const found = valued(query, collected, sources.property);
  const all = body.cohortSpec ? withCohortSizes(found, query) : found;
  const names = { dimensions: query.dimensions, metrics: query.metrics.map(({ name }) => name) };
  const ordered = body.orderBys ? all.toSorted(readOrder(objectsOf(body.orderBys), names)) : all;
  const offset = intOf(body.offset, 0);
  const page = ordered.slice(offset, offset + Math.min(limit, mostRows));
  return {
    body: {
      ...headers(query),
      ...(page.length > 0 && { rows: page.map((row) => toRow(row, query.metrics)) }),
      ...aggregates(body, query, collected, sources.property),
      ...(ordered.length > 0 && { rowCount: ordered.length }),
      metadata: metadataOf(body, query, collected, sources),
      kind: "analyticsData#runReport",
    },
    rows: page.length,
    days: query.days,
    fields: query.dimensions.length + query.metrics.length,
    thresholded: query.isThresholded,
  };
};

/** Rows with their metrics, those left out that the metric filter or emptiness leaves out. */
export const valued = (query: Query, { rows, weight }: Collected, property: PropertyState): ValuedRow[] =>
  rows
    .map((row) => ({
      dimensions: row.dimensions,
      values: query.metrics.map((metric) => metricValue(metric, row.tally, { property, weight })),
    }))
    .filter(({ values }) => {
      const isEmpty = query.metrics.length > 0 && values.every((value) => value === 0);
      if (isEmpty && !query.keepEmptyRows) return false;
      return query.metricFilter((name) => values[query.metrics.findIndex((metric) => metric.name === name)] ?? 0);
    });

/** Headers; a half that was not asked for is left out. */
export const headers = ({ dimensions, metrics }: Pick<Query, "dimensions" | "metrics">): Record<string, unknown> => {
  const shown = metrics.filter(({ isInvisible }) => !isInvisible);
  return {
    ...(dimensions.length > 0 && { dimensionHeaders: dimensions.map((name) => ({ name })) }),
    ...(shown.length > 0 && { metricHeaders: shown.map(({ name, type }) => ({ name, type })) }),
  };
};

/** A row on the wire: every value is a text. */
export const toRow = ({ dimensions, values }: ValuedRow, metrics: readonly AskedMetric[]): Record<string, unknown> => ({
  ...(dimensions.length > 0 && { dimensionValues: dimensions.map((value) => ({ value })) }),
  ...(metrics.length > 0 && {
    metricValues: values.flatMap((value, index) => (metrics[index]?.isInvisible ? [] : [{ value: String(value) }])),
  }),
});

const aggregateNames = { TOTAL: "totals", MINIMUM: "minimums", MAXIMUM: "maximums" } as const;

const aggregates = (
  body: Record<string, unknown>,
  query: Query,
  { rows, weight }: Collected,
  property: PropertyState,
): Record<string, unknown> => {
  const wanted = Array.isArray(body.metricAggregations) ? body.metricAggregations.map(String) : [];
  return Object.fromEntries(
    Object.entries(aggregateNames).flatMap(([kind, field]) => {
      if (!wanted.includes(kind) || rows.length === 0) return [];
      const dimensions = query.dimensions.map(() => `RESERVED_${kind}`);
      const values = query.metrics.map((metric) => aggregate(kind, metric, rows, { property, weight }));
      return [[field, [toRow({ dimensions, values }, query.metrics)]]];
    }),
  );
};

const aggregate = (
  kind: string,
  metric: AskedMetric,
  rows: readonly DataRow[],
  context: { readonly property: PropertyState; readonly weight: number },
): number => {
  if (kind !== "TOTAL") {
    const values = rows.map(({ tally }) => metricValue(metric, tally, context));
    return kind === "MINIMUM" ? Math.min(...values) : Math.max(...values);
  }
  // Users are counted anew, never added up.
  const total = emptyTally();
  for (const { tally } of rows) mergeTally(total, tally);
  return metricValue(metric, total, context);
};

/** What is said of a report beside its rows. Nothing false is said. */
export const metadataOf = (
  body: Record<string, unknown>,
  query: Query,
  { weight, visitsRead, visits, hasOther }: Collected,
  { property, traffic }: Sources,
): Record<string, unknown> => {
  const reachesTooFar = query.isThresholded && query.spans.some(({ from }) => from < traffic.firstDay);
  return {
    currencyCode: typeof body.currencyCode === "string" ? body.currencyCode : property.property.currencyCode,
    timeZone: property.property.timeZone,
    ...(query.isThresholded && { subjectToThresholding: true }),
    ...(hasOther && { dataLossFromOtherRow: true }),
    ...(weight > 1 && {
      samplingMetadatas: [{ samplesReadCount: String(visitsRead * 6), samplingSpaceSize: String(visits * 6) }],
    }),
    ...(reachesTooFar && {
      dataTruncationReasons: [
        {
          dataTruncationType: "DATA_TRUNCATION_TYPE_PROPERTY",
          dataTruncationDate: site.firstDay,
          dataTruncationMessage: "User data is not kept that long.",
        },
      ],
    }),
  };
};
