import { describe, expect, it } from "vitest";
import { optionalBoolean, optionalInstant, optionalNumber, optionalText, optionalWireId, wireId } from "./scalars.js";

describe("values that Zoho writes in several ways", () => {
  it.each([
    ["0", undefined],
    [0, undefined],
    ["-1", undefined],
    ["", undefined],
    [null, undefined],
    [924194079, "924194079"],
    ["1784105487965154200", "1784105487965154200"],
    [{}, undefined],
  ])("an optional id %j is %j", (wire, expected) => {
    expect(optionalWireId.parse(wire)).toBe(expected);
  });

  it("an id that must be there is refused when it is not", () => {
    expect(wireId.safeParse("").success).toBe(false);
    expect(wireId.safeParse(null).success).toBe(false);
  });

  it.each([
    ["true", true],
    ["Yes", true],
    [1, true],
    ["1", true],
    [false, false],
    ["No", false],
    ["0", false],
    ["perhaps", undefined],
    [null, undefined],
  ])("%j is the truth value %j", (wire, expected) => {
    expect(optionalBoolean.parse(wire)).toBe(expected);
  });

  it.each([
    ["2048", 2048],
    [7, 7],
    ["", undefined],
    ["12 KB", undefined],
    [Number.NaN, undefined],
  ])("%j is the number %j", (wire, expected) => {
    expect(optionalNumber.safeParse(wire).data).toBe(expected);
  });

  it.each([
    ["1784100000123", "2026-07-15T07:20:00.123Z"],
    [1784100000123, "2026-07-15T07:20:00.123Z"],
    [-1, undefined],
    ["2026", "1970-01-01T00:00:02.026Z"],
    ["yesterday", undefined],
    ["9999999999999999", undefined],
  ])("%j is the instant %j", (wire, expected) => {
    expect(optionalInstant.parse(wire)).toBe(expected);
  });

  it("an empty text counts as missing", () => {
    expect(optionalText.parse("")).toBeUndefined();
    expect(optionalText.parse(7)).toBe("7");
  });
});
