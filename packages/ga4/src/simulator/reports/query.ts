import { type Day, resolveDay } from "../data/days.js";
import { type DimensionField, dimensionFields, thresholdedFields } from "../data/fields.js";
import { type MetricField, metricFields } from "../data/tally.js";
import { failure, objectOf, objectsOf } from "../failure.js";
import type { PropertyState } from "../state.js";
import { namesIn } from "./expression.js";
import { type ReadField, readFilter } from "./filter.js";

/** A metric of a request. */
export interface AskedMetric {
  readonly name: string;
  readonly expression?: string;
  readonly isInvisible: boolean;
  readonly type: string;
}

/** Days to look at, and values that every row of them gets. */
export interface Span {
  readonly from: Day;
  readonly to: Day;
  readonly given: Readonly<Record<string, string>>;
  /** Of a comparison. */
  readonly test: (read: ReadField) => boolean;
}

/** A report's question, checked. */
export interface Query {
  readonly dimensions: readonly string[];
  readonly metrics: readonly AskedMetric[];
  readonly spans: readonly Span[];
  readonly filter: (read: ReadField) => boolean;
  readonly metricFilter: (read: ReadField) => boolean;
  /** Hits have to be looked at one by one. */
  readonly needsHits: boolean;
  readonly isThresholded: boolean;
  readonly days: number;
  readonly keepEmptyRows: boolean;
}

/** Reads what all kinds of reports have in common. @throws GoogleFailure */
export const readQuery = (body: Record<string, unknown>, property: PropertyState, today: Day): Query => {
  const asked = objectsOf(body.dimensions).map(({ name }) => String(name));
  const metrics = objectsOf(body.metrics).map((metric) => readMetric(metric, property));
  if (asked.length === 0 && metrics.length === 0) throw failure(400, "Requests require dimensions and/or metrics.");
  if (asked.length > 9) throw failure(400, "Requests are limited to 9 dimensions.");
  if (metrics.length > 10) throw failure(400, "Requests are limited to 10 metrics.");
  const { test: filter, fields } = readFilter(body.dimensionFilter);
  const { test: metricFilter } = readFilter(body.metricFilter);
  const scopes = [...asked, ...fields].map((name) => dimensionOf(name, property).scope);
  checkCompatible(asked, metrics, property);
  const ranges = readRanges(body, today);
  const spans = withComparisons(ranges, objectsOf(body.comparisons));
  return {
    dimensions: [...(body.comparisons ? ["comparison"] : []), ...asked, ...(ranges.length > 1 ? ["dateRange"] : [])],
    metrics,
    spans,
    filter,
    metricFilter,
    needsHits:
      scopes.some((scope) => scope !== "session") ||
      metrics.some(({ name }) => metricFields.get(name)?.scope === "item"),
    isThresholded: [...asked, ...fields].some((name) => thresholdedFields.has(name)),
    days: spans.reduce((sum, { from, to }) => sum + Math.max(0, to - from + 1), 0),
    keepEmptyRows: body.keepEmptyRows === true,
  };
};

const schemaPage = "https://developers.google.com/analytics/devguides/reporting/data/v1/api-schema ";
const unknownField = (name: string, kind: string) =>
  failure(400, `Field ${name} is not a valid ${kind}. For a list of valid dimensions and metrics, see ${schemaPage}`);

/** A dimension of the property, custom ones included. @throws GoogleFailure */
export const dimensionOf = (name: string, property: PropertyState): DimensionField => {
  const standard = dimensionFields.get(name);
  if (standard) return standard;
  const [prefix, parameter = ""] = name.split(":");
  const custom = property.customDimensions.find(
    (one) => one.parameterName === parameter && `custom${titleCase(String(one.scope))}` === prefix,
  );
  if (!custom) throw unknownField(name, "dimension");
  return {
    name,
    title: String(custom.displayName),
    category: "Custom",
    scope: custom.scope === "USER" ? "session" : "event",
    value: ({ hit }) => (parameter === "tea_type" && hit?.product ? hit.product.category : "(not set)"),
  };
};

const titleCase = (word: string): string => word.charAt(0) + word.slice(1).toLowerCase();

const readMetric = (metric: Record<string, unknown>, property: PropertyState): AskedMetric => {
  const name = String(metric.name);
  const isInvisible = metric.invisible === true;
  if (typeof metric.expression !== "string") return { name, isInvisible, type: metricOf(name, property).type };
  for (const part of namesIn(metric.expression)) metricOf(part, property);
  return { name, expression: metric.expression, isInvisible, type: "TYPE_FLOAT" };
};

/** A metric of the property, custom ones included. @throws GoogleFailure */
export const metricOf = (name: string, property: PropertyState): MetricField => {
  const standard = metricFields.get(name);
  if (standard) return standard;
  const custom = property.customMetrics.find(({ parameterName }) => name === `customEvent:${String(parameterName)}`);
  if (!custom) throw unknownField(name, "metric");
  const title = String(custom.displayName);
  return {
    name,
    title,
    type: `TYPE_${String(custom.measurementUnit)}`,
    category: "Custom",
    scope: "any",
    value: () => 0,
  };
};

/** Item fields do not go with session figures. */
export const isCompatible = (dimensions: readonly DimensionField[], metrics: readonly MetricField[]): boolean =>
  !(
    (dimensions.some(({ scope }) => scope === "item") || metrics.some(({ scope }) => scope === "item")) &&
    (metrics.some(({ scope }) => scope === "session") || dimensions.some(({ name }) => name.startsWith("landingPage")))
  );

const checkCompatible = (
  dimensions: readonly string[],
  metrics: readonly AskedMetric[],
  property: PropertyState,
): void => {
  const names = metrics.flatMap(({ name, expression }) => (expression ? namesIn(expression) : [name]));
  const fits = isCompatible(
    dimensions.map((name) => dimensionOf(name, property)),
    names.map((name) => metricOf(name, property)),
  );
  if (!fits)
    throw failure(
      400,
      "Please remove item fields or session fields to make the request compatible. The request's dimensions & metrics are incompatible. To learn more, see the compatibility page.",
    );
};

const readRanges = (body: Record<string, unknown>, today: Day): readonly Span[] => {
  const ranges = objectsOf(body.dateRanges);
  if (ranges.length > 4) throw failure(400, "Requests are limited to 4 dateRanges.");
  if (ranges.length === 0) throw failure(400, "A date range is required.");
  return ranges.map(({ startDate, endDate, name }, index) => {
    const [from, to] = [resolveDay(String(startDate), today), resolveDay(String(endDate), today)];
    if (from === undefined || to === undefined)
      throw failure(400, `Invalid date range: ${String(startDate)} to ${String(endDate)}.`);
    if (from > to) throw failure(400, "The start date must be before or equal to the end date.");
    const given: Record<string, string> =
      ranges.length > 1 ? { dateRange: typeof name === "string" ? name : `date_range_${index}` } : {};
    return { from, to: Math.min(to, today), given, test: () => true };
  });
};

const withComparisons = (ranges: readonly Span[], comparisons: readonly Record<string, unknown>[]): readonly Span[] =>
  comparisons.length === 0
    ? ranges
    : comparisons.flatMap(({ name, dimensionFilter, comparison }, index) => {
        const { test } = readFilter(objectOf(dimensionFilter));
        const title = String(name ?? comparison ?? `comparison_${index}`);
        return ranges.map((range) => ({ ...range, given: { ...range.given, comparison: title }, test }));
      });
