import { afterEach, describe, expect, it } from "vitest";
import { type Bench, startBench } from "./simulator-client.js";

let bench: Bench;
afterEach(() => bench.simulator.close());

const costs = async (document: string, variables: object = {}) => {
  bench = await startBench();
  const { body } = await bench.query(document, variables);
  return [body.extensions.cost.requestedQueryCost, body.extensions.cost.actualQueryCost];
};

describe("prices as recorded from the service", () => {
  it.each([
    ["an object", "{ shop { name } }", [1, 1]],
    ["an object in an object", "{ shop { primaryDomain { host } } }", [2, 2]],
    ["a list of objects", "{ currentAppInstallation { accessScopes { handle } } }", [2, 2]],
    ["a page of one", "{ customers(first: 1) { nodes { id } } }", [3, 3]],
    ["a page of one seen twice", "{ customers(first: 1) { nodes { id } edges { node { id } } } }", [4, 4]],
    ["a page of five", "{ orders(first: 5) { nodes { id } } }", [5, 5]],
    ["a page of 250 with few rows", '{ products(first: 250, query: "handle:bancha") { nodes { id } } }', [13, 3]],
    ["a page of 50 with few rows", "{ locations(first: 50) { nodes { id } } }", [9, 3]],
    ["an empty page", '{ customers(first: 5, query: "email:nobody@example.com") { edges { node { id } } } }', [5, 2]],
    ["a count", "{ productsCount { count precision } }", [10, 10]],
    ["money", "{ orders(first: 1) { nodes { totalPriceSet { shopMoney { amount } } } } }", [3, 3]],
    ["something missing", 'query { order(id: "gid://shopify/Order/1") { id customer { id } } }', [2, 1]],
    [
      "a mutation",
      'mutation { tagsAdd(id: "gid://shopify/Product/1", tags: ["a"]) { userErrors { message } } }',
      [10, 10],
    ],
    [
      "a mutation with its result",
      'mutation { productCreate(product: { title: "T" }) { product { id variants(first: 1) { nodes { id } } } } }',
      [13, 13],
    ],
    [
      "ids of several kinds: the dearest branch",
      'query { nodes(ids: ["gid://shopify/Product/1"]) { ... on Product { id } ... on Order { id customer { id } } } }',
      [2, 1],
    ],
  ])("charges %s", async (_, document, expected) => {
    expect(await costs(document)).toEqual(expected);
  });

  it("sizes a page by its variable", async () => {
    expect(await costs("query($n: Int!) { orders(first: $n) { nodes { id } } }", { n: 50 })).toEqual([9, 9]);
  });
});

describe("the bucket", () => {
  const dear =
    "{ orders(first: 250) { nodes { id lineItems(first: 50) { nodes { id product { id } variant { id } } } } } }";
  const available = async () =>
    (await bench.query("{ shop { id } }")).body.extensions.cost.throttleStatus.currentlyAvailable;

  it("starts full with the plan's numbers", async () => {
    bench = await startBench({ plan: "standard" });
    const { body } = await bench.query("{ shop { id } }");
    expect(body.extensions.cost.throttleStatus).toEqual({
      maximumAvailable: 2000,
      currentlyAvailable: 1999,
      restoreRate: 100,
    });
  });

  it("refuses in a 200 without data once too little is left, and refills by the second", async () => {
    bench = await startBench({ plan: { maximumAvailable: 300, restoreRate: 50 } });
    const first = await bench.query(dear);
    expect(first.errors).toEqual([]);
    const second = await bench.query(dear);
    const { requestedQueryCost, actualQueryCost, throttleStatus } = second.body.extensions.cost;
    expect([
      second.status,
      "data" in second.body,
      second.errors[0]?.message,
      second.errors[0]?.extensions?.code,
      actualQueryCost,
    ]).toEqual([200, false, "Throttled", "THROTTLED", null]);
    await bench.clock.advance(((requestedQueryCost - throttleStatus.currentlyAvailable) / 50) * 1000);
    expect((await bench.query(dear)).errors).toEqual([]);
  });

  it("gives back what was asked for and not used", async () => {
    bench = await startBench({ plan: { maximumAvailable: 100, restoreRate: 1 } });
    await bench.query('{ products(first: 250, query: "handle:bancha") { nodes { id } } }');
    expect(await available()).toBe(96);
  });

  it("is not charged for a document that does not run", async () => {
    bench = await startBench({ plan: { maximumAvailable: 100, restoreRate: 1 } });
    await bench.query("{ shop { colour } }");
    expect(await available()).toBe(99);
  });

  it("refuses a query of more than 1,000 points whatever is left", async () => {
    bench = await startBench();
    const { body, errors } = await bench.query(
      "{ products(first: 250) { nodes { variants(first: 250) { nodes { inventoryItem { inventoryLevels(first: 250) { nodes { id item { id } } } } } } } } }",
    );
    expect([errors[0]?.extensions?.code, errors[0]?.extensions?.maxCost, "data" in body]).toEqual([
      "MAX_COST_EXCEEDED",
      1000,
      false,
    ]);
  });
});
