import { isConnectorError } from "@trunkline/core";
import { describe, expect, it } from "vitest";
import { currencyFor, exactlyOne, given, isoTime } from "./inputs.js";

const refusalOf = (run: () => unknown) => {
  try {
    run();
  } catch (thrown) {
    if (isConnectorError(thrown)) return { code: thrown.code, outcome: thrown.outcome, issues: thrown.issues };
    throw thrown;
  }
  return undefined;
};

describe("exactlyOne", () => {
  it("gives the one field that is set, with its name", () => {
    expect(exactlyOne({ id: undefined, email: "jana@example.com" })).toEqual(["email", "jana@example.com"]);
  });

  it.each([
    ["none", {}],
    ["two", { id: "1", email: "jana@example.com" }],
  ])("refuses %s, naming every choice and where", (_, fields) => {
    expect(refusalOf(() => exactlyOne({ id: undefined, email: undefined, ...fields }, "match"))).toEqual({
      code: "INVALID_INPUT",
      outcome: "not_executed",
      issues: [{ path: "match", message: "Give exactly one of id, email" }],
    });
  });
});

describe("given", () => {
  it("keeps null, which clears a field, and drops what was left out", () => {
    expect(given({ note: null, tags: undefined, name: "" })).toEqual({ note: null, name: "" });
  });
});

describe("currencyFor", () => {
  it("asks for a currency as soon as one amount is there", () => {
    expect(refusalOf(() => currencyFor([undefined, "1.00"], undefined))?.issues).toMatchObject([
      { path: "currencyCode" },
    ]);
    expect(currencyFor([undefined], undefined)).toBe("");
    expect(currencyFor(["1.00"], "EUR")).toBe("EUR");
  });
});

describe("isoTime", () => {
  it.each([
    ["2026-11-01T08:30:00Z", true],
    ["2026-11-01T08:30:00+01:00", true],
    ["2026-11-01T08:30:00", false],
    ["2026-11-01", false],
  ])("%s: %s, because a time without zone means another moment in each shop", (text, accepted) => {
    expect(isoTime.safeParse(text).success).toBe(accepted);
  });
});
