import { listDays } from "../wire/days.js";
import { covers } from "../wire/property.js";
import { hash01, hashText } from "./hash.js";
import { completenessOf, type Horizon } from "./horizon.js";
import { accepts, cellsOf, filtersOf, hoursOfResult } from "./search-cells.js";
import type { SimulatedQuery } from "./search-request.js";
import type { SimulatedSearch, Universe } from "./seed/universe.js";
import { dayNumber, type Shown, shownOn } from "./traffic.js";

/** A row as replies have it. */
export interface WireRow {
  readonly keys?: readonly string[];
  readonly clicks: number;
  readonly impressions: number;
  readonly ctr: number;
  readonly position?: number;
}

/** All rows of a query, in the order of this request. */
export interface EngineAnswer {
  readonly rows: readonly WireRow[];
  readonly aggregationType: "byPage" | "byProperty";
}

/** What the engine runs on. */
export interface EngineDeps {
  readonly seed: number;
  readonly universe: Universe;
  readonly horizon: Horizon;
  /** Most rows of a day. */
  readonly rowCap: number;
  /** Differs from request to request: ties come in another order. */
  readonly turn: number;
}

interface Sum {
  readonly keys: readonly string[];
  clicks: number;
  impressions: number;
  weighted: number;
}

/** Runs a query over a property's part of the data. */
export const runQuery = (query: SimulatedQuery, siteUrl: string, deps: EngineDeps): EngineAnswer => {
  const aggregationType = aggregationOf(query);
  const sums = new Map<string, Sum>();
  const add = (keys: readonly string[], { clicks, impressions, position }: Omit<Shown, "page">) => {
    const id = keys.join("\n");
    let sum = sums.get(id);
    if (!sum) {
      sum = { keys, clicks: 0, impressions: 0, weighted: 0 };
      sums.set(id, sum);
    }
    sum.clicks += clicks;
    sum.impressions += impressions;
    sum.weighted += position * impressions;
  };
  const inScope = deps.universe.pages.map(({ url }) => covers(siteUrl, url));
  for (const day of listDays(query.startDate, query.endDate))
    addDay(query, day, { ...deps, inScope, aggregationType, add });
  return { rows: cap(ordered([...sums.values()], query, deps), query, deps.rowCap), aggregationType };
};

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

interface DayWork extends EngineDeps {
  readonly inScope: readonly boolean[];
  readonly aggregationType: "byPage" | "byProperty";
  add(keys: readonly string[], numbers: Omit<Shown, "page">): void;
}

const addDay = (query: SimulatedQuery, day: string, work: DayWork): void => {
  const completeness = completenessOf(day, work.horizon);
  if (completeness === 0 || (query.dataState === "final" && completeness < 1)) return;
  const number = dayNumber(day);
  const namesQuery = query.dimensions.includes("query");
  const byQuery = filtersOf(query, "query");
  work.universe.searches.forEach((search, index) => {
    if (!isAsked(search, query.type, work.universe)) return;
    // Rare searches are in totals, but never where queries are told apart.
    if (search.query === undefined ? namesQuery || byQuery.length > 0 : !accepts(byQuery, search.query)) return;
    const shown = shownOn(work.seed, index, search, number, query.type, completeness).filter(
      ({ page }) => work.inScope[page],
    );
    const counted = work.aggregationType === "byPage" ? shown : mergePages(shown);
    for (const result of counted) addResult(query, { day, search, result, work });
  });
};

/** Feeds show articles to people who asked for nothing; each such page is counted once. */
const isAsked = ({ query, pages }: SimulatedSearch, type: string, { pages: all }: Universe): boolean =>
  (type !== "discover" && type !== "googleNews") || (query === undefined && all[pages[0]]?.kind === "article");

/** By property a search counts once, at its best place. */
const mergePages = (shown: readonly Shown[]): readonly Shown[] => {
  const [first, ...others] = shown;
  if (!first) return [];
  return [{ ...first, clicks: others.reduce((sum, { clicks }) => sum + clicks, first.clicks) }];
};

interface Result {
  readonly day: string;
  readonly search: SimulatedSearch;
  readonly result: Shown;
  readonly work: DayWork;
}

const addResult = (query: SimulatedQuery, { day, search, result, work }: Result): void => {
  const page = work.universe.pages[result.page];
  if (!page || !accepts(filtersOf(query, "page"), page.url)) return;
  const wanted = filtersOf(query, "searchAppearance");
  if (wanted.length > 0 && !page.appearances.some((appearance) => accepts(wanted, appearance))) return;
  const appearances = query.dimensions.includes("searchAppearance") ? page.appearances : [""];
  for (const cell of cellsOf(query, result))
    for (const part of hoursOfResult(query, day, cell, work.horizon))
      for (const searchAppearance of appearances) {
        const values: Readonly<Record<string, string>> = {
          date: day,
          hour: part.hour,
          query: search.query ?? "",
          page: page.url,
          country: cell.country,
          device: cell.device,
          searchAppearance,
        };
        work.add(
          query.dimensions.map((name) => values[name] ?? ""),
          { ...part, position: result.position },
        );
      }
};

/** Most clicks first, by time first where grouped by it; equal ones in an order that changes from request to request. */
const ordered = (sums: readonly Sum[], query: SimulatedQuery, { seed, turn }: EngineDeps): readonly WireRow[] => {
  const timeAt = query.dimensions.findIndex((name) => name === "date" || name === "hour");
  const lot = new Map(sums.map((sum) => [sum, hash01(seed, turn, hashText(sum.keys.join("\n")))]));
  const sorted = sums.toSorted((one, other) => {
    const [before = "", after = ""] = timeAt === -1 ? [] : [one.keys[timeAt], other.keys[timeAt]];
    if (before !== after) return before < after ? -1 : 1;
    return other.clicks - one.clicks || (lot.get(one) ?? 0) - (lot.get(other) ?? 0);
  });
  const hasPosition = query.type !== "discover" && query.type !== "googleNews";
  return sorted.map(({ keys, clicks, impressions, weighted }) => ({
    ...(query.dimensions.length > 0 && { keys }),
    clicks,
    impressions,
    ctr: clicks / impressions,
    ...(hasPosition && { position: weighted / impressions }),
  }));
};

const cap = (rows: readonly WireRow[], { dimensions }: SimulatedQuery, rowCap: number): readonly WireRow[] => {
  const dateAt = dimensions.indexOf("date");
  if (dateAt === -1) return rows.slice(0, rowCap);
  const counts = new Map<string, number>();
  return rows.filter(({ keys }) => {
    const day = keys?.[dateAt] ?? "";
    const count = (counts.get(day) ?? 0) + 1;
    counts.set(day, count);
    return count <= rowCap;
  });
};
