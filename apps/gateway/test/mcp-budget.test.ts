import { createRegistry } from "@trunkline/registry";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { expect, test } from "vitest";
import { servedConnectors } from "../src/connectors.js";
import type { Gateway } from "../src/gateway.js";
import { curatedOperations } from "../src/mcp/curated.js";
import { createViews, type View } from "../src/mcp/views.js";
import { admin } from "./mcp-shop.js";

const registry = createRegistry({ connectors: servedConnectors.map(({ connector }) => connector) });
const never = () => {
  throw new Error("nothing is called here");
};
const gateway: Gateway = {
  registry,
  visible: () => registry.operations,
  call: never,
  items: never,
  download: never,
  upload: never,
};
const list = (view: "compact" | "all") => (createViews(gateway).find({ view }) as View).list(admin);

test("the compact list costs a model at most 6,000 tokens, schemas of answers included", () => {
  expect(encode(JSON.stringify({ tools: list("compact") })).length).toBeLessThanOrEqual(6_000);
});

test("every curated operation exists", () => {
  expect(curatedOperations.filter((id) => registry.operation(id) === undefined)).toEqual([]);
});

test("every operation has a tool, with a name that all hosts take", () => {
  const names = list("all").map(({ name }) => name);
  expect(new Set(names).size).toBe(registry.operations.length + 1);
  expect(names.filter((name) => !/^[A-Za-z0-9_-]{1,64}$/.test(name))).toEqual([]);
});

test("every input is described by an object schema that refuses unknown keys", () => {
  for (const { name, inputSchema } of list("all"))
    expect(inputSchema, name).toMatchObject({ type: "object", additionalProperties: false });
});
