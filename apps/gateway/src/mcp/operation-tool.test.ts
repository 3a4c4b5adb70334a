import { expect, test } from "vitest";
import { admin, createShopGateway } from "../../test/mcp-shop.js";
import { toBriefTool, toTool } from "./operation-tool.js";

const gateway = createShopGateway();
const toolOf = (id: string) => {
  const entry = gateway.registry.operation(id);
  if (!entry) throw new Error(`no ${id}`);
  return toTool(entry, gateway);
};
const call = (id: string, args: Record<string, unknown>) => toolOf(id).call(args, { principal: admin });
const dataOf = (answer: { readonly structuredContent: Readonly<Record<string, unknown>> }) =>
  answer.structuredContent.data;

test("a definition states name, title, effect and what repeating does", () => {
  expect(toolOf("shop.products.create").definition).toMatchObject({
    name: "shop_products_create",
    title: "Shop: products create",
    description: "Create a product. Changes data; repeating it may do it twice.",
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  });
  expect(toolOf("shop.products.delete").definition).toMatchObject({
    description: expect.stringContaining("Cannot be undone; repeating it changes nothing further."),
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true },
  });
  expect(toolOf("shop.products.get").definition.annotations).toEqual({
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: true,
  });
});

test("only writes take an idempotency key", () => {
  const inputs = (id: string) => Object.keys(toolOf(id).definition.inputSchema.properties as object);
  expect(inputs("shop.products.create")).toEqual(["title", "connection", "idempotencyKey", "fields"]);
  expect(inputs("shop.products.get")).not.toContain("idempotencyKey");
});

test("where the operation has an input of that name, its meaning wins", async () => {
  expect(toolOf("shop.reports.run").definition.inputSchema.properties).toMatchObject({
    connection: { description: "Its own meaning of the word" },
  });
  const answer = await call("shop.reports.run", { connection: "own" });
  expect(answer.isError).toBe(false);
  expect(gateway.calls.at(-1)).toMatchObject({ input: { connection: "own" } });
  expect(gateway.calls.at(-1)).not.toHaveProperty("connection");
});

test("what concerns the call is not passed on as input", async () => {
  await call("shop.products.create", { title: "Mug", connection: "default", idempotencyKey: "k1" });
  expect(gateway.calls.at(-1)).toMatchObject({
    operation: "shop.products.create",
    connection: "default",
    idempotencyKey: "k1",
    input: { title: "Mug" },
  });
});

test("a success is the envelope, as structure and as text", async () => {
  const answer = await call("shop.products.get", { id: "p1" });
  expect(answer).toMatchObject({
    isError: false,
    structuredContent: { ok: true, data: { id: "p1" }, warnings: [], meta: { operation: "shop.products.get" } },
  });
  expect(JSON.parse(answer.text)).toEqual(answer.structuredContent);
});

test("keeps the named fields and tells a misspelt one", async () => {
  const answer = await call("shop.products.list", { fields: ["id", "titel"] });
  expect(dataOf(answer)).toEqual({ products: [{ id: "p0" }, { id: "p1" }], nextCursor: "page2" });
  expect(answer.structuredContent.warnings).toEqual([
    expect.objectContaining({ code: "UNKNOWN_FIELD", message: expect.stringContaining('"titel"') }),
  ]);
});

test("a page that is too long loses whole items and tells how to see them", async () => {
  const answer = await call("shop.products.list", { limit: 100, textLength: 1_000 });
  expect(answer.text.length).toBeLessThan(42_000);
  expect(answer.structuredContent.warnings).toEqual([
    expect.objectContaining({ code: "TRUNCATED", message: expect.stringMatching(/limit: \d+/) }),
  ]);
});

test("a failure is an error with the envelope, and a text that says what to do", async () => {
  const answer = await call("shop.products.get", { id: "busy" });
  expect(answer).toMatchObject({
    isError: true,
    structuredContent: { ok: false, error: { code: "RATE_LIMITED", retryAfterMs: 2_500 } },
  });
  expect(answer.text).toContain("Call again after 3 s.");
});

test("an argument that the operation does not know is refused, not dropped", async () => {
  const answer = await call("shop.products.get", { id: "p1", colour: "red" });
  expect(answer.structuredContent).toMatchObject({ ok: false, error: { code: "INVALID_INPUT" } });
});

test.each([{ connection: 5 }, { fields: "id" }, { fields: [1] }])("%o is refused with its path", async (extra) => {
  const answer = await call("shop.products.get", { id: "p1", ...extra });
  expect(answer.structuredContent).toMatchObject({
    error: { code: "INVALID_INPUT", issues: [{ path: Object.keys(extra)[0] }] },
  });
});

test("an argument left out as null is as if it were not there", async () => {
  expect((await call("shop.products.get", { id: "p1", fields: null, connection: null })).isError).toBe(false);
});

test("a brief tool differs from the full one in its schemas alone", () => {
  const full = toolOf("shop.products.list");
  const { inputSchema, outputSchema, ...same } = toBriefTool(full).definition;
  expect(full.definition).toMatchObject(same);
  expect(JSON.stringify({ inputSchema, outputSchema }).length).toBeLessThan(JSON.stringify(full.definition).length);
});
