import { describe, expect, it } from "vitest";
import { Ga4Config } from "./config.js";

const key = {
  type: "service_account",
  client_email: "a@b.iam.gserviceaccount.com",
  private_key: "-----BEGIN PRIVATE KEY-----\n…",
  project_id: "p",
};
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

describe("the login", () => {
  it.each([
    ["a key file's text", { credentials: JSON.stringify(key) }],
    ["a key file in base64", { credentials: Buffer.from(JSON.stringify(key)).toString("base64") }],
    ["a key file read already", { credentials: key, subject: "wiebke@nordlicht-tee.example" }],
    ["a user's refresh token", { clientId: "i", clientSecret: "s", refreshToken: "r" }],
    ["an access token", { accessToken: "t" }],
  ])("may be %s", (_, login) => {
    expect(pathsOf(login)).toEqual([]);
  });

  it.each([
    ["nothing", {}, "credentials"],
    ["no key file", { credentials: "{}" }, "credentials"],
    ["two logins", { accessToken: "t", credentials: key }, "credentials"],
    ["a refresh token without its client", { refreshToken: "r", clientId: "i" }, "refreshToken"],
    ["a user to act for without a key", { accessToken: "t", subject: "a@b.example" }, "subject"],
  ])("may not be %s", (_, login, path) => {
    expect(pathsOf(login)).toEqual([path]);
  });

  it("shows nothing of a key file that it refuses", () => {
    const { error } = Ga4Config.safeParse({ credentials: '{"private_key":"canary"}' });
    expect(JSON.stringify(error?.issues)).not.toContain("canary");
  });
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
