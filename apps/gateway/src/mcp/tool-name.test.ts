import { expect, test } from "vitest";
import { toToolName } from "./tool-name.js";

test("dots become underscores, hyphens stay", () => {
  expect(toToolName("bing-wmt.urls.submitBatch")).toBe("bing-wmt_urls_submitBatch");
});

test("a long id is cut to 64 characters and stays distinct", () => {
  const long = `shop.${"a".repeat(80)}`;
  const [one, two] = [toToolName(`${long}.list`), toToolName(`${long}.get`)];
  expect([one.length, two.length]).toEqual([64, 64]);
  expect(one).not.toBe(two);
  expect(one).toMatch(/^[A-Za-z0-9_-]{64}$/);
});
