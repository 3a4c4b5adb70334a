import type { Day } from "../data/days.js";
import { emptyTally } from "../data/tally.js";
import { failure, intOf, objectOf, objectsOf, readBody } from "../failure.js";
import { collect, type DataRow, mergeTally, metricValue, type Sources } from "./collect.js";
import { type Answer, headers, metadataOf, reportFields, toRow, valued } from "./core-report.js";
import { readOrder } from "./order.js";
import { type Query, readQuery } from "./query.js";

const pivotFields = [
  ...reportFields.filter((name) => !["offset", "limit", "metricAggregations", "orderBys"].includes(name)),
  "pivots",
];

interface PivotAxis {
  /** Positions of its dimensions in a row. */
  readonly at: readonly number[];
  readonly values: readonly (readonly string[])[];
  readonly count: number;
  readonly aggregations: readonly string[];
}

/** Answers `runPivotReport`. @throws GoogleFailure */
export const pivotReport = (given: unknown, sources: Sources, today: Day): Answer => {
  const body = readBody(given, pivotFields);
  const query = readQuery(body, sources.property, today);
  const pivots = objectsOf(body.pivots);
  checkPivots(pivots, query);
  const collected = collect(query, sources);
  const rows = valued(query, collected, sources.property);
  const byKey = new Map(collected.rows.map((row) => [row.dimensions.join("\u0000"), row]));
  const present = rows.flatMap(({ dimensions }) => byKey.get(dimensions.join("\u0000")) ?? []);
  const context = { property: sources.property, weight: collected.weight };
  const axes = pivots.map((pivot) => axisOf(pivot, { query, rows: present, context }));
  const shown = rows.filter(({ dimensions }) => axes.every((axis) => isOn(axis, dimensions)));
  return {
    body: {
      pivotHeaders: axes.map(({ values, count }) => ({
        pivotDimensionHeaders: values.map((value) => ({ dimensionValues: value.map((one) => ({ value: one })) })),
        rowCount: count,
      })),
      ...headers(query),
      ...(shown.length > 0 && { rows: shown.map((row) => toRow(row, query.metrics)) }),
      ...aggregatesOf(axes, { query, rows: present, context }),
      metadata: metadataOf(body, query, collected, sources),
      kind: "analyticsData#runPivotReport",
    },
    rows: shown.length,
    days: query.days,
    fields: query.dimensions.length + query.metrics.length,
    thresholded: query.isThresholded,
  };
};

const checkPivots = (pivots: readonly Record<string, unknown>[], { dimensions }: Query): void => {
  if (pivots.length === 0) throw failure(400, "At least one pivot is required.");
  const named = new Set(pivots.flatMap(({ fieldNames }) => (Array.isArray(fieldNames) ? fieldNames.map(String) : [])));
  const loose = dimensions.find((name) => !named.has(name) && name !== "dateRange" && name !== "comparison");
  if (loose) throw failure(400, `The dimension ${loose} must be in a pivot.`);
  if (pivots.some(({ limit }) => limit === undefined)) throw failure(400, "Each pivot requires a limit.");
  if (pivots.reduce((product, { limit }) => product * Number(limit), 1) > 250_000)
    throw failure(400, "The product of the pivots' limits must not exceed 250,000.");
};

interface Ground {
  readonly query: Query;
  readonly rows: readonly DataRow[];
  readonly context: Parameters<typeof metricValue>[2];
}

const axisOf = (pivot: Record<string, unknown>, { query, rows, context }: Ground): PivotAxis => {
  const fieldNames = Array.isArray(pivot.fieldNames) ? pivot.fieldNames.map(String) : [];
  const at = fieldNames.map((name) => query.dimensions.indexOf(name));
  const groups = grouped(rows, at);
  const sortable = groups.map(({ dimensions, tally }) => ({
    dimensions,
    values: query.metrics.map((metric) => metricValue(metric, tally, context)),
  }));
  const names = { dimensions: fieldNames, metrics: query.metrics.map(({ name }) => name) };
  const orderBys = objectsOf(pivot.orderBys).map((order) => {
    const byPivot = objectOf(order.pivot);
    return byPivot ? { ...order, metric: { metricName: byPivot.metricName } } : order;
  });
  const ordered = orderBys.length > 0 ? sortable.toSorted(readOrder(orderBys, names)) : sortable;
  const offset = intOf(pivot.offset, 0);
  return {
    at,
    values: ordered.slice(offset, offset + Number(pivot.limit)).map(({ dimensions }) => dimensions),
    count: ordered.length,
    aggregations: Array.isArray(pivot.metricAggregations) ? pivot.metricAggregations.map(String) : [],
  };
};

const grouped = (rows: readonly DataRow[], at: readonly number[]): readonly DataRow[] => {
  const groups = new Map<string, DataRow>();
  for (const { dimensions, tally } of rows) {
    const values = at.map((index) => dimensions[index] ?? "");
    const key = values.join("\u0000");
    const group = groups.get(key) ?? { dimensions: values, tally: emptyTally() };
    groups.set(key, group);
    mergeTally(group.tally, tally);
  }
  return [...groups.values()];
};

const isOn = ({ at, values }: PivotAxis, dimensions: readonly string[]): boolean => {
  const own = at.map((index) => dimensions[index] ?? "").join("\u0000");
  return values.some((value) => value.join("\u0000") === own);
};

/** For each pivot that asks for totals: its dimensions filled with the marker, the others' values kept. */
const aggregatesOf = (axes: readonly PivotAxis[], { query, rows, context }: Ground): Record<string, unknown> => {
  const aggregates = axes.flatMap((axis, index) => {
    if (!axis.aggregations.includes("TOTAL")) return [];
    const others = axes.filter((_, other) => other !== index);
    const visible = rows.filter(({ dimensions }) => others.every((other) => isOn(other, dimensions)));
    const kept = query.dimensions.map((_, at) => at).filter((at) => !axis.at.includes(at));
    return grouped(visible, kept).map(({ dimensions, tally }) => {
      const full = query.dimensions.map((_, at) =>
        axis.at.includes(at) ? "RESERVED_TOTAL" : (dimensions[kept.indexOf(at)] ?? ""),
      );
      return toRow(
        { dimensions: full, values: query.metrics.map((metric) => metricValue(metric, tally, context)) },
        query.metrics,
      );
    });
  });
  return aggregates.length > 0 ? { aggregates } : {};
};
