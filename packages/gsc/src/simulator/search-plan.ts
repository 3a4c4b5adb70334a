import { covers } from "../wire/property.js";
import type { SimulatedFilter, SimulatedQuery } from "./search-request.js";
import type { SimulatedSearch, Universe } from "./seed/universe.js";

/** What a query selects, worked out once before the days are gone through. */
export interface SearchPlan {
  readonly aggregationType: "byPage" | "byProperty";
  /** By index of the search. */
  readonly counts: readonly boolean[];
  /** By index of the page. */
  readonly pages: readonly boolean[];
}

/** Works out which searches and pages of a property a query is about. */
export const planSearch = (query: SimulatedQuery, siteUrl: string, universe: Universe): SearchPlan => {
  const byPage = filtersOf(query, "page");
  const byAppearance = filtersOf(query, "searchAppearance");
  return {
    aggregationType: aggregationOf(query),
    counts: universe.searches.map((search) => isCounted(search, query, universe)),
    // Either filter makes the counting by page, so that no search is counted at another page in its place.
    pages: universe.pages.map(
      ({ url, appearances }) =>
        covers(siteUrl, url) &&
        accepts(byPage, url) &&
        (byAppearance.length === 0 || appearances.some((appearance) => accepts(byAppearance, appearance))),
    ),
  };
};

/** Conditions on one dimension. */
export const filtersOf = ({ filters }: SimulatedQuery, dimension: string): readonly SimulatedFilter[] =>
  filters.filter((filter) => filter.dimension === dimension);

/** Whether a value meets all conditions. */
export const accepts = (filters: readonly SimulatedFilter[], value: string): boolean =>
  filters.every((filter) => filter.accepts(value));

const aggregationOf = ({ aggregationType, dimensions, filters, type }: SimulatedQuery): "byPage" | "byProperty" => {
  const needsPages = ["page", "searchAppearance"];
  const isByPage =
    aggregationType === "byPage" ||
    type === "discover" ||
    type === "googleNews" ||
    dimensions.some((name) => needsPages.includes(name)) ||
    filters.some(({ dimension }) => needsPages.includes(dimension));
  return isByPage ? "byPage" : "byProperty";
};

const isCounted = (search: SimulatedSearch, query: SimulatedQuery, { pages }: Universe): boolean => {
  // Feeds show articles to people who asked for nothing; each such page is counted once.
  const isFeed = query.type === "discover" || query.type === "googleNews";
  if (isFeed && (search.query !== undefined || pages[search.pages[0]]?.kind !== "article")) return false;
  const byQuery = filtersOf(query, "query");
  // Rare searches are in totals, but never where queries are told apart.
  if (search.query === undefined) return byQuery.length === 0 && !query.dimensions.includes("query");
  return accepts(byQuery, search.query);
};
