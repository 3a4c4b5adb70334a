import { expect, test } from "vitest";
import { fit, intentOf, isQuestion } from "./search-intent.js";

test.each([
  ["which products sell best", true],
  ["delete it, would you?", true],
  ["delete the product", false],
  ["tell me what it says", true],
  ["tell Google about it", false],
  ["have we got any", true],
  ["have it sent tomorrow", false],
  ["do not send it", false],
  ["did it arrive", true],
])("%s: is it a question? %s", (query, asking) => {
  expect(isQuestion(query)).toBe(asking);
});

test.each([
  ["how many were deleted", "read"],
  ["throw the mail away", "remove"],
  ["add a remark", "change"],
  ["fifty new mugs", undefined],
])("%s: what is wanted is %s", (query, intent) => {
  expect(intentOf(query)).toBe(intent);
});

test("what does away with something counts less unless that is asked for", () => {
  const destroys = { effect: "destroy", verb: "delete" } as const;
  expect(fit("change", destroys)).toBeLessThan(1);
  expect(fit("read", destroys)).toBeLessThan(1);
  expect(fit(undefined, destroys)).toBeLessThan(1);
  expect(fit("remove", destroys)).toBeGreaterThan(1);
});

test("a read counts more for a question and less for an order", () => {
  const reads = { effect: "read", verb: "list" } as const;
  expect(fit("read", reads)).toBeGreaterThan(1);
  expect(fit("change", reads)).toBeLessThan(1);
});

test("a write whose verb does away with nothing is left alone", () => {
  expect(fit(undefined, { effect: "destroy", verb: "create" })).toBe(1);
});
