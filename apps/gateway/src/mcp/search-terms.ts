import { domainSynonyms, type Synonyms, synonyms } from "./synonyms.js";

/** Words that say nothing about which operation is meant. */
const stopWords = new Set(
  (
    "a an the of to in on for from by with without and or is are was were be been do does did can could would should will i me my we us our you your " +
    "it its this that these those there their them they he she his her what which who whom whose when where how please want need let like just so " +
    "as at into out up about if than then some any all every each one ones thing things have has had got am not no but only yet very too also still " +
    "again may might must many much same here because while until since already s t ll re ve d m"
  ).split(" "),
);

/** Forms that no ending gives away. */
const irregular: ReadonlyMap<string, string> = new Map(
  Object.entries({
    sent: "send",
    wrote: "write",
    written: "write",
    kept: "keep",
    threw: "throw",
    thrown: "throw",
    gave: "give",
    given: "give",
    came: "come",
    went: "go",
    fell: "fall",
    fallen: "fall",
    rose: "rise",
    grew: "grow",
    found: "find",
    saw: "see",
    seen: "see",
    took: "take",
    taken: "take",
    made: "make",
    built: "build",
    told: "tell",
    said: "say",
    held: "hold",
    hidden: "hide",
    people: "person",
  }),
);

/** A light stemmer: irregular forms, plurals and the commonest verb endings. Applied to documents and queries alike. */
export const stem = (word: string): string => {
  if (word.length < 4) return word;
  const known = irregular.get(word);
  if (known !== undefined) return known.replace(/e$/, "");
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

/** Words of a text as they are written: camelCase split, lower case. */
export const wordsOf = (text: string): readonly string[] =>
  text
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** Words of a text without stop words, stemmed. */
export const toTerms = (text: string): readonly string[] =>
  wordsOf(text)
    .filter((word) => !stopWords.has(word))
    .map(stem);

/** Stems of a text, stop words included: what phrases are looked for in. */
export const stemsOf = (text: string): readonly string[] => wordsOf(text).map(stem);

/** Most words that may stand between two of a phrase: "take it off", "keep that order back". */
const usualGap = 2;

/** Whether a phrase of stems is in a text's stems, in order, though a few words (`widestGap`, default 2) may stand between. */
export const isSaid = (
  [first, ...others]: readonly string[],
  stems: readonly string[],
  { widestGap = usualGap }: { readonly widestGap?: number } = {},
): boolean => stems.some((stem, at) => stem === first && isContinued(others, stems, { at, widestGap }));

const isContinued = (
  others: readonly string[],
  stems: readonly string[],
  from: { readonly at: number; readonly widestGap: number },
): boolean => {
  let { at } = from;
  for (const part of others) {
    const next = stems.indexOf(part, at + 1);
    if (next < 0 || next - at - 1 > from.widestGap) return false;
    at = next;
  }
  return true;
};

/** Verbs that people use for anything: they say little when said. */
const vagueVerbs = new Set(["get", "list", "make", "set", "add"]);

/** What a meaning counts for: of a phrase, which leaves little doubt, and of a single word. */
const phraseWeight = 1.2;
const wordWeight = 0.75;

/** How much of the smaller of two weights is added to the greater. */
const secondShare = 0.5;

/** The weight of what two speak for: the greater, and some of the other. */
const together = (one = 0, other = 0): number => Math.max(one, other) + secondShare * Math.min(one, other);

type Entry = readonly [said: readonly string[], meant: readonly string[]];

const compile = (table: Synonyms): readonly Entry[] =>
  Object.entries(table).flatMap(([meant, sayings]) =>
    sayings.split(",").map((said) => [stemsOf(said), toTerms(meant)] as const),
  );

const everyday = compile(synonyms);
const ofDomain: ReadonlyMap<string, readonly Entry[]> = new Map(
  Object.entries(domainSynonyms).map(([domain, table]) => [domain, compile(table)]),
);

/**
 * A query's terms with weights: 1 for what was said, less for what it may mean. With a connector's id, also what it may
 * mean in that connector's language.
 */
export const expandQuery = (query: string, connector?: string): ReadonlyMap<string, number> => {
  const weights = new Map<string, number>();
  for (const term of toTerms(query)) weights.set(term, vagueVerbs.has(term) ? 0.6 : 1);
  const stems = stemsOf(query);
  for (const [said, meant] of [...everyday, ...(ofDomain.get(connector ?? "") ?? [])])
    if (isSaid(said, stems))
      for (const term of meant)
        weights.set(term, together(weights.get(term), said.length > 1 ? phraseWeight : wordWeight));
  return weights;
};
