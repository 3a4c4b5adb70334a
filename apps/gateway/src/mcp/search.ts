import type { Effect } from "@trunkline/core";
import type { OperationEntry } from "@trunkline/registry";
import MiniSearch from "minisearch";
import { propertyPaths } from "./json-schema.js";
import { expandQuery, isQuestion, toTerms } from "./search-terms.js";
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
  readonly parameters: string;
}

/** How much a match in a field says. */
const boost: Readonly<Record<Exclude<keyof SearchDocument, "id">, number>> = {
  resource: 3,
  verb: 2.5,
  keywords: 2.5,
  summary: 2,
  description: 0.6,
  parameters: 0.5,
};

/** How much more a read counts for a question. */
const readBoost = 1.5;

/** Builds the index over the whole catalogue once. Ranking is BM25+ with prefixes, small misspellings and synonyms. */
export const createSearch = (entries: readonly OperationEntry[]): SearchOperations => {
  const index = new MiniSearch<SearchDocument>({
    fields: Object.keys(boost),
    tokenize: (text) => [...toTerms(text)],
    processTerm: (term) => term,
  });
  index.addAll(entries.map(toDocument));
  const reads: ReadonlySet<unknown> = new Set(entries.filter(({ effect }) => effect === "read").map(({ id }) => id));
  return ({ query, connector, effect, limit = 5 }, among) => {
    const allowed = new Map(among.map((entry) => [entry.id, entry]));
    const weights = expandQuery(query);
    const asking = isQuestion(query);
    const hits = index.search([...weights.keys()].join(" "), {
      tokenize: (text) => text.split(" "),
      boost,
      boostTerm: (term) => weights.get(term) ?? 1,
      boostDocument: (id) => (asking && reads.has(id) ? readBoost : 1),
      prefix: (term) => term.length > 3,
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
      weights: { prefix: 0.4, fuzzy: 0.3 },
    });
    const named = among.filter(({ id }) => id === query.trim() || toToolName(id) === query.trim());
    return [...new Set([...named, ...hits.flatMap(({ id }) => allowed.get(id) ?? [])])]
      .filter((entry) => connector === undefined || entry.connector === connector)
      .filter((entry) => effect === undefined || entry.effect === effect)
      .slice(0, limit);
  };
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
    parameters: propertyPaths(entry.inputSchema, 100).join(" "),
  };
};
