import { listDays } from "../wire/days.js";
import { hash01 } from "./hash.js";
import { completenessOf, type Horizon, hoursOf, type PacificHour } from "./horizon.js";
import { cellSplitter, hourSplitter } from "./search-cells.js";
import { planSearch, type SearchPlan } from "./search-plan.js";
import type { SimulatedQuery } from "./search-request.js";
import { countryShares, deviceShares } from "./seed/shop.js";
import type { Universe } from "./seed/universe.js";
import { dayNumber, type Shown, shownOn } from "./traffic.js";

/** A row before it is put in order. */
export interface Sum {
  readonly keys: readonly string[];
  clicks: number;
  impressions: number;
  /** Positions times impressions. */
  weighted: number;
  /** Place among ties. */
  readonly lot: number;
}

/** What the engine runs on. */
export interface EngineDeps {
  readonly seed: number;
  readonly universe: Universe;
  readonly horizon: Horizon;
  /** Differs from request to request: ties come in another order. */
  readonly turn: number;
}

/** Runs a query over a property's part of the data. Rows come in no order. */
export const runQuery = (
  query: SimulatedQuery,
  siteUrl: string,
  deps: EngineDeps,
): { readonly sums: readonly Sum[]; readonly aggregationType: SearchPlan["aggregationType"] } => {
  const plan = planSearch(query, siteUrl, deps.universe);
  const groups = createGroups(query, deps);
  const split = cellSplitter(query);
  listDays(query.startDate, query.endDate).forEach((day, dayIndex) => {
    const completeness = completenessOf(day, deps.horizon);
    if (completeness === 0 || (query.dataState === "final" && completeness < 1)) return;
    const hours = query.dimensions.includes("hour") ? passedHours(day, deps.horizon) : undefined;
    const splitHours = hours && hourSplitter(hours);
    for (const { search, result, phase } of resultsOn(day, query.type, completeness, plan, deps))
      for (const cell of split({ ...result, phase })) {
        const parts = splitHours ? splitHours({ ...cell, phase }) : [{ ...cell, hour: 0 }];
        for (const { hour, clicks, impressions } of parts)
          groups.add(
            { ...cell, day, dayIndex, hour, hourText: hours?.[hour]?.text ?? "", search, page: result.page },
            {
              clicks,
              impressions,
              position: result.position,
            },
          );
      }
  });
  return { sums: groups.all(), aggregationType: plan.aggregationType };
};

/** Hours come with a lag of two. */
const passedHours = (day: string, { nowMs }: Horizon): readonly PacificHour[] =>
  hoursOf(day).filter(({ startMs }) => startMs + 2 * 3_600_000 <= nowMs);

interface DayResult {
  readonly search: number;
  readonly result: Shown;
  readonly phase: number;
}

function* resultsOn(
  day: string,
  type: string,
  completeness: number,
  { counts, pages, aggregationType }: SearchPlan,
  { seed, universe }: EngineDeps,
): Generator<DayResult> {
  const number = dayNumber(day);
  for (const [search, facts] of universe.searches.entries()) {
    if (!counts[search]) continue;
    const shown = shownOn(seed, search, facts, number, type, completeness).filter(({ page }) => pages[page]);
    for (const result of aggregationType === "byPage" ? shown : mergePages(shown))
      yield { search, result, phase: hash01(seed, search, number, 100 + result.page) };
  }
}

/** By property a search counts once, at its best place. */
const mergePages = (shown: readonly Shown[]): readonly Shown[] => {
  const [first, ...others] = shown;
  if (!first) return [];
  return [{ ...first, clicks: others.reduce((sum, { clicks }) => sum + clicks, first.clicks) }];
};

/** Where a number belongs, by index. */
interface Place {
  readonly day: string;
  readonly dayIndex: number;
  readonly hour: number;
  readonly hourText: string;
  readonly search: number;
  readonly page: number;
  readonly country: number;
  readonly device: number;
}

type Numbers = Omit<Shown, "page">;

/** Sums by the dimensions of a query. Ids are numbers: a long range by everything has hundreds of thousands. */
const createGroups = (query: SimulatedQuery, { seed, turn, universe }: EngineDeps) => {
  const sums = new Map<number, Sum>();
  const idOf = placeIds(query.dimensions);
  const byAppearance = query.dimensions.includes("searchAppearance");
  const addTo = (id: number, place: Place, appearance: string, { clicks, impressions, position }: Numbers) => {
    let sum = sums.get(id);
    if (!sum) {
      const lot = hash01(seed, turn, Math.floor(id / 65_536), id % 65_536);
      sum = {
        keys: keysOf(query.dimensions, place, appearance, universe),
        clicks: 0,
        impressions: 0,
        weighted: 0,
        lot,
      };
      sums.set(id, sum);
    }
    sum.clicks += clicks;
    sum.impressions += impressions;
    sum.weighted += position * impressions;
  };
  return {
    add: (place: Place, numbers: Numbers) => {
      const id = idOf(place);
      if (!byAppearance) return addTo(id, place, "", numbers);
      for (const appearance of universe.pages[place.page]?.appearances ?? [])
        addTo(id + universe.appearances.indexOf(appearance), place, appearance, numbers);
    },
    all: () => [...sums.values()],
  };
};

/** A number for the values of the dimensions asked for; the last three bits are left for the appearance. */
const placeIds = (dimensions: readonly string[]): ((place: Place) => number) => {
  const has = (name: string) => (dimensions.includes(name) ? 1 : 0);
  const hour = has("hour");
  const day = has("date") + hour > 0 ? 1 : 0;
  const [search, page, country, device] = [has("query"), has("page"), has("country"), has("device")];
  return (place) => {
    const time = day * place.dayIndex * 25 + hour * place.hour;
    const where = (time * 1_024 + search * place.search) * 256 + page * place.page;
    return ((where * 16 + country * place.country) * 4 + device * place.device) * 8;
  };
};

const keysOf = (
  dimensions: readonly string[],
  place: Place,
  searchAppearance: string,
  { searches, pages }: Universe,
): readonly string[] => {
  const values: Readonly<Record<string, string>> = {
    date: place.day,
    hour: place.hourText,
    query: searches[place.search]?.query ?? "",
    page: pages[place.page]?.url ?? "",
    country: countryShares[place.country]?.[0] ?? "",
    device: deviceShares[place.device]?.[0] ?? "",
    searchAppearance,
  };
  return dimensions.map((name) => values[name] ?? "");
};
