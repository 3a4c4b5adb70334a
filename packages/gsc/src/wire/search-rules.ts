import type { Issue } from "@trunkline/core";
import type { SearchFilter, SearchQuery } from "../schemas/search-input.js";
import { countDays } from "./days.js";
import { re2Problem } from "./re2.js";

/** A query as far as the rules look at it; operations with fixed dimensions leave some out. */
export type RuledQuery = Pick<SearchQuery, "startDate" | "endDate" | "dimensions" | "type" | "filters"> &
  Partial<Pick<SearchQuery, "aggregationType">>;

const issue = (path: string, message: string): Issue => ({ path, message });

/**
 * The rules that Search Console answers with 400 when broken, each named. Checked beforehand: a refused query spends quota.
 * https://developers.google.com/webmaster-tools/v1/searchanalytics/query
 */
export const searchProblems = (query: RuledQuery): readonly Issue[] => [
  ...rangeProblems(query),
  ...groupingProblems(query),
  ...aggregationProblems(query),
  ...query.filters.flatMap((filter, index) => filterProblems(filter, `filters.${index}`)),
];

const rangeProblems = ({ startDate, endDate }: RuledQuery): readonly Issue[] =>
  startDate > endDate ? [issue("endDate", "Lies before startDate")] : [];

const groupingProblems = ({ dimensions, type }: RuledQuery): readonly Issue[] => {
  const problems: Issue[] = [];
  const has = (name: SearchQuery["dimensions"][number]) => dimensions.includes(name);
  const problem = (message: string) => void problems.push(issue("dimensions", message));
  if (new Set(dimensions).size < dimensions.length) problem("Names a dimension twice");
  if (has("date") && has("hour")) problem("Cannot group by both date and hour");
  if (has("searchAppearance") && dimensions.length > 1)
    problem(
      "searchAppearance stands alone: list its values first, then filter by one and group by others (gsc.searchAnalytics.appearances)",
    );
  if (type === "discover" || type === "googleNews") {
    if (has("query")) problem(`${type} cannot be grouped by query: nobody typed one`);
    if (type === "discover" && has("device")) problem("discover cannot be grouped by device");
  }
  if (type === "discover" && has("hour")) problems.push(issue("type", "discover has no hourly data"));
  return problems;
};

const aggregationProblems = ({ aggregationType = "auto", dimensions, type, filters }: RuledQuery): readonly Issue[] => {
  const problem = (message: string) => [issue("aggregationType", message)];
  const isFeed = type === "discover" || type === "googleNews";
  if (aggregationType === "byProperty") {
    if (dimensions.includes("page") || filters.some(({ dimension }) => dimension === "page"))
      return problem("byProperty does not go with grouping or filtering by page");
    if (isFeed) return problem(`byProperty does not go with type ${type}`);
  }
  if (aggregationType === "byNewsShowcasePanel") {
    const isShowcase = filters.some(
      ({ dimension, operator, expression }) =>
        dimension === "searchAppearance" && operator === "equals" && expression === "NEWS_SHOWCASE",
    );
    if (!isFeed || !isShowcase)
      return problem(
        "byNewsShowcasePanel needs type discover or googleNews and the filter searchAppearance equals NEWS_SHOWCASE",
      );
  }
  return [];
};

const devices = ["DESKTOP", "MOBILE", "TABLET"];

const filterProblems = ({ dimension, operator, expression }: SearchFilter, path: string): readonly Issue[] => {
  const problem = (message: string) => [issue(`${path}.expression`, message)];
  if (operator === "includingRegex" || operator === "excludingRegex") {
    const why = re2Problem(expression);
    return why === undefined ? [] : problem(`The pattern ${why}`);
  }
  if (operator !== "equals" && operator !== "notEquals") return [];
  if (dimension === "country" && !/^[a-z]{3}$/i.test(expression))
    return problem("Expected three letters of ISO 3166-1, e.g. deu for Germany");
  if (dimension === "device" && !devices.includes(expression.toUpperCase()))
    return problem("Expected DESKTOP, MOBILE or TABLET");
  return [];
};

/** The most days that hourly data goes back. */
const hourlyDays = 10;

/** Rules of hourly data beside those of every query. */
export const hourlyProblems = ({ startDate, endDate }: Pick<RuledQuery, "startDate" | "endDate">): readonly Issue[] =>
  countDays(startDate, endDate) > hourlyDays
    ? [issue("startDate", `Hourly data covers the last ${hourlyDays} days only`)]
    : [];

/** Adds broken rules to the findings of an input's schema. */
export const refuse = (
  issues: readonly Issue[],
  context: { addIssue(issue: { code: "custom"; path: (string | number)[]; message: string }): void },
): void => {
  for (const { path, message } of issues)
    context.addIssue({
      code: "custom",
      path: path.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
      message,
    });
};
