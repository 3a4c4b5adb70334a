import { isConnectorError } from "@trunkline/core";
import { describe, expect, it } from "vitest";
import { holdsScope, parseScopes, scopeOf, scopesOf } from "./scopes.js";

const principal = (...scopes: string[]) => ({ id: "k", name: "k", scopes });

describe("holdsScope", () => {
  it.each([
    ["shop:read", "read", true],
    ["shop:read", "write", false],
    ["shop:write", "read", true],
    ["shop:write", "destroy", false],
    ["shop:destroy", "write", true],
    ["*:write", "write", true],
    ["admin", "destroy", true],
    ["other:destroy", "read", false],
    ["shop:constructor", "read", false],
    ["shop", "read", false],
  ] as const)("%s lets a %s through: %s", (scope, effect, expected) => {
    expect(holdsScope(principal(scope), "shop", effect)).toBe(expected);
  });

  it("lets nothing through without scopes", () => {
    expect(holdsScope(principal(), "shop", "read")).toBe(false);
  });
});

describe("parseScopes", () => {
  it("drops repeats", () => expect(parseScopes(["*:read", "*:read", "admin"])).toEqual(["*:read", "admin"]));

  it.each([[["shop"]], [["shop:everything"]], [["Shop:read"]], [["*"]], [[]]])("refuses %j", (scopes) => {
    try {
      parseScopes(scopes);
      expect.unreachable();
    } catch (error) {
      expect(isConnectorError(error) && error.code).toBe("INVALID_INPUT");
    }
  });
});

it("an operation that runs others needs the right to read at each of their connectors, named once", () => {
  const uses = ["gsc.sites.list", "gsc.searchAnalytics.query", "bing-wmt.stats.pages"];
  const needed = scopesOf({ connector: "insights", effect: "read", uses });
  expect(needed.map(scopeOf)).toEqual(["insights:read", "gsc:read", "bing-wmt:read"]);
});
