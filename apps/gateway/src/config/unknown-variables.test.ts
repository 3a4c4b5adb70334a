import { expect, it } from "vitest";
import { unknownVariables } from "./unknown-variables.js";
import { variables } from "./variables.js";

const findings = (...names: string[]) =>
  unknownVariables(Object.fromEntries(names.map((name) => [name, "1"])), ["shop"]);

it("knows every variable of the gateway, every limit and what the command line reads", () => {
  const own = Object.values(variables).map(({ name }) => name as string);
  expect(
    findings(...own, "TRUNKLINE_MAX_RETRIES", "TRUNKLINE_SHOP_MAX_RETRIES", "TRUNKLINE_API_KEY", "SHOP_TOKEN", "PATH"),
  ).toEqual([]);
});

it("names what it does not know, with what was probably meant", () => {
  expect(findings("TRUNKLINE_PRT")).toEqual(["TRUNKLINE_PRT: the gateway has no such variable"]);
  expect(findings("TRUNKLINE_MAX_RETRY")[0]).toContain("did you mean TRUNKLINE_MAX_RETRIES?");
  expect(findings("TRUNKLINE_SHIP_MAX_RETRIES")).toHaveLength(1);
});
