import { expect, test } from "vitest";
import {
  briefSchema,
  deepFreeze,
  embeddable,
  leanSchema,
  outlineSchema,
  partialSchema,
  propertyPaths,
} from "./json-schema.js";

const person = {
  type: "object",
  properties: { name: { type: "string" }, required: { type: "string" } },
  required: ["name"],
};

test("a partial schema demands nothing, at no depth, and keeps a property called required", () => {
  const schema = partialSchema({ type: "array", items: { oneOf: [person, { type: "null" }] } });
  const partial = { type: "object", properties: person.properties };
  expect(schema).toEqual({ type: "array", items: { anyOf: [partial, { type: "null" }] } });
});

test("a lean schema drops bounds of safe integers and patterns that repeat a format", () => {
  expect(
    leanSchema({
      properties: {
        at: { format: "date", pattern: "x" },
        n: { minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
        code: { pattern: "^[A-Z]$" },
      },
    }),
  ).toEqual({
    properties: { at: { format: "date" }, n: { minimum: 1 }, code: { pattern: "^[A-Z]$" } },
  });
});

test("a brief schema drops patterns and bounds but no property of such a name", () => {
  expect(briefSchema({ properties: { pattern: { type: "string", pattern: "x", maxLength: 3 } } })).toEqual({
    properties: { pattern: { type: "string" } },
  });
});

test("definitions move to the root", () => {
  const { schema, defs } = embeddable({
    $schema: "x",
    type: "object",
    properties: { a: { $ref: "#/$defs/a" } },
    $defs: { a: { type: "string" } },
  });
  expect(schema).toEqual({ type: "object", properties: { a: { $ref: "#/$defs/a" } } });
  expect(defs).toEqual({ a: { type: "string" } });
});

test("a schema that refers to its own root becomes a definition", () => {
  const { schema, defs } = embeddable({ type: "object", properties: { child: { $ref: "#" } } });
  expect(schema).toEqual({ $ref: "#/$defs/root" });
  expect(defs).toEqual({ root: { type: "object", properties: { child: { $ref: "#/$defs/root" } } } });
});

test("paths step through lists, unions and references, nearest first", () => {
  const schema = {
    properties: {
      rows: { type: "array", items: { anyOf: [person, { type: "null" }] } },
      owner: { $ref: "#/$defs/person" },
    },
    $defs: { person },
  };
  expect(propertyPaths(schema, 100)).toEqual([
    "rows",
    "owner",
    "rows.name",
    "rows.required",
    "owner.name",
    "owner.required",
  ]);
  expect(propertyPaths(schema, 2)).toEqual(["rows", "owner"]);
});

test("paths of a schema that contains itself come to an end", () => {
  const schema = { properties: { child: { $ref: "#" } } };
  expect(propertyPaths(schema, 100).length).toBeLessThan(10);
});

test("freezes all the way down", () => {
  const value = deepFreeze({ a: { b: [1] } });
  expect(() => (value.a.b as number[]).push(2)).toThrow(TypeError);
});

test("an outline tells names, types and first clauses, and of what lies deep the type alone", () => {
  const filter = {
    type: "object",
    properties: { op: { type: "string", description: "How", enum: ["is"] }, list: { type: "array", items: {} } },
    required: ["op"],
    additionalProperties: false,
  };
  const schema = {
    type: "object",
    properties: {
      host: {
        type: "string",
        description: "Host, e.g. a.example; never a path. Lower case",
        maxLength: 9,
        default: "a",
      },
      filters: { type: "array", items: filter, description: "All must hold" },
      limit: { type: "integer", description: "Items per page", minimum: 1 },
    },
    required: ["host"],
    additionalProperties: false,
  };
  expect(outlineSchema(schema)).toEqual({
    type: "object",
    properties: {
      host: { type: "string", description: "Host, e.g. a.example" },
      filters: {
        type: "array",
        items: {
          type: "object",
          properties: { op: { type: "string", enum: ["is"] }, list: { type: "array" } },
          required: ["op"],
        },
        description: "All must hold",
      },
      limit: { type: "integer" },
    },
    required: ["host"],
    additionalProperties: false,
  });
});
