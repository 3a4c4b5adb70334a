import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Bench, startBench } from "./simulator-client.js";

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.simulator.close());

const run = async (query: string, groupObjects = false) =>
  (
    await bench.query(
      "mutation($q: String!, $g: Boolean!) { bulkOperationRunQuery(query: $q, groupObjects: $g) { bulkOperation { id status url objectCount } userErrors { field message code } } }",
      { q: query, g: groupObjects },
    )
  ).data.bulkOperationRunQuery;
const poll = async (id: string) =>
  (
    await bench.query(
      "query($id: ID!) { bulkOperation(id: $id) { status errorCode objectCount rootObjectCount fileSize url partialDataUrl completedAt } }",
      { id },
    )
  ).data.bulkOperation;
const download = async (url: string) => {
  const response = await fetch(url);
  const text = await response.text();
  return {
    response,
    text,
    rows: text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
  };
};
const products = "{ products { edges { node { id title } } } }";

describe("running", () => {
  it("goes through its states and ends with a file", async () => {
    const { bulkOperation, userErrors } = await run(products);
    expect([userErrors, bulkOperation.status, bulkOperation.url, bulkOperation.objectCount]).toEqual([
      [],
      "CREATED",
      null,
      "0",
    ]);
    await bench.clock.advance(50);
    expect((await poll(bulkOperation.id)).status).toBe("RUNNING");
    await bench.clock.advance(100);
    const done = await poll(bulkOperation.id);
    expect(done).toMatchObject({
      status: "COMPLETED",
      errorCode: null,
      objectCount: "60",
      rootObjectCount: "60",
      partialDataUrl: null,
    });
    const { rows, text, response } = await download(done.url);
    expect([rows.length, String(Buffer.byteLength(text)), response.headers.get("content-type")]).toEqual([
      60,
      done.fileSize,
      "application/jsonl",
    ]);
    expect(Object.keys(rows[0])).toEqual(["id", "title"]);
  });

  it("escapes slashes as the service does", async () => {
    const { bulkOperation } = await run(products);
    await bench.clock.advance(200);
    expect((await download((await poll(bulkOperation.id)).url)).text).toContain("gid:\\/\\/shopify\\/Product\\/");
  });

  it("takes every row, whatever first says, and more than a page holds", async () => {
    const { bulkOperation } = await run("{ orders(first: 10) { edges { node { id } } } }");
    await bench.clock.advance(200);
    expect((await poll(bulkOperation.id)).objectCount).toBe("600");
  });

  it("gives children a parent, after all parents or right behind their own", async () => {
    const nested =
      '{ products(query: "tag:rooibos") { edges { node { id variants { edges { node { id sku } } } } } } }';
    const [apart, grouped] = [await run(nested), await run(nested, true)];
    await bench.clock.advance(200);
    const files = await Promise.all(
      [apart, grouped].map(async ({ bulkOperation }) => (await download((await poll(bulkOperation.id)).url)).rows),
    );
    const shape = (rows: readonly Record<string, string>[]) =>
      rows.map(({ __parentId }) => (__parentId ? "child" : "parent")).join(" ");
    expect(shape(files[0] ?? [])).toMatch(/^(parent ){4}(child ?){12}$/);
    expect(shape(files[1] ?? [])).toMatch(/^(parent (child ?){3}){4}$/);
    expect(files[0]?.at(-1)).toEqual({
      id: expect.stringContaining("ProductVariant"),
      sku: expect.any(String),
      __parentId: files[0]?.[3].id,
    });
  });

  it("has no url when nothing was found", async () => {
    const { bulkOperation } = await run('{ products(query: "handle:none") { edges { node { id } } } }');
    await bench.clock.advance(200);
    expect(await poll(bulkOperation.id)).toMatchObject({ status: "COMPLETED", url: null, objectCount: "0" });
  });

  it("fails when the token lacks a scope", async () => {
    const { token } = bench.simulator.issueToken({ scopes: ["read_orders"] });
    const { data } = await bench.query(
      "mutation($q: String!) { bulkOperationRunQuery(query: $q, groupObjects: false) { bulkOperation { id } } }",
      { q: products },
      { token },
    );
    await bench.clock.advance(200);
    expect(await poll(data.bulkOperationRunQuery.bulkOperation.id)).toMatchObject({
      status: "FAILED",
      errorCode: "ACCESS_DENIED",
      url: null,
    });
  });

  it("keeps the file from who has not the signed address", async () => {
    const { bulkOperation } = await run(products);
    await bench.clock.advance(200);
    expect((await fetch(String((await poll(bulkOperation.id)).url).split("?")[0] ?? "")).status).toBe(404);
  });
});

describe("limits", () => {
  it("refuses a sixth at once and names the five", async () => {
    const five = [];
    for (let count = 0; count < 5; count += 1) five.push((await run(products)).bulkOperation.id);
    const { bulkOperation, userErrors } = await run(products);
    expect([bulkOperation, userErrors]).toEqual([
      null,
      [
        {
          field: null,
          code: "OPERATION_IN_PROGRESS",
          message: `A bulk query operation for this app and shop is already in progress: ${five.join(", ")}.`,
        },
      ],
    ]);
    await bench.clock.advance(200);
    expect((await run(products)).userErrors).toEqual([]);
  });

  it.each([
    [
      "nodes in place of edges",
      "{ products { nodes { id } } }",
      /^All connection fields in a bulk query must select .* Invalid connection fields: 'products'\.$/,
    ],
    [
      "a parent without id",
      "{ products { edges { node { title variants { edges { node { id } } } } } } }",
      /Connection fields without 'id': products\.$/,
    ],
    ["no connection", "{ shop { id } }", /at least one connection/],
    [
      "a node at the top",
      'query { node(id: "gid://shopify/Product/1") { id } products { edges { node { id } } } }',
      /top level `node`/,
    ],
    [
      "three levels",
      "{ products { edges { node { id variants { edges { node { id metafields { edges { node { id } } } } } } } } } }",
      /nesting depth/,
    ],
    ["a field that does not exist", "{ products { edges { node { colour } } } }", /colour/],
    [
      "a mutation",
      'mutation { tagsAdd(id: "gid://shopify/Product/1", tags: []) { userErrors { message } } }',
      /only queries/,
    ],
  ])("refuses %s", async (_, query, message) => {
    const { bulkOperation, userErrors } = await run(query);
    expect(bulkOperation).toBeNull();
    expect(userErrors).toEqual([{ field: ["query"], code: "INVALID", message: expect.stringMatching(message) }]);
  });
});

describe("cancelling", () => {
  const cancel = async (id: string) =>
    (
      await bench.query(
        "mutation($id: ID!) { bulkOperationCancel(id: $id) { bulkOperation { status } userErrors { message } } }",
        { id },
      )
    ).data.bulkOperationCancel;

  it("stops one that runs", async () => {
    const { bulkOperation } = await run(products);
    expect((await cancel(bulkOperation.id)).bulkOperation.status).toBe("CANCELING");
    await bench.clock.advance(500);
    expect(await poll(bulkOperation.id)).toMatchObject({
      status: "CANCELED",
      completedAt: null,
      url: null,
      partialDataUrl: null,
    });
  });

  it("says that it is too late", async () => {
    const { bulkOperation } = await run(products);
    await bench.clock.advance(200);
    expect((await cancel(bulkOperation.id)).userErrors).toEqual([
      { message: "A bulk operation cannot be canceled when it is completed" },
    ]);
  });
});

it("lists operations by status", async () => {
  const { bulkOperation } = await run(products);
  await bench.clock.advance(200);
  const { data } = await bench.query(
    '{ done: bulkOperations(first: 5, query: "status:completed") { nodes { id } } busy: bulkOperations(first: 5, query: "status:running") { nodes { id } } currentBulkOperation { id } none: bulkOperation(id: "gid://shopify/BulkOperation/0") { id } }',
  );
  expect(data).toEqual({
    done: { nodes: [{ id: bulkOperation.id }] },
    busy: { nodes: [] },
    currentBulkOperation: { id: bulkOperation.id },
    none: null,
  });
});
