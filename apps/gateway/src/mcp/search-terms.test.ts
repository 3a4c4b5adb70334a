import { expect, test } from "vitest";
import { expandQuery, isQuestion, stem, toTerms } from "./search-terms.js";

test.each([
  ["orders", "order"],
  ["inventories", "inventory"],
  ["shipping", "ship"],
  ["cancelled", "cancel"],
  ["called", "call"],
  ["addresses", "address"],
  ["status", "status"],
  ["sku", "sku"],
])("%s is reduced to %s", (word, base) => {
  expect(stem(word)).toBe(base);
});

test("an id's words are found in a sentence", () => {
  expect(toTerms("draftOrders.invoiceSend")).toEqual(["draft", "order", "invoic", "send"]);
});

test("what was said weighs more than what it may mean", () => {
  const weights = expandQuery("give money back");
  expect(weights.get("money")).toBe(1);
  expect(weights.get("refund")).toBeLessThan(1);
});

test("a phrase is known in any ending", () => {
  expect(expandQuery("she called off everything").has("cancel")).toBe(true);
});

test("knows a question from an order", () => {
  expect(isQuestion("which products sell best")).toBe(true);
  expect(isQuestion("delete it, would you?")).toBe(true);
  expect(isQuestion("delete the product")).toBe(false);
});
