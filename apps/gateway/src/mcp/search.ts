import type { Effect } from "@trunkline/core";
import type { OperationEntry } from "@trunkline/registry";
import MiniSearch from "minisearch";
import { propertyPaths } from "./json-schema.js";
import { likelihoodOf, spokenOf } from "./search-domains.js";
import { fit, type Intent, intentOf } from "./search-intent.js";
import { expandQuery, toTerms } from "./search-terms.js";
import { toToolName } from "./tool-name.js";

/** What to look for, and among which operations. */
export interface SearchQuery {
  /** In the asker's own words. */
  readonly query: string;
  readonly connector?: string;
  readonly effect?: Effect;
  /** Most hits. Default 5. */
  readonly limit?: number;
}

/** Finds operations by what a person would ask for, or by id or tool name: best first. `among` decides what may be found. */
export type SearchOperations = (query: SearchQuery, among: readonly OperationEntry[]) => readonly OperationEntry[];

interface SearchDocument {
  readonly id: string;
  readonly resource: string;
  readonly verb: string;
  readonly summary: string;
  readonly keywords: string;
  readonly description: string;
  readonly examples: string;
  readonly parameters: string;
}

/** How much a match in a field says. */
const boost: Readonly<Record<Exclude<keyof SearchDocument, "id">, number>> = {
  resource: 3,
  verb: 2.5,
  keywords: 2.5,
  summary: 2,
  description: 0.6,
  examples: 0.5,
  parameters: 0.5,
};

/** How much less a term counts that all operations of a connector have. */
const commonness = 0.8;

/**
 * Builds the index over the whole catalogue once. Ranking is BM25+ with prefixes, small misspellings and the synonyms of
 * each connector's language, weighed by the connector that is spoken of and by what is to be done.
 */
export const createSearch = (entries: readonly OperationEntry[]): SearchOperations => {
  const index = createIndex(entries);
  const connectors = [...new Set(entries.map((entry) => entry.connector))];
  const byId: ReadonlyMap<unknown, OperationEntry> = new Map(entries.map((entry) => [entry.id, entry]));
  const spread = new Map(connectors.map((id) => [id, spreadOf(entries.filter((entry) => entry.connector === id))]));
  const known = new Set([...spread.values()].flatMap((terms) => [...terms.keys()]));
  const rank = (query: string, connector: string, intent: Intent | undefined) => {
    const weights = expandQuery(query, connector);
    return index.search([...weights.keys()].join(" "), {
      tokenize: (text) => text.split(" "),
      boost,
      boostTerm: (term) => (weights.get(term) ?? 1) * (1 - commonness * (spread.get(connector)?.get(term) ?? 0)),
      boostDocument: (id) => fitOf(byId.get(id), intent),
      filter: ({ id }) => byId.get(id)?.connector === connector,
      prefix: (term) => term.length > 3,
      // A word that the catalogue knows is no misspelling of another.
      fuzzy: (term) => (term.length > 4 && !known.has(term) ? 0.2 : false),
      weights: { prefix: 0.4, fuzzy: 0.3 },
    });
  };
  return ({ query, connector, effect, limit = 5 }, among) => {
    const allowed = new Map(among.map((entry) => [entry.id, entry]));
    const intent = intentOf(query);
    const { votes, rest } = spokenOf(query);
    const hits = connectors
      .filter((id) => connector === undefined || id === connector)
      .flatMap((id) =>
        rank(rest, id, intent).map((hit) => ({
          id: hit.id,
          score: hit.score * likelihoodOf(ownersOf(byId.get(hit.id), id), votes),
        })),
      )
      .sort((a, b) => b.score - a.score);
    const named = among.filter(({ id }) => id === query.trim() || toToolName(id) === query.trim());
    return [...new Set([...named, ...hits.flatMap(({ id }) => allowed.get(id) ?? [])])]
      .filter((entry) => connector === undefined || entry.connector === connector)
      .filter((entry) => effect === undefined || entry.effect === effect)
      .slice(0, limit);
  };
};

/** The connectors whose operations it runs; of any other operation, its own. */
const ownersOf = (entry: OperationEntry | undefined, connector: string): readonly string[] => {
  const used = new Set(entry?.uses.map((id) => id.slice(0, id.indexOf("."))));
  return used.size > 0 ? [...used] : [connector];
};

/** In how large a part of the operations each term is: what most of them have tells none from another. */
const spreadOf = (entries: readonly OperationEntry[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { summary, keywords, id } of entries)
    for (const term of new Set(toTerms([id, summary, ...keywords].join(" "))))
      counts.set(term, (counts.get(term) ?? 0) + 1);
  return new Map([...counts].map(([term, count]) => [term, count / entries.length]));
};

const fitOf = (entry: OperationEntry | undefined, intent: Intent | undefined): number =>
  entry ? fit(intent, { effect: entry.effect, verb: entry.id.split(".").at(-1) ?? "" }) : 1;

const createIndex = (entries: readonly OperationEntry[]): MiniSearch<SearchDocument> => {
  const index = new MiniSearch<SearchDocument>({
    fields: Object.keys(boost),
    tokenize: (text) => [...toTerms(text)],
    processTerm: (term) => term,
  });
  index.addAll(entries.map(toDocument));
  return index;
};

const toDocument = (entry: OperationEntry): SearchDocument => {
  const [, ...path] = entry.id.split(".");
  return {
    id: entry.id,
    resource: path.slice(0, -1).join(" "),
    verb: path.at(-1) ?? "",
    summary: entry.summary,
    keywords: entry.keywords.join(" "),
    description: entry.description ?? "",
    examples: entry.examples.map(({ title }) => title).join(" "),
    parameters: propertyPaths(entry.inputSchema, 100).join(" "),
  };
};
