import { z } from "zod";
import { type ConditionGroup, conditions, toFilter } from "../wire/filters.js";
import { invalidInput, propertyInput } from "./common.js";

/** Most rows that Google gives in one answer, however many are asked for. */
export const maxRowsPerPage = 250_000;

/** A day: absolute, or relative in the property's time zone. */
export const day = z
  .string()
  .regex(/^(?:\d{4}-\d\d-\d\d|today|yesterday|\d{1,5}daysAgo)$/, "Expected YYYY-MM-DD, today, yesterday or NdaysAgo");

const rangeName = z
  .string()
  .min(1)
  .max(100)
  .regex(/^(?!date_range_|RESERVED_)/, "Names must not start with date_range_ or RESERVED_");

/** A range of days, both ends included. */
export const DateRange = z.strictObject({
  startDate: day.describe("YYYY-MM-DD, today, yesterday or NdaysAgo"),
  endDate: day.describe("Included"),
  name: rangeName.optional().describe("Shown in the dateRange column; default date_range_0, …"),
});
/** A range of days. */
export type DateRange = z.infer<typeof DateRange>;

/** The last four complete weeks: what is asked for unless the input says otherwise. */
const defaultRange: DateRange = { startDate: "28daysAgo", endDate: "yesterday" };

/** API name of a field, custom ones as `customEvent:parameter`. */
export const fieldName = z.string().regex(/^[A-Za-z][^\s"'<>]{0,199}$/, "Expected an API name, e.g. landingPage");

/** A metric by name, or with an expression. */
export const Metric = z.union([
  fieldName,
  z.strictObject({
    name: fieldName,
    expression: z.string().min(1).max(500).optional().describe("Over other metrics, e.g. eventCount/totalUsers"),
    invisible: z.boolean().optional().describe("Only to filter or order by"),
  }),
]);
/** A metric by name, or with an expression. */
export type Metric = z.infer<typeof Metric>;

/** What reports are made of. */
export const fieldsInput = {
  dimensions: z
    .array(fieldName)
    .max(9)
    .default([])
    .describe("At most 9 API names, e.g. date, landingPage, sessionSourceMedium"),
  metrics: z
    .array(Metric)
    .max(10)
    .default([])
    .describe("At most 10 API names, e.g. sessions, totalUsers, keyEvents, purchaseRevenue"),
};

/** Days that a report covers. */
export const dateRangesInput = {
  dateRanges: z
    .array(DateRange)
    .min(1)
    .max(4)
    .default([defaultRange])
    .describe("At most 4; with two or more a dateRange column is added. Days are days of the property's time zone"),
};

/** Conditions of a report. */
export const filtersInput = {
  dimensionFilters: conditions("dimensions"),
  metricFilters: conditions("metrics, applied after aggregation"),
};

/** Order of rows. */
export const orderInput = {
  orderBy: z
    .array(
      z.strictObject({
        field: fieldName.describe("A requested metric or dimension"),
        desc: z.boolean().default(false),
        numeric: z.boolean().optional().describe("Order a dimension's values as numbers"),
      }),
    )
    .max(10)
    .optional()
    .describe("Rows that tie are ordered by the dimensions, so that pages neither repeat nor miss rows"),
};

/** Rows over all rows of the report. */
export const aggregationsInput = {
  aggregations: z
    .array(z.enum(["total", "minimum", "maximum", "count"]))
    .max(4)
    .optional()
    .describe("Extra rows over the whole report. Users are estimates: never sum them over rows yourself"),
};

const Comparison = z.strictObject({
  name: z.string().min(1).max(100).optional(),
  dimensionFilters: conditions("dimensions"),
  comparison: z
    .string()
    .regex(/^comparisons\/\d+$/)
    .optional()
    .describe("A saved comparison, in place of conditions"),
});

/** Everything that a core report may ask for, but for its page. */
export const reportInput = {
  ...propertyInput,
  ...fieldsInput,
  ...dateRangesInput,
  ...filtersInput,
  ...orderInput,
  ...aggregationsInput,
  comparisons: z.array(Comparison).min(1).max(4).optional().describe("Adds a comparison column"),
  currencyCode: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional()
    .describe("Default: the property's currency"),
  keepEmptyRows: z.boolean().optional().describe("Keep rows whose metrics are all zero"),
};

/** What a core report asks for, but for its page. */
export type ReportInput = z.output<z.ZodObject<typeof reportInput>>;

/** The names of the metrics that come back: invisible ones do not. */
export const visibleMetrics = (metrics: readonly Metric[]): string[] =>
  metrics.flatMap((metric) => (typeof metric === "string" ? [metric] : metric.invisible ? [] : [metric.name]));

const metricName = (metric: Metric): string => (typeof metric === "string" ? metric : metric.name);

/** Dimensions and metrics as the API wants them. @throws ConnectorError `INVALID_INPUT` without any field. */
export const fieldsBody = ({ dimensions, metrics }: Pick<ReportInput, "dimensions" | "metrics">) => {
  if (dimensions.length === 0 && metrics.length === 0)
    throw invalidInput("metrics", "Ask for at least one metric or dimension");
  return {
    ...(dimensions.length > 0 && { dimensions: dimensions.map((name) => ({ name })) }),
    ...(metrics.length > 0 && {
      metrics: metrics.map((metric) => (typeof metric === "string" ? { name: metric } : metric)),
    }),
  };
};

/** Conditions as the API wants them. */
export const filtersBody = (input: {
  readonly dimensionFilters?: readonly ConditionGroup[] | undefined;
  readonly metricFilters?: readonly ConditionGroup[] | undefined;
}) => {
  const dimensionFilter = toFilter("dimensionFilters", input.dimensionFilters);
  const metricFilter = toFilter("metricFilters", input.metricFilters);
  return { ...(dimensionFilter && { dimensionFilter }), ...(metricFilter && { metricFilter }) };
};

/** Order as the API wants it, completed by every dimension: rows come in any order otherwise, and pages overlap. */
export const orderBody = ({
  dimensions,
  metrics,
  orderBy = [],
}: Pick<ReportInput, "dimensions" | "metrics" | "orderBy">) => {
  const known = new Set(metrics.map(metricName));
  const named = new Set(orderBy.map(({ field }) => field));
  const asked = orderBy.map(({ field, desc, numeric }) => ({
    ...(known.has(field)
      ? { metric: { metricName: field } }
      : { dimension: { dimensionName: field, ...(numeric && { orderType: "NUMERIC" }) } }),
    ...(desc && { desc }),
  }));
  const ties = dimensions.filter((name) => !named.has(name)).map((name) => ({ dimension: { dimensionName: name } }));
  const orderBys = [...asked, ...ties];
  return orderBys.length > 0 ? { orderBys } : {};
};

/** The body of a core report, but for its page. The quota is always asked for: pacing stands on it. */
export const reportBody = (input: ReportInput) => {
  const { dateRanges, aggregations, comparisons, currencyCode, keepEmptyRows } = input;
  return {
    ...fieldsBody(input),
    dateRanges,
    ...filtersBody(input),
    ...orderBody(input),
    ...(aggregations && { metricAggregations: aggregations.map((one) => one.toUpperCase()) }),
    ...(comparisons && { comparisons: comparisons.map(toComparison) }),
    ...(currencyCode && { currencyCode }),
    ...(keepEmptyRows && { keepEmptyRows }),
    returnPropertyQuota: true,
  };
};

const toComparison = ({ name, dimensionFilters, comparison }: z.infer<typeof Comparison>, index: number) => {
  const dimensionFilter = toFilter(`comparisons.${index}.dimensionFilters`, dimensionFilters);
  if ((dimensionFilter === undefined) === (comparison === undefined))
    throw invalidInput(`comparisons.${index}`, "Give either dimensionFilters or comparison");
  return { ...(name && { name }), ...(dimensionFilter ? { dimensionFilter } : { comparison }) };
};
