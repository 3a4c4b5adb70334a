import { describe, expect, it } from "vitest";
import { z } from "zod";
import { parseQueryInput } from "./query-input.js";

const schemaOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: "input" }) as Record<string, unknown>;

describe("parseQueryInput", () => {
  const Node = z.object({ name: z.string() });
  const schema = schemaOf(
    z.object({
      text: z.string().optional(),
      maybe: z.string().nullable().optional(),
      size: z.union([z.number(), z.literal("all")]).optional(),
      count: z.number().int().optional(),
      ids: z.array(z.string()).optional(),
      idOrIds: z.union([z.string(), z.array(z.string())]).optional(),
      kind: z.enum(["a", "b"]).optional(),
      nodes: z.array(Node).optional(),
      node: Node.optional(),
      flag: z.literal(true).optional(),
    }),
  );

  it.each([
    [{ text: "12" }, { text: "12" }],
    [{ text: "true" }, { text: "true" }],
    [{ text: "" }, { text: "" }],
    [{ maybe: "null" }, { maybe: "null" }],
    [{ count: "12" }, { count: 12 }],
    [{ count: "-3" }, { count: -3 }],
    [{ count: "1e3" }, { count: 1000 }],
    [{ count: "0x10" }, { count: "0x10" }],
    [{ count: "" }, { count: "" }],
    [{ count: "Infinity" }, { count: "Infinity" }],
    [{ size: "all" }, { size: "all" }],
    [{ ids: "a" }, { ids: ["a"] }],
    [{ ids: "a,b" }, { ids: ["a,b"] }],
    [{ ids: ["a", "b"] }, { ids: ["a", "b"] }],
    [{ ids: '["a","b"]' }, { ids: ["a", "b"] }],
    [{ idOrIds: "a" }, { idOrIds: "a" }],
    [{ idOrIds: ["a", "b"] }, { idOrIds: ["a", "b"] }],
    [{ kind: "a" }, { kind: "a" }],
    [{ flag: "true" }, { flag: true }],
    [{ node: '{"name":"x"}' }, { node: { name: "x" } }],
    [{ nodes: ['{"name":"x"}', '{"name":"y"}'] }, { nodes: [{ name: "x" }, { name: "y" }] }],
    [{ unknown: "x" }, { unknown: "x" }],
    [{ constructor: "x" }, { constructor: "x" }],
  ])("reads %j as %j", (query, expected) => {
    expect(parseQueryInput(query as never, schema)).toEqual(expected);
  });

  it("names every value that text cannot say", () => {
    const query = { node: "{broken", text: ["a", "b"] };
    expect(() => parseQueryInput(query, schema)).toThrow("node: must be JSON; text: given more than once");
  });

  it("does not let a name reach the prototype", () => {
    const input = parseQueryInput(JSON.parse('{"__proto__":"x"}') as never, schema);
    expect(Object.getPrototypeOf(input)).toBe(Object.prototype);
    expect(Object.keys(input)).toEqual(["__proto__"]);
  });

  it("follows definitions that refer to themselves", () => {
    type Tree = { name: string; children?: Tree[] };
    const Tree: z.ZodType<Tree> = z.lazy(() => z.object({ name: z.string(), children: z.array(Tree).optional() }));
    expect(parseQueryInput({ root: '{"name":"a"}' }, schemaOf(z.object({ root: Tree })))).toEqual({
      root: { name: "a" },
    });
  });
});
