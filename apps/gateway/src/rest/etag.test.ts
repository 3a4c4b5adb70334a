import { describe, expect, it } from "vitest";
import { etagOf, isNotModified } from "./etag.js";

describe("etagOf", () => {
  it("is the same for the same data and another for other data", () => {
    expect(etagOf("{}")).toBe(etagOf("{}"));
    expect(etagOf("{}")).not.toBe(etagOf("[]"));
  });
});

describe("isNotModified", () => {
  const etag = etagOf("{}");
  it.each([
    [undefined, false],
    ["", false],
    ["*", true],
    [etag, true],
    [etag.replace("W/", ""), true],
    [`"x" ,  ${etag}`, true],
    ['"x"', false],
  ])("%j: %s", (header, expected) => expect(isNotModified(header, etag)).toBe(expected));
});
