import { describe, expect, it } from "vitest";
import { GscConfig } from "./config.js";

const user = { clientId: "i", clientSecret: "s", refreshToken: "r" };
const key = { type: "service_account", client_email: "a@b.example", private_key: "CANARY" };
const problems = (config: unknown): string => {
  const parsed = GscConfig.safeParse(config);
  return parsed.success ? "" : JSON.stringify(parsed.error.issues);
};

describe("the configuration", () => {
  it.each([
    [user],
    [{ accessToken: "t" }],
    [{ credentialsFile: "/key.json", subject: "a@b.example" }],
    [{ credentials: key }],
  ])("takes one login: %#", (config) => expect(problems(config)).toBe(""));

  it("writes unless told otherwise", () => expect(GscConfig.parse(user).access).toBe("write"));

  it.each([
    ["no login", {}, "Give credentials"],
    ["two logins", { ...user, accessToken: "t" }, "Give one login"],
    ["a refresh token alone", { refreshToken: "r" }, "needs clientId and clientSecret"],
    ["a user who acts for a user", { ...user, subject: "a@b.example" }, "Only a service account's key"],
    ["an access token that impersonates", { accessToken: "t", impersonate: "a@b.example" }, "plain access token"],
    ["a path in place of JSON", { credentials: "/run/key.json" }, "Expected the JSON of a credential"],
    ["an unknown type", { credentials: { type: "gdch_service_account" } }, "Expected a credential of type"],
    ["another cloud", { credentials: { ...key, universe_domain: "example.cloud" } }, "Only googleapis.com is known"],
    ["a property without its slash", { ...user, siteUrl: "https://tee.example" }, "closing slash"],
    ["an unknown field", { ...user, token: "x" }, "token"],
  ])("refuses %s", (_, config, message) => expect(problems(config)).toContain(message));

  it("never shows what it was given", () => {
    expect(problems({ credentials: { ...key, client_email: 5 } })).not.toContain("CANARY");
    expect(problems({ credentials: `{"private_key":"CANARY"` })).not.toContain("CANARY");
  });
});
