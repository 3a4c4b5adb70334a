import { readFileSync } from "node:fs";
import { listOperations, readConnectionConfig } from "@trunkline/core";
import { describe, expect, it } from "vitest";
import { chatScope, editScope, readScope, scopesOf } from "./auth.js";
import { ga4, packageVersion } from "./connector.js";
import { ga4Quotas } from "./quotas.js";

const key = JSON.stringify({
  type: "service_account",
  client_email: "a@b.iam.gserviceaccount.com",
  private_key: "canary",
});

describe("the connector", () => {
  it("states the version of its package", () => {
    const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
    expect(packageVersion).toBe(version);
  });

  it("gives the login to the two APIs and, to act as a service account, to IAM alone", () => {
    const config = ga4.config.parse({ accessToken: "t" });
    expect([new URL(ga4.baseUrl(config)).host, ...(ga4.credentialHosts?.(config) ?? [])]).toEqual([
      "analyticsdata.googleapis.com",
      "analyticsadmin.googleapis.com",
      "iamcredentials.googleapis.com",
    ]);
    expect(ga4.allowedHosts(config)).toEqual(
      expect.arrayContaining(["www.google-analytics.com", "oauth2.googleapis.com"]),
    );
  });

  it("shows operations nothing that is secret", () => {
    const config = ga4.config.parse({ credentials: key });
    expect(JSON.stringify(ga4.settings(config))).not.toContain("canary");
  });

  it.each([
    ["Google credential", { GA4_CREDENTIALS: key, GA4_PROPERTY_ID: "1" }],
    ["Google credential file", { GA4_CREDENTIALS_FILE: "/run/key.json", GA4_IMPERSONATE: "a@b.example" }],
    ["User login", { GA4_REFRESH_TOKEN: "r", GA4_CLIENT_ID: "i", GA4_CLIENT_SECRET: "s", GA4_ADMIN_WRITES: "true" }],
  ])("goes live on the environment of %s", (setup, env) => {
    expect(readConnectionConfig(ga4, env)).toMatchObject({ mode: "live", setup });
  });

  it("asks for the scopes that the configuration switches on, and for no more", () => {
    expect(scopesOf({ adminWrites: false, chat: false })).toEqual([readScope]);
    expect(scopesOf({ adminWrites: true, chat: true })).toEqual([readScope, editScope, chatScope]);
  });

  it("has a bucket for every quota that an operation draws on", () => {
    const known = new Set(ga4Quotas.buckets.map(({ id }) => id));
    const named = listOperations(ga4.operations).flatMap((operation) => {
      const quota = "quota" in operation ? operation.quota : undefined;
      return Array.isArray(quota) ? quota.map(({ bucket }: { bucket: string }) => bucket) : [];
    });
    expect(named.filter((bucket) => !known.has(bucket))).toEqual([]);
    expect(named.length).toBeGreaterThan(100);
  });
});
