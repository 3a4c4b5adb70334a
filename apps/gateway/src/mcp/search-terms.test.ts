import { expect, test } from "vitest";
import { expandQuery, isSaid, stem, stemsOf, toTerms } from "./search-terms.js";

test.each([
  ["orders", "order"],
  ["inventories", "inventory"],
  ["shipping", "ship"],
  ["cancelled", "cancel"],
  ["called", "call"],
  ["addresses", "address"],
  ["status", "status"],
  ["sku", "sku"],
  ["thrown", "throw"],
  ["wrote", "writ"],
])("%s is reduced to %s", (word, base) => {
  expect(stem(word)).toBe(base);
});

test("an id's words are found in a sentence", () => {
  expect(toTerms("draftOrders.invoiceSend")).toEqual(["draft", "order", "invoic", "send"]);
});

test("what was said weighs more than what a word may mean", () => {
  const weights = expandQuery("scrap it");
  expect(weights.get("scrap")).toBe(1);
  expect(weights.get("cancel")).toBeLessThan(1);
});

test("a phrase leaves less doubt than a word", () => {
  const weights = expandQuery("give the money back", "shopify");
  expect(weights.get("refund")).toBeGreaterThan(1);
});

test("a phrase is known in any ending", () => {
  expect(expandQuery("she called off everything").has("cancel")).toBe(true);
});

test("a few words may stand between those of a phrase", () => {
  const hold = ["keep", "back"];
  expect(isSaid(hold, stemsOf("keep that order back"))).toBe(true);
  expect(isSaid(hold, stemsOf("keep all of these orders back"))).toBe(false);
  expect(isSaid(hold, stemsOf("keep that order back"), { widestGap: 0 })).toBe(false);
});

test("a phrase is found at a later start, too", () => {
  expect(isSaid(stemsOf("take off"), stemsOf("take the red tag, I said, and take it off"))).toBe(true);
});

test("a word means something else in each connector's language", () => {
  expect(expandQuery("label", "shopify").has("tag")).toBe(true);
  expect(expandQuery("label", "zoho-mail").has("tag")).toBe(false);
  expect(expandQuery("label").has("tag")).toBe(false);
});

test("an unknown connector has the everyday language", () => {
  expect([...expandQuery("rename it", "unheard-of").keys()]).toEqual([...expandQuery("rename it").keys()]);
});
