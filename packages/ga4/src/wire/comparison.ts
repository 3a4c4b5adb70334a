import type { Report } from "../schemas/report.js";
import type { Column, Table } from "./table.js";
import type { CellValue } from "./values.js";

/** Names of the two ranges on the wire. */
export const currentRange = "current";
/** Name of the earlier range. */
export const previousRange = "previous";

/**
 * Two ranges side by side: for each metric the current value, the previous one and the change in percent. A value that
 * Google gives for one range only is null for the other; a change from nothing is null too. Most first by the first metric.
 */
export const sideBySide = ({ columns, rows }: Pick<Report, "columns" | "rows">): Table => {
  const rangeAt = columns.findIndex(({ name, kind }) => name === "dateRange" && kind === "dimension");
  const isDimension = (column: Column, index: number): boolean => column.kind === "dimension" && index !== rangeAt;
  const dimensionsAt = columns.flatMap((column, index) => (isDimension(column, index) ? [index] : []));
  const metricsAt = columns.flatMap(({ kind }, index) => (kind === "metric" ? [index] : []));
  const pairs = new Map<string, Pair>();
  for (const row of rows) {
    const dimensions = dimensionsAt.map((index) => row[index] ?? null);
    const key = JSON.stringify(dimensions);
    const pair = pairs.get(key) ?? { dimensions };
    const metrics = metricsAt.map((index) => row[index] ?? null);
    pairs.set(key, row[rangeAt] === previousRange ? { ...pair, previous: metrics } : { ...pair, current: metrics });
  }
  return {
    columns: [
      ...dimensionsAt.flatMap((index) => columns[index] ?? []),
      ...metricsAt.flatMap((index) => metricColumns(columns[index])),
    ],
    rows: [...pairs.values()]
      .toSorted((a, b) => toNumber(b.current?.[0]) - toNumber(a.current?.[0]))
      .map((pair) => toRow(pair, metricsAt.length)),
  };
};

interface Pair {
  readonly dimensions: readonly CellValue[];
  readonly current?: readonly CellValue[];
  readonly previous?: readonly CellValue[];
}

const metricColumns = (metric: Column | undefined): Column[] =>
  metric
    ? [
        metric,
        { ...metric, name: `${metric.name}.previous` },
        { name: `${metric.name}.changePercent`, kind: "metric", type: "float" },
      ]
    : [];

const toRow = ({ dimensions, current, previous }: Pair, metrics: number): CellValue[] => [
  ...dimensions,
  ...Array.from({ length: metrics }, (_, index) => {
    const [now, before] = [current?.[index] ?? null, previous?.[index] ?? null];
    return [now, before, changePercent(now, before)];
  }).flat(),
];

const toNumber = (value: CellValue | undefined): number =>
  typeof value === "number" ? value : Number.NEGATIVE_INFINITY;

const changePercent = (now: CellValue, before: CellValue): number | null =>
  typeof now === "number" && typeof before === "number" && before !== 0
    ? Math.round(((now - before) / Math.abs(before)) * 10_000) / 100
    : null;
