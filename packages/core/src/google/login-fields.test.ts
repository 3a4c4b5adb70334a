import { describe, expect, it } from "vitest";
import { z } from "zod";
import { checkGoogleLogin, googleLoginFields } from "./login-fields.js";

const Config = z.strictObject(googleLoginFields).superRefine(checkGoogleLogin);
const user = { clientId: "i", clientSecret: "s", refreshToken: "r" };
const key = { type: "service_account", client_email: "a@b.example", private_key: "CANARY" };
const problems = (config: unknown): string => {
  const parsed = Config.safeParse(config);
  return parsed.success ? "" : JSON.stringify(parsed.error.issues);
};

describe("a Google login", () => {
  it.each([
    ["a user's refresh token", user],
    ["an access token", { accessToken: "t" }],
    ["a file", { credentialsFile: "/key.json", subject: "a@b.example" }],
    ["a key read already", { credentials: key, subject: "a@b.example" }],
    ["a key's text", { credentials: JSON.stringify(key) }],
    ["a key's text in base64", { credentials: Buffer.from(JSON.stringify(key)).toString("base64") }],
    ["a login that acts as a service account", { ...user, impersonate: "a@b.example" }],
  ])("may be %s", (_, config) => expect(problems(config)).toBe(""));

  it.each([
    ["nothing", {}, "Give credentials"],
    ["two logins", { ...user, accessToken: "t" }, "Give one login"],
    ["a refresh token alone", { refreshToken: "r" }, "needs clientId and clientSecret"],
    ["a user who acts for a user", { ...user, subject: "a@b.example" }, "Only a service account's key"],
    ["an access token that impersonates", { accessToken: "t", impersonate: "a@b.example" }, "plain access token"],
    ["a path in place of JSON", { credentials: "/run/key.json" }, "Expected the JSON of a credential"],
    ["no text at all", { credentials: " " }, "Expected the JSON of a credential"],
    ["an OAuth client", { credentials: { installed: { client_id: "x" } } }, "a refresh token is needed"],
    ["an unknown type", { credentials: { type: "gdch_service_account" } }, "Expected a credential of type"],
    ["another cloud", { credentials: { ...key, universe_domain: "example.cloud" } }, "Only googleapis.com is known"],
  ])("may not be %s", (_, config, message) => expect(problems(config)).toContain(message));

  it("is never shown in what is wrong with it", () => {
    expect(problems({ credentials: { ...key, client_email: 5 } })).not.toContain("CANARY");
    expect(problems({ credentials: `{"private_key":"CANARY"` })).not.toContain("CANARY");
  });
});
