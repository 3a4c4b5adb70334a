import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, startBench, today } from "./simulator-client.js";

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.simulator.close());

const search = async (list: string, query: string, fields: string) => {
  const { body } = await bench.query(`query($q: String) { ${list}(first: 250, query: $q) { nodes { ${fields} } } }`, {
    q: query,
  });
  return { rows: body.data[list].nodes as Record<string, unknown>[], reports: body.extensions.search };
};
const titles = async (query: string) =>
  (await search("products", query, "title")).rows.map(({ title }) => String(title));

describe("the search syntax", () => {
  it("finds by field", async () => {
    expect(await titles("handle:bancha")).toEqual(["Bancha"]);
  });

  it("joins terms by AND", async () => {
    expect(await titles("tag:rooibos title:Vanille")).toEqual(["Rooibos Vanille"]);
    expect(await titles("tag:rooibos AND title:Vanille")).toEqual(["Rooibos Vanille"]);
  });

  it("binds AND tighter than OR", async () => {
    expect(await titles("handle:bancha OR tag:rooibos title:Vanille")).toEqual(["Bancha", "Rooibos Vanille"]);
    expect(await titles("(handle:bancha OR tag:rooibos) title:Vanille")).toEqual(["Rooibos Vanille"]);
  });

  it.each(["tag:rooibos NOT title:Vanille", "tag:rooibos -title:Vanille"])("excludes with %s", async (query) => {
    expect(await titles(query)).toEqual(["Rooibos Natur", "Rooibos Karamell", "Honeybush Orange"]);
  });

  it("takes a phrase in quotes", async () => {
    expect(await titles('title:"Darjeeling First"')).toEqual(["Darjeeling First Flush"]);
    expect(await titles("title:'Darjeeling First'")).toEqual(["Darjeeling First Flush"]);
  });

  it("takes a prefix", async () => {
    expect(await titles("title:match*")).toEqual([
      "Matcha Zeremonie",
      "Matchaschale",
      "Matchabesen",
      "Geschenkbox Matcha",
    ]);
    expect(await titles("title:match")).toEqual([]);
  });

  it("looks for bare words in many fields", async () => {
    expect(await titles("stövchen")).toEqual(["Stövchen Messing"]);
    expect(await titles("NT-BANCHA-50")).toEqual(["Bancha"]);
  });

  it("compares numbers, and more than one price counts", async () => {
    const { rows } = await search("products", "price:>=100", "title");
    expect(rows.map(({ title }) => title)).toContain("Matcha Zeremonie");
  });

  it("finds ids alone, as ranges and as global ids", async () => {
    const id = await bench.firstId("products");
    const number = id.split("/").at(-1);
    expect((await search("products", `id:${number}`, "id")).rows).toEqual([{ id }]);
    expect((await search("products", `id:>${number}`, "id")).rows).toHaveLength(59);
  });

  it("asks whether a field has a value", async () => {
    const { rows } = await search("products", "-published_at:*", "status");
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(["ARCHIVED", "DRAFT"]));
  });

  it("finds orders by name, state and customer", async () => {
    expect((await search("orders", "name:1042", "name")).rows).toEqual([{ name: "#1042" }]);
    const { rows } = await search(
      "orders",
      "fulfillment_status:unshipped financial_status:paid status:open",
      "displayFulfillmentStatus displayFinancialStatus cancelledAt",
    );
    expect(rows.length).toBeGreaterThan(3);
    expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(1);
  });

  it("finds by metafield", async () => {
    expect(await titles("metafields.erp.artikel:A-bancha")).toEqual(["Bancha"]);
  });
});

describe("times", () => {
  const count = async (query: string) => (await search("orders", query, "createdAt")).rows.length;

  it("includes both bounds of a day", async () => {
    const { rows } = await search("orders", "created_at:>=2026-11-18 created_at:<=2026-11-18", "createdAt");
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ createdAt }) => String(createdAt).startsWith("2026-11-18"))).toBe(true);
    expect(await count("created_at:2026-11-18")).toBe(rows.length);
  });

  it("takes a quoted time", async () => {
    expect(await count("created_at:>='2026-11-10T00:00:00Z'")).toBe(await count("created_at:>=2026-11-10"));
  });

  it("finds nothing for an unquoted time, which ends at its first colon", async () => {
    expect(await count("created_at:>=2026-11-10T00:00:00Z")).toBe(0);
  });

  it("fails inside a 200 when a comparator has no value", async () => {
    const { status, errors, data } = await bench.query('{ orders(first: 1, query: "updated_at:>") { nodes { id } } }');
    expect([status, data, errors[0]?.extensions?.code]).toEqual([200, null, "INTERNAL_SERVER_ERROR"]);
  });
});

describe("filters that are not followed", () => {
  it("lets every row through for an unknown field and says so", async () => {
    const { rows, reports } = await search("products", "colour:green", "id");
    expect(rows).toHaveLength(60);
    expect(reports).toEqual([
      {
        path: ["products"],
        query: "colour:green",
        parsed: { field: "colour", match_all: "green" },
        warnings: [{ field: "colour", message: "Invalid search field for this query.", code: "invalid_field" }],
      },
    ]);
  });

  it("lets no row through for a bad value and says so", async () => {
    const { rows, reports } = await search("products", "status:gone", "id");
    expect([rows, reports[0].warnings]).toEqual([
      [],
      [{ field: "status", message: "Input `gone` is not an accepted value.", code: "invalid_value" }],
    ]);
  });

  it("knows fields of the list that the count does not know", async () => {
    const { body } = await bench.query(
      '{ customers(first: 1, query: "state:enabled") { nodes { id } } customersCount(query: "state:enabled") { count } }',
    );
    expect(body.data.customersCount.count).toBe(250);
    expect(body.extensions.search).toEqual([expect.objectContaining({ path: ["customersCount"] })]);
  });

  it("says nothing when all is well", async () => {
    expect((await search("products", "status:active", "id")).reports).toBeUndefined();
  });
});

describe("pages", () => {
  const page = async (args: string) =>
    (
      await bench.query(
        `{ products(${args}) { nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
      )
    ).data.products;

  it("walks to the end without gaps or repeats", async () => {
    const seen: string[] = [];
    let after = "";
    for (;;) {
      const { nodes, pageInfo } = await page(`first: 7, sortKey: TITLE${after}`);
      seen.push(...nodes.map(({ id }: { id: string }) => id));
      if (!pageInfo.hasNextPage) break;
      after = `, after: "${pageInfo.endCursor}"`;
    }
    expect([seen.length, new Set(seen).size]).toEqual([60, 60]);
  });

  it("walks back", async () => {
    const first = await page("first: 3");
    const second = await page(`first: 3, after: "${first.pageInfo.endCursor}"`);
    const back = await page(`last: 3, before: "${second.pageInfo.startCursor}"`);
    expect([back.nodes, second.pageInfo.hasPreviousPage]).toEqual([first.nodes, true]);
  });

  it("goes on after a row that is gone", async () => {
    const made = await bench.query('mutation { productCreate(product: { title: "AAA" }) { product { id } } }');
    const { pageInfo, nodes } = await page("first: 1, sortKey: TITLE");
    expect(nodes[0].id).toBe(made.data.productCreate.product.id);
    await bench.query("mutation($id: ID!) { productDelete(input: { id: $id }) { deletedProductId } }", {
      id: nodes[0].id,
    });
    expect((await page(`first: 1, sortKey: TITLE, after: "${pageInfo.endCursor}"`)).nodes).toEqual(
      (await page("first: 1, sortKey: TITLE")).nodes,
    );
  });

  it("has cursors that hold the id and the sorted value, 64 bits and all", async () => {
    const { nodes, pageInfo } = await page("first: 1, sortKey: TITLE");
    const text = Buffer.from(pageInfo.endCursor, "base64").toString();
    expect(text).toBe(`{"last_id":${nodes[0].id.split("/").at(-1)},"last_value":"abendruhe"}`);
  });

  it("refuses a cursor of another sort", async () => {
    const { pageInfo } = await page("first: 1, sortKey: TITLE");
    const { errors } = await bench.query(`{ products(first: 1, after: "${pageInfo.endCursor}") { nodes { id } } }`);
    expect(errors[0]?.message).toBe("Invalid cursor for current pagination sort.");
  });

  it("has no cursors when it is empty", async () => {
    const { pageInfo } = await page('first: 5, query: "handle:none"');
    expect(pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null });
  });

  it("turns around", async () => {
    const { data } = await bench.query(
      "{ up: orders(first: 1, sortKey: CREATED_AT) { nodes { name } } down: orders(first: 1, sortKey: CREATED_AT, reverse: true) { nodes { name } } }",
    );
    expect([data.up.nodes, data.down.nodes]).toEqual([[{ name: "#1001" }], [{ name: "#1600" }]]);
  });

  it("caps a count and says so", async () => {
    const { data } = await bench.query(
      "{ all: ordersCount(limit: null) { count precision } some: ordersCount(limit: 100) { count precision } }",
    );
    expect(data).toEqual({ all: { count: 600, precision: "EXACT" }, some: { count: 100, precision: "AT_LEAST" } });
  });
});

describe("the seeded shop", () => {
  it("is the same for the same seed and another for another", async () => {
    const [twin, other] = await Promise.all([startBench(), startBench({ seed: 2 })]);
    const document =
      "{ orders(first: 20, reverse: true) { nodes { name createdAt totalPriceSet { shopMoney { amount } } } } }";
    const [own, same, different] = await Promise.all(
      [bench, twin, other].map(async (each) => JSON.stringify((await each.query(document)).data)),
    );
    expect(same).toBe(own);
    expect(different).not.toBe(own);
    await Promise.all([twin.simulator.close(), other.simulator.close()]);
  });

  it("has a history that has ended by now, with orders in every state", async () => {
    const { rows } = await search(
      "orders",
      "",
      "createdAt displayFinancialStatus displayFulfillmentStatus cancelledAt",
    );
    expect(rows.every(({ createdAt }) => Date.parse(String(createdAt)) < today)).toBe(true);
    const states = async (query: string) =>
      (await bench.query("query($q: String) { ordersCount(query: $q) { count } }", { q: query })).data.ordersCount
        .count;
    for (const query of [
      "status:cancelled",
      "financial_status:pending",
      "financial_status:partially_refunded",
      "financial_status:refunded",
      "fulfillment_status:partial",
      "fulfillment_status:fulfilled",
      "fulfillment_status:unfulfilled",
    ])
      expect(await states(query), query).toBeGreaterThan(0);
  });

  it("shows some orders in Swiss francs", async () => {
    const { rows } = await search(
      "orders",
      "",
      "presentmentCurrencyCode totalPriceSet { shopMoney { currencyCode } presentmentMoney { currencyCode } }",
    );
    const swiss = rows.find(({ presentmentCurrencyCode }) => presentmentCurrencyCode === "CHF");
    expect(swiss?.totalPriceSet).toEqual({
      shopMoney: { currencyCode: "EUR" },
      presentmentMoney: { currencyCode: "CHF" },
    });
  });

  it("is back after a reset, without its changes and faults", async () => {
    const own = await startBench();
    await own.query('mutation { productCreate(product: { title: "Neu" }) { product { id } } }');
    own.simulator.faults.set("500");
    own.simulator.reset();
    expect((await own.query("{ productsCount { count } }")).data.productsCount.count).toBe(60);
    await own.simulator.close();
  });
});
