import { synonyms } from "./synonyms.js";

/** Words that say nothing about which operation is meant. */
const stopWords = new Set(
  (
    "a an the of to in on for from by with without and or is are was were be been do does did can could would should will i me my we us our you your " +
    "it its this that these those there their them they he she his her what which who whom whose when where how please want need let like just so " +
    "as at into out up about if than then some any all every each one ones thing things have has had got am not no shopify s t ll re ve d m"
  ).split(" "),
);

/** A light stemmer: plurals and the commonest verb endings. Applied to documents and queries alike. */
export const stem = (word: string): string => {
  if (word.length < 4) return word;
  const base = word
    .replace(/(?:'s|’s)$/, "")
    .replace(/ies$/, "y")
    .replace(/(ss|sh|ch|x|z)es$/, "$1")
    .replace(/([^su])s$/, "$1");
  const verb = base.replace(/(?:ing|ed)$/, "");
  if (verb === base || verb.length < 3 || !/[aeiouy]/.test(verb)) return base.replace(/e$/, "");
  return (
    /([bdgklmnprt])\1$/.test(verb) && !(verb.length < 7 && verb.endsWith("ll")) ? verb.slice(0, -1) : verb
  ).replace(/e$/, "");
};

/** Words of a text: camelCase split, lower case, without stop words, stemmed. */
export const toTerms = (text: string): readonly string[] =>
  wordsOf(text)
    .filter((word) => !stopWords.has(word))
    .map(stem);

const wordsOf = (text: string): readonly string[] =>
  text
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** Verbs that people use for anything: they say little when said. */
const vagueVerbs = new Set(["get", "list", "make", "set", "add"]);

/** Words that open a question or ask to be shown something, and so want a read. */
const askingWords = new Set(
  "is are was were what which how who whose where when does did has have show list find see".split(" "),
);

/** Whether a query asks to know something rather than to change it. */
export const isQuestion = (query: string): boolean => query.includes("?") || askingWords.has(wordsOf(query)[0] ?? "");

/** A query's terms with weights: 1 for what was said, less for what it may mean. */
export const expandQuery = (query: string): ReadonlyMap<string, number> => {
  const weights = new Map<string, number>();
  const add = (term: string, weight: number) => weights.set(term, Math.max(weight, weights.get(term) ?? 0));
  for (const term of toTerms(query)) add(term, vagueVerbs.has(term) ? 0.6 : 1);
  const words = wordsOf(query);
  for (const [said, meant] of stemmedSynonyms())
    if (isSaid(said, words)) for (const term of toTerms(meant)) add(term, said.length > 1 ? 0.85 : 0.75);
  return weights;
};

const stemmedSynonyms = (): readonly (readonly [readonly string[], string])[] =>
  Object.entries(synonyms).map(([said, meant]) => [said.split(" ").map(stem), meant] as const);

const isSaid = (phrase: readonly string[], words: readonly string[]): boolean => {
  const stems = words.map(stem);
  return stems.some((_, start) => phrase.every((part, offset) => stems[start + offset] === part));
};
