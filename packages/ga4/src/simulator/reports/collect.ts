import type { Scene } from "../data/fields.js";
import { mix, mixText } from "../data/pick.js";
import { addVisit, emptyTally, type Tally } from "../data/tally.js";
import type { Hit, Traffic, Visit } from "../data/traffic.js";
import type { PropertyState } from "../state.js";
import { evaluate } from "./expression.js";
import type { ReadField } from "./filter.js";
import { type AskedMetric, dimensionOf, metricOf, type Query, type Span } from "./query.js";

/** A row before it becomes text. */
export interface DataRow {
  readonly dimensions: readonly string[];
  readonly tally: Tally;
}

/** What there is to answer from. */
export interface Sources {
  readonly traffic: Traffic;
  readonly property: PropertyState;
  /** Nothing after this minute is known yet. Minutes since 1970 in local time. */
  readonly knownUntilMinute: number;
  readonly limits: DataLimits;
}

/** Where figures stop being exact. */
export interface DataLimits {
  /** Visits above which a question of three or more dimensions is answered from a sample. */
  readonly sampledAboveVisits: number;
  /** Rows above which the rarer ones become `(other)`. */
  readonly otherAboveRows: number;
  /** Users below which a thresholded row is hidden. */
  readonly hiddenBelowUsers: number;
}

/** Rows with what has to be said of them. */
export interface Collected {
  readonly rows: readonly DataRow[];
  /** How many visits each counted one stands for. */
  readonly weight: number;
  readonly visitsRead: number;
  readonly visits: number;
  readonly hasOther: boolean;
}

/** Works out the rows of a query. Unordered: as Google gives them. */
export const collect = (query: Query, sources: Sources): Collected => {
  const { traffic, limits } = sources;
  const visits = query.spans.reduce((sum, span) => sum + visitsIn(traffic, span), 0);
  const weight = query.dimensions.length >= 3 ? Math.max(1, Math.ceil(visits / limits.sampledAboveVisits)) : 1;
  const groups = new Map<string, DataRow>();
  let visitsRead = 0;
  for (const span of query.spans)
    for (const visit of knownVisits(sources, span)) {
      if (weight > 1 && mix(visit.day, visit.index) % weight !== 0) continue;
      visitsRead += 1;
      addToGroups(groups, visit, { query, span, weight, property: sources.property });
    }
  const shown = [...groups.values()].filter(
    ({ tally }) => !query.isThresholded || tally.users.size * weight >= limits.hiddenBelowUsers,
  );
  const { rows, hasOther } = foldRare(shown, query, limits.otherAboveRows);
  return { rows: shuffled(rows), weight, visitsRead, visits, hasOther };
};

const visitsIn = (traffic: Traffic, { from, to }: Span): number => {
  let visits = 0;
  for (let day = Math.max(from, traffic.firstDay); day <= to; day += 1) visits += traffic.count(day);
  return visits;
};

/** Visits of the days that are known by now. */
export function* knownVisits(
  { traffic, knownUntilMinute }: Pick<Sources, "traffic" | "knownUntilMinute">,
  { from, to }: Pick<Span, "from" | "to">,
): Generator<Visit> {
  for (let day = Math.max(from, traffic.firstDay); day <= to; day += 1) {
    if (day * 1_440 > knownUntilMinute) return;
    for (const visit of traffic.visits(day)) if (day * 1_440 + visit.minute <= knownUntilMinute) yield visit;
  }
}

interface Grouping {
  readonly query: Query;
  readonly span: Span;
  readonly weight: number;
  readonly property: PropertyState;
}

const addToGroups = (groups: Map<string, DataRow>, visit: Visit, { query, span, weight, property }: Grouping): void => {
  const byKey = new Map<string, { readonly dimensions: readonly string[]; readonly hits: Hit[] }>();
  for (const hit of query.needsHits ? visit.hits : [undefined]) {
    const scene: Scene = { visit, hit, firstDay: span.from, given: span.given };
    const read: ReadField = (name) => span.given[name] ?? dimensionOf(name, property).value(scene);
    if (!query.filter(read) || !span.test(read)) continue;
    const dimensions = query.dimensions.map((name) => String(read(name)));
    const key = dimensions.join("\u0000");
    const group = byKey.get(key) ?? { dimensions, hits: [] };
    byKey.set(key, group);
    if (hit) group.hits.push(hit);
    else group.hits.push(...visit.hits);
  }
  for (const [key, { dimensions, hits }] of byKey) {
    const row = groups.get(key) ?? { dimensions, tally: emptyTally() };
    groups.set(key, row);
    addVisit(row.tally, visit, hits, { keyEvents: property.keyEventNames(), weight });
  }
};

/** A metric of a row. */
export const metricValue = (
  asked: AskedMetric,
  tally: Tally,
  { property, weight }: { readonly property: PropertyState; readonly weight: number },
): number =>
  asked.expression === undefined
    ? metricOf(asked.name, property).value(tally, weight)
    : evaluate(asked.expression, (name) => metricOf(name, property).value(tally, weight));

const timeNames = new Set([
  "date",
  "dateHour",
  "hour",
  "month",
  "year",
  "yearMonth",
  "nthDay",
  "dateRange",
  "comparison",
  "cohort",
]);

/** Past the limit the rarest rows are put together. */
const foldRare = (
  rows: readonly DataRow[],
  { dimensions }: Query,
  limit: number,
): { readonly rows: readonly DataRow[]; readonly hasOther: boolean } => {
  if (rows.length <= limit) return { rows, hasOther: false };
  const ranked = rows.toSorted((a, b) => b.tally.events - a.tally.events);
  const folded = new Map<string, DataRow>();
  for (const { dimensions: values, tally } of ranked.slice(limit)) {
    const other = values.map((value, index) => (timeNames.has(dimensions[index] ?? "") ? value : "(other)"));
    const key = other.join("\u0000");
    const row = folded.get(key) ?? { dimensions: other, tally: emptyTally() };
    folded.set(key, row);
    mergeTally(row.tally, tally);
  }
  return { rows: [...ranked.slice(0, limit), ...folded.values()], hasOther: true };
};

/** Adds one row's figures to another's. */
export const mergeTally = (into: Tally, from: Tally): void => {
  for (const [name, value] of Object.entries(from)) {
    const target = into[name as keyof Tally];
    if (value instanceof Set && target instanceof Set) for (const one of value) target.add(one);
    else if (typeof value === "number") (into as unknown as Record<string, number>)[name] = Number(target) + value;
  }
};

/** In no order that anyone could rely on, but the same for the same rows. */
const shuffled = (rows: readonly DataRow[]): readonly DataRow[] =>
  rows
    .map((row) => ({ row, at: mixText(row.dimensions.join("|"), 17) }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ row }) => row);
