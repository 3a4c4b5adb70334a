import { describe, expect, it } from "vitest";
import { ConnectorError } from "../errors/connector-error.js";
import { limitVariable } from "./limit-variables.js";
import { defaultLimits, type LimitName, limitSpecs } from "./limits.js";
import { limitsTable } from "./limits-table.js";
import { completeLimits, readLimits, unknownLimitVariables } from "./read-limits.js";

const failureOf = (env: Record<string, string>, connectorId?: string): ConnectorError => {
  try {
    readLimits(env, connectorId);
  } catch (error) {
    if (error instanceof ConnectorError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
};

describe("readLimits", () => {
  it("reads nothing from an environment that sets nothing", () => {
    expect(readLimits({ PATH: "/bin", TRUNKLINE_FLAGS: "shopify=off", TRUNKLINE_DEADLINE_MS: " " })).toEqual({});
  });

  it("lets a connector's own variable win over the common one", () => {
    const env = { TRUNKLINE_DEADLINE_MS: "1000", TRUNKLINE_BING_WMT_DEADLINE_MS: "2000", TRUNKLINE_MAX_RETRIES: "1" };
    expect(readLimits(env, "bing-wmt")).toEqual({ deadlineMs: 2_000, maxRetries: 1 });
    expect(readLimits(env, "gsc")).toEqual({ deadlineMs: 1_000, maxRetries: 1 });
    expect(readLimits(env)).toEqual({ deadlineMs: 1_000, maxRetries: 1 });
  });

  it.each([
    ["deadlineMs", "1500", 1_500],
    ["deadlineMs", "500ms", 500],
    ["deadlineMs", "30s", 30_000],
    ["deadlineMs", " 2 m ", 120_000],
    ["deadlineMs", "1.5h", 5_400_000],
    ["deadlineMs", "0.1S", 100],
    ["maxReplyBytes", "64MiB", 67_108_864],
    ["maxReplyBytes", "64mb", 64_000_000],
    ["maxReplyBytes", "512KiB", 524_288],
    ["maxReplyBytes", "2048", 2_048],
    ["maxRetries", "0", 0],
    ["bulkLaneShare", "0.25", 0.25],
    ["bulkLaneShare", "35%", 0.35],
  ] satisfies [LimitName, string, number][])("reads %s from %j", (name, text, value) => {
    expect(readLimits({ [limitVariable(name)]: text })).toEqual({ [name]: value });
  });

  it.each([
    ["deadlineMs", "soon"],
    ["deadlineMs", "-1"],
    ["deadlineMs", "1e5"],
    ["deadlineMs", "30 sec"],
    ["deadlineMs", "0"],
    ["deadlineMs", "99"],
    ["deadlineMs", "2d"],
    ["deadlineMs", "100.5"],
    ["deadlineMs", "64MiB"],
    ["maxReplyBytes", "10s"],
    ["maxRetries", "11"],
    ["maxRetries", "1.5"],
    ["maxRetries", "2ms"],
    ["bulkLaneShare", "1"],
    ["bulkLaneShare", "100%"],
  ] satisfies [LimitName, string][])("refuses %s set to %j", (name, text) => {
    expect(failureOf({ [limitVariable(name)]: text })).toMatchObject({ issues: [{ path: limitVariable(name) }] });
  });

  it("names every bad variable in one error, with what is allowed", () => {
    const error = failureOf(
      { TRUNKLINE_DEADLINE_MS: "soon", TRUNKLINE_GSC_MAX_RETRIES: "many", TRUNKLINE_SHOPIFY_MAX_RETRIES: "many" },
      "gsc",
    );
    expect(error.code).toBe("NOT_CONFIGURED");
    expect(error.issues).toEqual([
      { path: "TRUNKLINE_DEADLINE_MS", message: expect.stringContaining("from 100 ms to 1 d") },
      { path: "TRUNKLINE_GSC_MAX_RETRIES", message: expect.stringContaining("a whole number, from 0 to 10") },
    ]);
    expect(error.message).toContain("TRUNKLINE_DEADLINE_MS must be");
    expect(error.message).toContain("TRUNKLINE_GSC_MAX_RETRIES must be");
  });
});

describe("completeLimits", () => {
  it("fills up with the defaults, also where a value is undefined", () => {
    expect(completeLimits({ maxRetries: 0, deadlineMs: undefined })).toEqual({ ...defaultLimits, maxRetries: 0 });
  });
});

describe("unknownLimitVariables", () => {
  const suggestionsFor = (...names: string[]) =>
    unknownLimitVariables(Object.fromEntries(names.map((name) => [name, "1"])), ["shopify", "bing-wmt"]);

  it.each([
    ["TRUNKLINE_DEADLNE_MS", "TRUNKLINE_DEADLINE_MS"],
    ["TRUNKLINE_DEADLINE", "TRUNKLINE_DEADLINE_MS"],
    ["TRUNKLINE_deadline_ms", "TRUNKLINE_DEADLINE_MS"],
    ["TRUNKLINE_MAX_RETRY", "TRUNKLINE_MAX_RETRIES"],
    ["TRUNKLINE_SHOPFY_MAX_RETRIES", "TRUNKLINE_SHOPIFY_MAX_RETRIES"],
    ["TRUNKLINE_BINGWMT_MAX_SOCKETS", "TRUNKLINE_BING_WMT_MAX_SOCKETS"],
    ["TRUNKLINE_BREAKER_OPENMS", "TRUNKLINE_BREAKER_OPEN_MS"],
  ])("suggests for %s what was meant", (variable, meant) => {
    expect(suggestionsFor(variable)).toEqual([`${variable}: did you mean ${meant}?`]);
  });

  it("names the connectors there are when a limit is set for another", () => {
    expect(suggestionsFor("TRUNKLINE_ETSY_MAX_RETRIES")).toEqual([expect.stringContaining("SHOPIFY, BING_WMT")]);
  });

  it("passes over what is no limit or is one", () => {
    const fine = ["TRUNKLINE_FLAGS", "TRUNKLINE_RECORDINGS", "TRUNKLINE_PORT", "DEADLINE_MS", "TRUNKLINE_MAX_RETRIES"];
    expect(suggestionsFor(...fine, "TRUNKLINE_BING_WMT_MAX_RETRIES")).toEqual([]);
  });
});

describe("the table of limits", () => {
  it.each(Object.entries(limitSpecs))("has a default within the bounds of %s", (_name, spec) => {
    expect(spec.default).toBeGreaterThanOrEqual(spec.min);
    expect(spec.default).toBeLessThanOrEqual(spec.max);
  });

  it("has a row for every limit, in readable units", () => {
    const rows = limitsTable().trimEnd().split("\n");
    expect(rows).toHaveLength(2 + Object.keys(limitSpecs).length);
    expect(rows).toContain(
      "| `deadlineMs` | `TRUNKLINE_DEADLINE_MS` | 30 s | 100 ms – 1 d | Longest whole call, waits and repeats included |",
    );
    expect(limitsTable()).toContain("| 32 MiB | 1 KiB – 1 GiB |");
  });
});
