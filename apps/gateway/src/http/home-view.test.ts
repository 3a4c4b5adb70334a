import { expect, test } from "vitest";
import { connectionsView } from "./home-view.js";
import type { StatusRow } from "./status.js";

const viewOf = (quotas: StatusRow["quotas"]): string =>
  connectionsView({
    version: "1",
    draining: false,
    connections: [{ connector: "ga4", title: "GA4", connection: "default", state: "up", operations: 1, quotas }],
  });

const namesIn = (markup: string): readonly string[] =>
  [...markup.matchAll(/<label class="quota"><span>([^<]*)/g)].map(([, name = ""]) => name);

test("a card shows its three tightest quotas and folds the others away", () => {
  const left = { a: 100, b: 10, c: 90, d: 0, e: 50 };
  const view = viewOf(Object.entries(left).map(([bucket, remaining]) => ({ bucket, remaining, capacity: 100 })));
  const [inSight = "", folded = ""] = view.split('<details data-of="ga4/default">');
  expect(namesIn(inSight)).toEqual(["d", "b", "e"]);
  expect(namesIn(folded)).toEqual(["c", "a"]);
  expect(folded).toContain("<summary>2 more</summary>");
});

test("a card with three quotas folds none", () => {
  expect(viewOf(["a", "b", "c"].map((bucket) => ({ bucket, remaining: 1, capacity: 1 })))).not.toContain("<details");
});

test("what is left is a whole number that can be read", () => {
  expect(viewOf([{ bucket: "day", remaining: 199_980.7, capacity: 200_000 }])).toContain("199,980 / 200,000");
});
