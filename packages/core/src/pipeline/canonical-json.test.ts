import { describe, expect, it } from "vitest";
import { canonicalJson } from "./canonical-json.js";

describe("canonicalJson", () => {
  it.each([
    [{ b: 1, a: { d: [1, { f: 2, e: 3 }], c: null } }, '{"a":{"c":null,"d":[1,{"e":3,"f":2}]},"b":1}'],
    [{ a: undefined, b: 1 }, '{"b":1}'],
    [[undefined, null], "[null,null]"],
    ["é\n", '"é\\n"'],
    [undefined, "null"],
    [new Date(0), '"1970-01-01T00:00:00.000Z"'],
    [{}, "{}"],
  ])("writes %j as %s", (value, text) => expect(canonicalJson(value)).toBe(text));

  it("survives integers beyond JSON", () => expect(canonicalJson({ n: 12n })).toBe('{"n":12n}'));

  it("keeps the order of lists", () => expect(canonicalJson([2, 1])).not.toBe(canonicalJson([1, 2])));
});
