import { readFileSync } from "node:fs";
import { listOperations, readConnectionConfig } from "@trunkline/core";
import { describe, expect, it } from "vitest";
import { gsc } from "./connector.js";

describe("the connector", () => {
  it("states the version of its package", () => {
    const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
    expect(gsc.version).toBe(version);
  });

  it("sends the token to Search Console and, to act as a service account, to IAM alone", () => {
    const config = gsc.config.parse({ accessToken: "t" });
    expect(gsc.credentialHosts?.(config)).toEqual(["iamcredentials.googleapis.com"]);
    expect(gsc.allowedHosts(config).every((host) => host.endsWith(".googleapis.com"))).toBe(true);
  });

  it("shows operations nothing that is secret", () => {
    const config = gsc.config.parse({ clientId: "i", clientSecret: "canary", refreshToken: "canary" });
    expect(JSON.stringify(gsc.settings(config))).not.toContain("canary");
  });

  it.each([
    ["Google credential", { GSC_CREDENTIALS: '{"type":"service_account","client_email":"a@b","private_key":"k"}' }],
    ["Google credential file", { GSC_CREDENTIALS_FILE: "/run/key.json", GSC_ACCESS: "read" }],
    ["User login", { GSC_CLIENT_ID: "i", GSC_CLIENT_SECRET: "s", GSC_REFRESH_TOKEN: "r" }],
  ])("goes live on the environment of %s", (setup, env) => {
    expect(readConnectionConfig(gsc, env)).toMatchObject({ mode: "live", setup });
  });

  it("stays in mock mode with a property alone", () => {
    expect(readConnectionConfig(gsc, { GSC_SITE_URL: "sc-domain:tee.example" })).toMatchObject({ mode: "mock" });
  });

  it("has keywords, examples and a scope for every operation", () => {
    const bare = listOperations(gsc.operations).filter(
      ({ keywords = [], examples = [], scopes = [] }) =>
        keywords.length === 0 || examples.length === 0 || scopes.length === 0,
    );
    expect(bare.map(({ id }) => id)).toEqual([]);
  });

  it("asks a write's scope of every change", () => {
    const wrong = listOperations(gsc.operations).filter(
      ({ effect, scopes = [] }) =>
        (effect === "read") === scopes.includes("https://www.googleapis.com/auth/webmasters"),
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
});
