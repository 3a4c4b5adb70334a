import { expect, test } from "vitest";
import { admin, createShopGateway, reader } from "../../test/mcp-shop.js";
import type { ToolContext } from "./tool.js";
import { createViews, type View } from "./views.js";

const setUp = (options: Parameters<typeof createShopGateway>[0] = {}) => {
  const gateway = createShopGateway(options);
  const view = createViews(gateway).find({ view: "compact" }) as View;
  const call = async (name: string, args: Record<string, unknown>, context: ToolContext = { principal: admin }) => {
    const answer = await view.tool(name)?.call(args, context);
    if (!answer) throw new Error(`no tool ${name}`);
    return answer;
  };
  return { gateway, view, call };
};
// biome-ignore lint/suspicious/noExplicitAny: answers have every shape
const dataOf = (answer: { readonly structuredContent: any }) => answer.structuredContent.data;

test("search answers ids, the tool that calls them, and the first one's input schema", async () => {
  const { operations } = dataOf(await setUp().call("search_operations", { query: "throw away an article" }));
  expect(operations[0]).toMatchObject({
    id: "shop.products.delete",
    effect: "destroy",
    callWith: "call_destructive",
    inputSchema: { type: "object" },
  });
  expect(operations.slice(1).every((found: object) => !("inputSchema" in found))).toBe(true);
});

test("search can be narrowed to an effect and to names", async () => {
  const { operations } = dataOf(
    await setUp().call("search_operations", { query: "product", effect: "write", detail: "names" }),
  );
  expect(operations).toEqual(["shop.products.create"]);
});

test("search finds only what the caller may use", async () => {
  const { operations } = dataOf(
    await setUp().call("search_operations", { query: "delete product", detail: "names" }, { principal: reader }),
  );
  expect(operations).not.toContain("shop.products.delete");
});

test("what a flag switches off is not found any more", async () => {
  const { operations } = dataOf(
    await setUp({ flags: "*.destroy=off" }).call("search_operations", { query: "delete product", detail: "names" }),
  );
  expect(operations).not.toContain("shop.products.delete");
});

test("a search without a hit says what there is", async () => {
  const data = dataOf(await setUp().call("search_operations", { query: "zzzz qqqq" }));
  expect(data).toMatchObject({ operations: [], hint: expect.stringContaining("Connectors: shop") });
});

test("describe gives input, output fields and effect, and similar ids for unknown ones", async () => {
  const data = dataOf(
    await setUp().call("describe_operation", { ids: ["shop.products.list", "shop.products.list", "shop.product.get"] }),
  );
  expect(data.operations).toHaveLength(1);
  expect(data.operations[0]).toMatchObject({
    id: "shop.products.list",
    pageItems: "products",
    outputFields: expect.arrayContaining(["products.owner.city"]),
  });
  expect(data.unknown).toEqual([{ id: "shop.product.get", similar: expect.arrayContaining(["shop.products.get"]) }]);
});

test.each([
  ["call_read", "shop.products.get", { id: "p1" }],
  ["call_write", "shop.products.create", { title: "Mug" }],
  ["call_destructive", "shop.products.delete", { id: "p1" }],
])("%s calls %s", async (name, operation, args) => {
  const answer = await setUp().call(name, { operation, arguments: args });
  expect(answer.structuredContent).toMatchObject({ ok: true, meta: { operation } });
});

test.each([
  ["call_read", "shop.products.create", "call_write"],
  ["call_read", "shop.products.delete", "call_destructive"],
  ["call_write", "shop.products.get", "call_read"],
  ["call_write", "shop.products.delete", "call_destructive"],
  ["call_destructive", "shop.products.create", "call_write"],
])("%s refuses %s and names %s", async (name, operation, right) => {
  const { call, gateway } = setUp();
  const answer = await call(name, { operation, arguments: {} });
  expect(answer.isError).toBe(true);
  expect(answer.text).toContain(right);
  expect(gateway.calls).toEqual([]);
});

test("an unknown operation is answered with similar ones", async () => {
  const answer = await setUp().call("call_read", { operation: "shop.products.fetch" });
  expect(answer.text).toContain("Similar: ");
  expect(answer.structuredContent).toMatchObject({ error: { code: "UNKNOWN_OPERATION" } });
});

test("connection, key and fields reach the call", async () => {
  const { call, gateway } = setUp();
  const answer = await call("call_write", {
    operation: "shop.products.create",
    arguments: { title: "Mug" },
    connection: "default",
    idempotencyKey: "k",
    fields: ["title"],
  });
  expect(gateway.calls[0]).toMatchObject({ connection: "default", idempotencyKey: "k", input: { title: "Mug" } });
  expect(dataOf(answer)).toEqual({ title: "Mug" });
});

test("arguments that do not fit are refused with their paths", async () => {
  const answer = await setUp().call("call_read", { operation: "shop.products.get", argument: {} });
  expect(answer.structuredContent).toMatchObject({
    error: { code: "INVALID_INPUT", issues: [{ message: expect.stringContaining("argument") }] },
  });
});

test("list_connections tells the health of what the caller may use", async () => {
  const { call } = setUp();
  expect(dataOf(await call("list_connections", {}))).toMatchObject({
    connections: [{ connector: "shop", connection: "default", mode: "mock" }],
  });
  const stranger = { principal: { id: "k3", name: "other", scopes: ["mail:read"] } };
  expect(dataOf(await call("list_connections", {}, stranger))).toEqual({ connections: [] });
});
