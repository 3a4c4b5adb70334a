import { describe, expect, it } from "vitest";
import { Condition, toFilter } from "./filters.js";

const one = (condition: Parameters<typeof Condition.parse>[0]) => toFilter("filters", [Condition.parse(condition)]);

describe("conditions", () => {
  it("are no filter when there are none", () => {
    expect(toFilter("filters", undefined)).toBeUndefined();
    expect(toFilter("filters", [])).toBeUndefined();
  });

  it.each([
    [{ field: "city", value: "Leer" }, { stringFilter: { matchType: "EXACT", value: "Leer" } }],
    [
      { field: "city", op: "matches", value: "L.*", caseSensitive: true },
      { stringFilter: { matchType: "FULL_REGEXP", value: "L.*", caseSensitive: true } },
    ],
    [{ field: "city", op: "in", values: ["Leer"] }, { inListFilter: { values: ["Leer"] } }],
    [{ field: "city", op: "empty" }, { emptyFilter: {} }],
    [
      { field: "sessions", op: "gte", value: 5 },
      { numericFilter: { operation: "GREATER_THAN_OR_EQUAL", value: { int64Value: "5" } } },
    ],
    [
      { field: "bounceRate", op: "lt", value: 0.5 },
      { numericFilter: { operation: "LESS_THAN", value: { doubleValue: 0.5 } } },
    ],
    [
      { field: "sessions", op: "between", value: 1, to: 2.5 },
      { betweenFilter: { fromValue: { int64Value: "1" }, toValue: { doubleValue: 2.5 } } },
    ],
  ])("%j", (condition, test) => {
    expect(one(condition)).toEqual({ filter: { fieldName: condition.field, ...test } });
  });

  it.each([
    [{ field: "a", op: "in" }, "filters.0.values"],
    [{ field: "a", op: "contains" }, "filters.0.value"],
    [{ field: "a", op: "gt", value: "5" }, "filters.0.value"],
    [{ field: "a", op: "between", value: 1 }, "filters.0.to"],
  ])("%j are refused at %s", (condition, path) => {
    expect(() => one(condition)).toThrowError(
      expect.objectContaining({ code: "INVALID_INPUT", issues: [expect.objectContaining({ path })] }),
    );
  });

  it.each(["accessFilter", "funnelFieldFilter"] as const)(
    "are refused as empty in an %s, which has no such test",
    (leaf) => {
      const groups = [Condition.parse({ field: "city", op: "empty" })];
      expect(() => toFilter("filters", groups, leaf)).toThrowError(
        expect.objectContaining({ code: "INVALID_INPUT", issues: [expect.objectContaining({ path: "filters.0.op" })] }),
      );
    },
  );
});
