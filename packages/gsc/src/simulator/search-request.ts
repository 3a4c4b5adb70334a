import { addDays } from "../wire/days.js";
import { toCamel } from "../wire/enums.js";
import { re2Problem } from "../wire/re2.js";
import type { Horizon } from "./horizon.js";

/** A query as the engine runs it. */
export interface SimulatedQuery {
  readonly startDate: string;
  readonly endDate: string;
  readonly dimensions: readonly string[];
  readonly type: string;
  readonly dataState: string;
  readonly aggregationType: string;
  readonly filters: readonly SimulatedFilter[];
  readonly rowLimit: number;
  readonly startRow: number;
}

/** A condition with a test made of its operator. */
export interface SimulatedFilter {
  readonly dimension: string;
  readonly isEquality: boolean;
  readonly expression: string;
  accepts(value: string): boolean;
}

/** A rule that is broken, as the reply states it. */
export class BrokenRule extends Error {
  override readonly name = "BrokenRule";
}

const day = /^\d{4}-\d{2}-\d{2}$/;
const dimensionNames = ["date", "hour", "query", "page", "country", "device", "searchAppearance"];
const types = ["web", "image", "video", "news", "discover", "googleNews"];
const aggregations = ["auto", "byPage", "byProperty", "byNewsShowcasePanel"];

/**
 * Reads a query's body.
 * @throws BrokenRule
 */
export const readQuery = (body: unknown, horizon: Horizon): SimulatedQuery => {
  const given = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const query: SimulatedQuery = {
    startDate: dayOf(given.startDate, "startDate"),
    endDate: dayOf(given.endDate, "endDate"),
    dimensions: listOf(given.dimensions).map((name) => oneOf(name, dimensionNames, "dimensions")),
    type: oneOf(given.type ?? given.searchType ?? "web", types, "type"),
    dataState: stateOf(given.dataState ?? "final"),
    aggregationType: oneOf(given.aggregationType ?? "auto", aggregations, "aggregationType"),
    filters: listOf(given.dimensionFilterGroups).flatMap((group) =>
      listOf((group as { filters?: unknown }).filters).map(filterOf),
    ),
    rowLimit: wholeOf(given.rowLimit ?? 1_000, 1, 25_000, "rowLimit"),
    startRow: wholeOf(given.startRow ?? 0, 0, Number.MAX_SAFE_INTEGER, "startRow"),
  };
  checkRange(query, horizon);
  checkGrouping(query);
  checkAggregation(query);
  return query;
};

const checkRange = (
  { startDate, endDate, dimensions, dataState }: SimulatedQuery,
  { oldest, today }: Horizon,
): void => {
  if (startDate > endDate) throw new BrokenRule("Start date must not be later than end date.");
  if (startDate < oldest) throw new BrokenRule(`Start date is too old: data begins at ${oldest}.`);
  if (!dimensions.includes("hour")) return;
  if (dataState !== "hourly_all") throw new BrokenRule("Grouping by hour needs data state HOURLY_ALL.");
  if (startDate < addDays(today, -10)) throw new BrokenRule("Hourly data is available for the last 10 days only.");
};

const checkGrouping = ({ dimensions, type }: SimulatedQuery): void => {
  const has = (name: string) => dimensions.includes(name);
  if (new Set(dimensions).size < dimensions.length) throw new BrokenRule("Duplicate dimension.");
  if (has("date") && has("hour")) throw new BrokenRule("Request cannot be grouped by both date and hour");
  if (has("searchAppearance") && dimensions.length > 1)
    throw new BrokenRule("Cannot group by search appearance together with another dimension.");
  if (type === "discover" && has("device")) throw new BrokenRule("Requests for Discover cannot be grouped by device");
  if (type === "discover" && has("query")) throw new BrokenRule("Request for DISCOVER cannot be grouped by query");
  if (type === "googleNews" && has("query")) throw new BrokenRule("Request for GOOGLE_NEWS cannot be grouped by query");
};

const checkAggregation = ({ aggregationType, dimensions, filters, type }: SimulatedQuery): void => {
  const isFeed = type === "discover" || type === "googleNews";
  const byPage = dimensions.includes("page") || filters.some(({ dimension }) => dimension === "page");
  if (aggregationType === "byProperty" && (isFeed || byPage))
    throw new BrokenRule("'BY_PROPERTY' is not a valid aggregation type in the context of the request.");
  const isShowcase = filters.some(
    ({ dimension, expression }) => dimension === "searchAppearance" && expression === "NEWS_SHOWCASE",
  );
  if (aggregationType === "byNewsShowcasePanel" && !(isFeed && isShowcase))
    throw new BrokenRule("'BY_NEWS_SHOWCASE_PANEL' is not a valid aggregation type in the context of the request.");
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const dayOf = (value: unknown, name: string): string => {
  if (typeof value !== "string" || !day.test(value) || Number.isNaN(Date.parse(value)))
    throw new BrokenRule(`Invalid value for ${name}: expected YYYY-MM-DD.`);
  return value;
};

/** Either spelling is taken. */
const oneOf = (value: unknown, known: readonly string[], name: string): string => {
  const found = typeof value === "string" ? known.find((entry) => entry === toCamel(value)) : undefined;
  if (found === undefined) throw new BrokenRule(`Invalid value at '${name}': ${JSON.stringify(value)}.`);
  return found;
};

const stateOf = (value: unknown): string => {
  const text = String(value).toLowerCase();
  if (!["final", "all", "hourly_all"].includes(text))
    throw new BrokenRule(`Invalid value at 'data_state': ${JSON.stringify(value)}.`);
  return text;
};

const wholeOf = (value: unknown, min: number, max: number, name: string): number => {
  if (typeof value !== "number" || !Number.isInteger(value) || value < min || value > max)
    throw new BrokenRule(`Invalid value for ${name}: must be within [${min}, ${max}].`);
  return value;
};

const operators = ["equals", "notEquals", "contains", "notContains", "includingRegex", "excludingRegex"];

const filterOf = (value: unknown): SimulatedFilter => {
  const { dimension, operator = "equals", expression } = (value ?? {}) as Record<string, unknown>;
  const name = oneOf(dimension, ["query", "page", "country", "device", "searchAppearance"], "dimension");
  const how = oneOf(operator, operators, "operator");
  if (typeof expression !== "string" || expression === "" || expression.length > 4_096)
    throw new BrokenRule("Invalid filter expression.");
  return { dimension: name, isEquality: how === "equals", expression, accepts: testOf(name, how, expression) };
};

/** Equality tells cases apart for texts, containment does not. */
const testOf = (dimension: string, operator: string, expression: string): SimulatedFilter["accepts"] => {
  const fold = (text: string) => text.toLowerCase();
  const isCode = dimension === "country" || dimension === "device";
  const same = (value: string) => (isCode ? fold(value) === fold(expression) : value === expression);
  const holds = (value: string) => fold(value).includes(fold(expression));
  switch (operator) {
    case "equals":
      return same;
    case "notEquals":
      return (value) => !same(value);
    case "contains":
      return holds;
    case "notContains":
      return (value) => !holds(value);
    default: {
      const pattern = toRegExp(expression);
      return (value) => pattern.test(value) === (operator === "includingRegex");
    }
  }
};

/** RE2 as far as JavaScript has the same; flags may stand in front. */
const toRegExp = (expression: string): RegExp => {
  const [, flags = "", pattern = ""] = /^(?:\(\?([ims]+)\))?(.*)$/s.exec(expression) ?? [];
  try {
    if (re2Problem(pattern) === undefined) return new RegExp(pattern.replaceAll("(?P<", "(?<"), flags);
  } catch {
    // said below
  }
  throw new BrokenRule("Invalid regular expression: it must follow the RE2 syntax.");
};
