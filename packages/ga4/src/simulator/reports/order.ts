import { failure, objectOf } from "../failure.js";

/** A row as it is ordered. */
export interface Sortable {
  readonly dimensions: readonly string[];
  readonly values: readonly number[];
}

/** Names by position. */
export interface Names {
  readonly dimensions: readonly string[];
  readonly metrics: readonly string[];
}

type Compare = (a: Sortable, b: Sortable) => number;

/** What the `orderBys` of a request ask for. Without any the order stays as it is. @throws GoogleFailure */
export const readOrder = (orderBys: readonly Record<string, unknown>[], names: Names): Compare => {
  const compares = orderBys.map((order) => withDirection(compareBy(order, names), order.desc === true));
  return (a, b) => {
    for (const compare of compares) {
      const result = compare(a, b);
      if (result !== 0) return result;
    }
    return 0;
  };
};

const withDirection = (compare: Compare, desc: boolean): Compare => (desc ? (a, b) => compare(b, a) : compare);

const compareBy = (order: Record<string, unknown>, { dimensions, metrics }: Names): Compare => {
  const metric = objectOf(order.metric);
  if (metric) {
    const at = metrics.indexOf(String(metric.metricName));
    if (at === -1)
      throw failure(400, `orderBys names the metric ${String(metric.metricName)}, which is not requested.`);
    return (a, b) => (a.values[at] ?? 0) - (b.values[at] ?? 0);
  }
  const dimension = objectOf(order.dimension);
  if (!dimension) throw failure(400, "An orderBy has to name a metric or a dimension.");
  const at = dimensions.indexOf(String(dimension.dimensionName));
  if (at === -1)
    throw failure(400, `orderBys names the dimension ${String(dimension.dimensionName)}, which is not requested.`);
  if (dimension.orderType === "NUMERIC") return (a, b) => Number(a.dimensions[at]) - Number(b.dimensions[at]);
  const fold =
    dimension.orderType === "CASE_INSENSITIVE_ALPHANUMERIC"
      ? (text: string) => text.toLowerCase()
      : (text: string) => text;
  return (a, b) => {
    const [left, right] = [fold(a.dimensions[at] ?? ""), fold(b.dimensions[at] ?? "")];
    return left < right ? -1 : left > right ? 1 : 0;
  };
};
