import type { Effect } from "@trunkline/core";
import { stem, wordsOf } from "./search-terms.js";

/** What an asker wants done: to know, to make or change, or to do away with. */
export type Intent = "read" | "change" | "remove";

const setOf = (words: string) => new Set(words.split(" ").map(stem));

/** Words that open a question or ask to be shown something. */
const askingWords = new Set(
  (
    "is are was were what which how who whose where when why does did do has show list find see tell give get check look count " +
    "anything any compare search can could may am"
  ).split(" "),
);

/** Openings that ask only with the right word after them: "tell me", but not "tell Google"; "have we", but not "have it sent". */
const askingPairs: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    tell: "me us",
    give: "me us",
    have: "i we you they any anybody anything",
    do: "i we you they any people visitors customers the our my",
  }).map(([first, seconds]) => [first, new Set(seconds.split(" "))]),
);

const removingWords = setOf(
  "delete remove erase cancel scrap discard throw trash wipe drop kill abort annul void deactivate disable revoke unsubscribe stop end rid bin off undo",
);

const changingWords = setOf(
  "add create make change update set put correct fix rename move mark edit register enter type submit push send write tell let give hide block " +
    "begin start save attach upload share raise lower launch publish treat keep hold ship record star label forward reply import",
);

/** Whether a query asks to know something rather than to change it. */
export const isQuestion = (query: string): boolean => {
  if (query.includes("?")) return true;
  const [first = "", second = ""] = wordsOf(query);
  return askingPairs.get(first)?.has(second) ?? askingWords.has(first);
};

/** What a query wants done; nothing when it does not say. */
export const intentOf = (query: string): Intent | undefined => {
  if (isQuestion(query)) return "read";
  const stems = wordsOf(query).map(stem);
  if (stems.some((word) => removingWords.has(word))) return "remove";
  return stems.some((word) => changingWords.has(word)) ? "change" : undefined;
};

const removingVerbs = new Set(["delete", "remove", "cancel", "deactivate", "archive"]);

/** How much an operation counts by what is wanted; 1 when nothing speaks for or against it. */
export const fit = (
  intent: Intent | undefined,
  { effect, verb }: { readonly effect: Effect; readonly verb: string },
): number => {
  if (effect === "read") return intent === "read" ? 1.5 : intent === undefined ? 1 : 0.7;
  if (removingVerbs.has(verb)) return intent === "remove" ? 1.2 : effect === "destroy" ? 0.5 : 0.7;
  return intent === "read" ? 0.75 : intent === "remove" ? 0.8 : 1;
};
