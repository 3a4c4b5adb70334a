import { describe, expect, it } from "vitest";
import { Ga4Config } from "./config.js";

const pathsOf = (config: unknown): readonly string[] =>
  Ga4Config.safeParse(config).error?.issues.map(({ path }) => path.join(".")) ?? [];

describe("the property", () => {
  it.each(["470100200", " 470100200 ", "properties/470100200", 470100200])("is understood as %j", (propertyId) => {
    expect(Ga4Config.parse({ propertyId, accessToken: "t" }).propertyId).toBe("470100200");
  });

  it.each(["G-NORDLICHT1", "UA-1-2", "", "47a", -1])("is refused as %j", (propertyId) => {
    expect(pathsOf({ propertyId, accessToken: "t" })).toEqual(["propertyId"]);
  });
});

it.each([
  ["no login", {}, "credentials"],
  ["two logins", { accessToken: "t", credentialsFile: "/key.json" }, "credentials"],
])("refuses %s", (_, config, path) => {
  expect(pathsOf(config)).toEqual([path]);
});

it.each([
  [true, true],
  ["true", true],
  ["1", true],
  ["on", true],
  ["false", false],
  [undefined, false],
])("understands a switch that says %j", (allowCollect, on) => {
  expect(Ga4Config.parse({ accessToken: "t", allowCollect }).allowCollect).toBe(on);
});
