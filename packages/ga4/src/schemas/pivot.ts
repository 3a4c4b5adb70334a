import type { Warning } from "@trunkline/core";
import { z } from "zod";
import { conditions } from "../wire/filters.js";
import { Cell, createRowReader, type RequestedFields, RowWire, Table, TableWire } from "../wire/table.js";
import { toDimensionValue } from "../wire/values.js";
import { invalidInput, listOf, present, text } from "./common.js";
import { ReportMetadataWire, reportWarnings } from "./report.js";
import {
  dateRangesInput,
  fieldName,
  fieldsBody,
  filtersBody,
  Metric,
  maxRowsPerPage,
  visibleMetrics,
} from "./report-input.js";

const PivotOrder = z.strictObject({
  field: fieldName.describe("A metric, or a dimension of this pivot"),
  desc: z.boolean().default(false),
  at: z
    .array(z.strictObject({ dimension: fieldName, value: z.string() }))
    .min(1)
    .optional()
    .describe("Order by the metric in one column of another pivot"),
});

const Pivot = z.strictObject({
  fields: z.array(fieldName).min(1).max(9).describe("Dimensions of this pivot, e.g. country; dateRange is allowed"),
  limit: z
    .number()
    .int()
    .min(1)
    .max(maxRowsPerPage)
    .default(10)
    .describe("Values; limits of all pivots multiply to at most 250000"),
  offset: z.number().int().min(0).default(0),
  orderBy: z.array(PivotOrder).max(10).optional(),
  aggregations: z
    .array(z.enum(["total", "minimum", "maximum", "count"]))
    .max(4)
    .optional(),
});

/** What one pivot report asks for, but for its property. */
export const pivotInput = {
  pivots: z.array(Pivot).min(1).max(9).describe("The first is down the side, the others run across"),
  metrics: z.array(Metric).min(1).max(10).describe("API names, e.g. sessions"),
  ...dateRangesInput,
  dimensionFilters: conditions("dimensions"),
  metricFilters: conditions("metrics, applied after aggregation"),
  keepEmptyRows: z.boolean().optional(),
};
/** What one pivot report asks for, but for its property. */
export type PivotInput = z.output<z.ZodObject<typeof pivotInput>>;

/** Fields of a pivot report: every dimension has to be in a pivot. */
export const pivotFields = ({ pivots, metrics }: Pick<PivotInput, "pivots" | "metrics">): RequestedFields => ({
  dimensions: [...new Set(pivots.flatMap(({ fields }) => fields))].filter((name) => name !== "dateRange"),
  metrics: visibleMetrics(metrics),
});

/** The body of a pivot report. @throws ConnectorError `INVALID_INPUT` when it could not be answered. */
export const pivotBody = (input: PivotInput) => {
  const { pivots, metrics, dateRanges, keepEmptyRows } = input;
  const { dimensions } = pivotFields(input);
  if (dimensions.length > 9) throw invalidInput("pivots", "At most 9 dimensions in all pivots");
  if (pivots.reduce((product, { limit }) => product * limit, 1) > maxRowsPerPage)
    throw invalidInput("pivots", `The limits of all pivots multiply to more than ${maxRowsPerPage}`);
  const names = new Set(metrics.map((metric) => (typeof metric === "string" ? metric : metric.name)));
  return {
    ...fieldsBody({ dimensions: [...dimensions], metrics }),
    dateRanges,
    pivots: pivots.map((pivot) => toPivot(pivot, names)),
    ...filtersBody(input),
    ...(keepEmptyRows && { keepEmptyRows }),
    returnPropertyQuota: true,
  };
};

const toPivot = (
  { fields, limit, offset, orderBy, aggregations }: z.infer<typeof Pivot>,
  metrics: ReadonlySet<string>,
) => ({
  fieldNames: fields,
  limit,
  ...(offset > 0 && { offset }),
  // Values come in any order otherwise.
  orderBys:
    orderBy?.map((order) => toOrder(order, metrics)) ??
    fields.map((dimensionName) => ({ dimension: { dimensionName } })),
  ...(aggregations && { metricAggregations: aggregations.map((one) => one.toUpperCase()) }),
});

const toOrder = ({ field, desc, at }: z.infer<typeof PivotOrder>, metrics: ReadonlySet<string>) => {
  const selections = at?.map(({ dimension, value }) => ({ dimensionName: dimension, dimensionValue: value }));
  return {
    ...(selections
      ? { pivot: { metricName: field, pivotSelections: selections } }
      : metrics.has(field)
        ? { metric: { metricName: field } }
        : { dimension: { dimensionName: field } }),
    ...(desc && { desc }),
  };
};

/** A pivot report as upstream sends it. */
export const PivotReportWire = TableWire.extend({
  pivotHeaders: listOf(
    z.object({
      pivotDimensionHeaders: listOf(z.object({ dimensionValues: listOf(z.object({ value: text })) })),
      rowCount: z.number().nullish(),
    }),
  ),
  aggregates: listOf(RowWire),
  metadata: ReportMetadataWire.nullish(),
});

/** A pivot report: flat rows, and the values of each pivot in their order. */
export const PivotReport = Table.extend({
  pivots: z.array(
    z.object({
      values: z
        .array(z.array(z.union([z.string(), z.null()])))
        .describe("One list per value, in the order of the pivot's fields"),
      rowCount: z.number().describe("Values that there are in all"),
    }),
  ),
  aggregates: z
    .array(z.array(Cell))
    .optional()
    .describe("RESERVED_TOTAL and the like fill the dimensions that were put together"),
  currencyCode: z.string().optional(),
  timeZone: z.string().optional(),
});
/** A pivot report. */
export type PivotReport = z.infer<typeof PivotReport>;

/** A pivot report as we promise it; what it hides becomes warnings. */
export const toPivotReport = (
  wire: z.infer<typeof PivotReportWire>,
  {
    input,
    warn,
    path,
  }: { readonly input: PivotInput; readonly warn: (warning: Warning) => void; readonly path?: string },
): PivotReport => {
  const reader = createRowReader(wire, pivotFields(input));
  for (const warning of reportWarnings(wire)) warn(path === undefined ? warning : { ...warning, path });
  return {
    columns: reader.columns,
    rows: (wire.rows ?? []).map(reader.row),
    pivots: (wire.pivotHeaders ?? []).map(({ pivotDimensionHeaders, rowCount }, index) => {
      const fields = input.pivots[index]?.fields ?? [];
      const values = (pivotDimensionHeaders ?? []).map(({ dimensionValues }) =>
        (dimensionValues ?? []).map(({ value }, at) => toDimensionValue(fields[at] ?? "", value)),
      );
      return { values, rowCount: rowCount ?? values.length };
    }),
    ...present({
      aggregates: wire.aggregates?.map(reader.row),
      currencyCode: wire.metadata?.currencyCode,
      timeZone: wire.metadata?.timeZone,
    }),
  };
};
