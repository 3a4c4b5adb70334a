import { z } from "zod";
import { listOf, text } from "../schemas/common.js";
import { type CellValue, dimensionType, metricType, toDimensionValue, toMetricValue } from "./values.js";

const ValueWire = z.object({ value: text });

/** One row as upstream sends it: every value a string, by position. */
export const RowWire = z.object({ dimensionValues: listOf(ValueWire), metricValues: listOf(ValueWire) });
/** One row as upstream sends it. */
export type RowWire = z.infer<typeof RowWire>;

/** Headers and rows, as every kind of report has them. All may be left out when empty. */
export const TableWire = z.object({
  dimensionHeaders: listOf(z.object({ name: text })),
  metricHeaders: listOf(z.object({ name: text, type: text })),
  rows: listOf(RowWire),
});
/** Headers and rows of a report. */
export type TableWire = z.infer<typeof TableWire>;

/** A value of a table. */
export const Cell = z.union([z.string(), z.number(), z.null()]);

/** A column of a table. */
export const Column = z.object({
  name: z.string().describe("API name, e.g. sessions; dateRange and comparison are added by Google"),
  kind: z.enum(["dimension", "metric"]),
  type: z
    .string()
    .describe("date, hour, minute or text; of a metric integer, float, currency, seconds, … as Google states it"),
});
/** A column of a table. */
export type Column = z.infer<typeof Column>;

/** Column names once, then one list of values a row: a fraction of the size of records. */
export const Table = z.object({
  columns: z.array(Column),
  rows: z.array(z.array(Cell)).describe("Values in the order of the columns; dates as YYYY-MM-DD, metrics as numbers"),
});
/** Column names once, then one list of values a row. */
export type Table = z.infer<typeof Table>;

/** Names that a reply without headers is read by. */
export interface RequestedFields {
  readonly dimensions: readonly string[];
  readonly metrics: readonly string[];
}

/** Reads rows by their headers. */
export interface RowReader {
  readonly columns: Column[];
  row(wire: RowWire): CellValue[];
}

/** Builds the columns of a reply: from its headers, or from the request when it has none at all. */
export const createRowReader = (wire: TableWire, requested: RequestedFields): RowReader => {
  const hasHeaders = Boolean(wire.dimensionHeaders?.length || wire.metricHeaders?.length);
  const dimensions = hasHeaders
    ? (wire.dimensionHeaders ?? []).map(({ name }) => name ?? "")
    : [...requested.dimensions];
  const metrics = hasHeaders ? metricHeaders(wire) : requested.metrics.map((name) => ({ name, type: "unknown" }));
  return {
    columns: [
      ...dimensions.map((name) => ({ name, kind: "dimension" as const, type: dimensionType(name) })),
      ...metrics.map((metric) => ({ ...metric, kind: "metric" as const })),
    ],
    row: ({ dimensionValues, metricValues }) => [
      ...dimensions.map((name, index) => toDimensionValue(name, dimensionValues?.[index]?.value)),
      ...metrics.map((_, index) => toMetricValue(metricValues?.[index]?.value)),
    ],
  };
};

/** Funnels came with every metric header twice and the values once: no more headers than there are values then. */
const metricHeaders = ({
  metricHeaders: headers,
  rows,
}: TableWire): { readonly name: string; readonly type: string }[] => {
  const all = (headers ?? []).map(({ name, type }) => ({ name: name ?? "", type: metricType(type) }));
  const isRepeated = new Set(all.map(({ name }) => name)).size < all.length;
  if (!isRepeated) return all;
  const width = Math.max(0, ...(rows ?? []).map(({ metricValues }) => metricValues?.length ?? 0));
  return width > 0
    ? all.slice(0, width)
    : all.filter(({ name }, index) => all.findIndex((one) => one.name === name) === index);
};

/** The table of a reply. */
export const toTable = (wire: TableWire, requested: RequestedFields): Table => {
  const reader = createRowReader(wire, requested);
  return { columns: reader.columns, rows: (wire.rows ?? []).map(reader.row) };
};

/** The rows of a table as records by column name, for code that prefers them. */
export const toRecords = ({ columns, rows }: Table): Record<string, CellValue>[] =>
  rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])));
