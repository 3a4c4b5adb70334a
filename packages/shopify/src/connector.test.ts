import { readFileSync } from "node:fs";
import { readConnectionConfig } from "@trunkline/core";
import { describe, expect, it } from "vitest";
import { packageVersion, shopify } from "./connector.js";

describe("the connector", () => {
  it("states the version of its package", () => {
    const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
    expect(packageVersion).toBe(version);
  });

  it("never lets the token go where results are downloaded", () => {
    const config = shopify.config.parse({ shop: "acme", accessToken: "t" });
    expect(shopify.allowedHosts(config)).toContain("storage.googleapis.com");
    expect(shopify.credentialHosts).toBeUndefined();
  });

  it("shows operations nothing that is secret", () => {
    const config = shopify.config.parse({
      shop: "acme",
      accessToken: "canary",
      clientSecret: "canary",
      webhookSecrets: "canary",
    });
    expect(JSON.stringify(shopify.settings(config))).not.toContain("canary");
  });

  it.each([
    ["Expiring offline token", { SHOPIFY_REFRESH_TOKEN: "r", SHOPIFY_CLIENT_ID: "i", SHOPIFY_CLIENT_SECRET: "s" }],
    ["Access token", { SHOPIFY_ACCESS_TOKEN: "t" }],
    ["Client credentials", { SHOPIFY_CLIENT_ID: "i", SHOPIFY_CLIENT_SECRET: "s", SHOPIFY_WEBHOOK_SECRETS: "a,b" }],
  ])("goes live on the environment of %s", (setup, env) => {
    expect(readConnectionConfig(shopify, { SHOPIFY_SHOP: "acme", ...env })).toMatchObject({ mode: "live", setup });
  });
});
