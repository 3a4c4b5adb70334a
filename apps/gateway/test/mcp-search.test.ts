import { readFileSync } from "node:fs";
import { createRegistry } from "@trunkline/registry";
import { shopify } from "@trunkline/shopify";
import { expect, test } from "vitest";
import { createSearch } from "../src/mcp/search.js";

interface Question {
  readonly question: string;
  /** Any of these is right. */
  readonly answers: readonly string[];
}

const questions: readonly Question[] = JSON.parse(
  readFileSync(new URL("search-questions.json", import.meta.url), "utf8"),
);
const { operations } = createRegistry({ connectors: [shopify] });
const search = createSearch(operations);
const rankOf = ({ question, answers }: Question) =>
  search({ query: question, limit: 10 }, operations).findIndex(({ id }) => answers.includes(id));

test("every labelled answer is an operation", () => {
  const ids = new Set(operations.map(({ id }) => id));
  expect(questions.flatMap(({ answers }) => answers).filter((id) => !ids.has(id))).toEqual([]);
});

test("the right operation is among the first three for 95 of 100 questions", () => {
  const missed = questions
    .filter((question) => !(rankOf(question) >= 0 && rankOf(question) < 3))
    .map(({ question }) => question);
  expect(missed.length / questions.length, missed.join("; ")).toBeLessThanOrEqual(0.05);
});

test("every operation is found first by its own id", () => {
  const missed = operations
    .filter(({ id }) => search({ query: id, limit: 1 }, operations)[0]?.id !== id)
    .map(({ id }) => id);
  expect(missed).toEqual([]);
});

test("small misspellings are forgiven", () => {
  expect(search({ query: "refnd an order", limit: 3 }, operations).map(({ id }) => id)).toContain(
    "shopify.refunds.create",
  );
});

test("finds nothing for nothing", () => {
  expect(search({ query: "the of and" }, operations)).toEqual([]);
});
