import { readFileSync } from "node:fs";
import { toConnectorEntry } from "@trunkline/registry";
import { expect, test } from "vitest";
import { servedConnectors } from "../src/connectors.js";
import { createSearch } from "../src/mcp/search.js";

interface Question {
  readonly question: string;
  /** Any of these is right. */
  readonly answers: readonly string[];
}

/**
 * `tuning` and `holdout` are halves of one set over all connectors, and synonyms were chosen by someone who knew both.
 * `unseen` was asked only when that was done: it tells how well strangers' questions fare. Tune by it, and it no longer
 * does: write another. `shopify` is for a search within one connector.
 */
const questions: Readonly<Record<"tuning" | "holdout" | "unseen" | "shopify", readonly Question[]>> = JSON.parse(
  readFileSync(new URL("search-questions.json", import.meta.url), "utf8"),
);
/** Questions of a shop owner, the insights' among them; written before anything was tuned, and nothing was tuned by them. */
const heldout: readonly Question[] = JSON.parse(readFileSync(new URL("search-heldout.json", import.meta.url), "utf8"));
const operations = servedConnectors.flatMap(({ connector }) => toConnectorEntry(connector).operations);
const search = createSearch(operations);

/** Questions whose answer is not among the first `places`. */
const missed = (asked: readonly Question[], places: number, connector?: string): readonly string[] =>
  asked
    .filter(
      ({ question, answers }) =>
        !search({ query: question, limit: places, ...(connector && { connector }) }, operations).some(({ id }) =>
          answers.includes(id),
        ),
    )
    .map(({ question }) => question);

test("every labelled answer is an operation", () => {
  const ids = new Set(operations.map(({ id }) => id));
  expect(
    [...Object.values(questions), heldout]
      .flat()
      .flatMap(({ answers }) => answers)
      .filter((id) => !ids.has(id)),
  ).toEqual([]);
});

test("the right operation is among the first three for 95 of 100 questions over all connectors", () => {
  const tuning = missed(questions.tuning, 3);
  const holdout = missed(questions.holdout, 3);
  const asked = questions.tuning.length + questions.holdout.length;
  // The holdout's misses are counted and not named: who reads them tunes by them.
  expect(
    (tuning.length + holdout.length) / asked,
    `missed ${holdout.length} of the holdout and: ${tuning.join("; ")}`,
  ).toBeLessThanOrEqual(0.05);
});

test("the right operation comes first for 75 of 100 questions over all connectors", () => {
  const all = [...questions.tuning, ...questions.holdout];
  expect(missed(all, 1).length / all.length).toBeLessThanOrEqual(0.25);
});

test("the right operation is among the first three for 60 of 100 questions that nothing was tuned by", () => {
  expect(missed(questions.unseen, 3).length / questions.unseen.length).toBeLessThanOrEqual(0.4);
});

test("the right operation is among the first three for 70 of 100 of a shop owner's own questions", () => {
  // Found: 47 of 60, before and after the last tuning. Counted and not named, as above.
  expect(missed(heldout, 3).length / heldout.length).toBeLessThanOrEqual(0.3);
});

test("the right operation is among the first three for 95 of 100 questions to one connector", () => {
  const misses = missed(questions.shopify, 3, "shopify");
  expect(misses.length / questions.shopify.length, misses.join("; ")).toBeLessThanOrEqual(0.05);
});

test("every operation is found first by its own id", () => {
  const lost = operations
    .filter(({ id }) => search({ query: id, limit: 1 }, operations)[0]?.id !== id)
    .map(({ id }) => id);
  expect(lost).toEqual([]);
});

test("a question mark makes a question of an order", () => {
  const first = (query: string) => search({ query, limit: 1 }, operations)[0]?.effect;
  expect(first("cancel order 1001")).toBe("destroy");
  expect(first("order 1001?")).toBe("read");
});

test("small misspellings are forgiven", () => {
  expect(search({ query: "refnd an order", limit: 3 }, operations).map(({ id }) => id)).toContain(
    "shopify.refunds.create",
  );
});

test("finds nothing for nothing", () => {
  expect(search({ query: "the of and" }, operations)).toEqual([]);
});
