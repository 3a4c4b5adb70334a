import { readFileSync } from "node:fs";
import { readConnectionConfig } from "@trunkline/core";
import { describe, expect, it } from "vitest";
import { apiHostOf, BingWmtConfig, toHostName } from "./config.js";
import { bingWmt, packageVersion } from "./connector.js";

const oauth = { clientId: "id", clientSecret: "canary-secret", refreshToken: "canary-refresh" };

describe("the login", () => {
  it.each([
    ["nothing", {}, "apiKey"],
    ["blanks", { apiKey: " " }, "apiKey"],
    ["a key with a line break in it", { apiKey: "abc\ndef" }, "apiKey"],
    ["an OAuth login without its secret", { clientId: "i", refreshToken: "r" }, "clientSecret"],
    ["both logins", { apiKey: "k", ...oauth }, "apiKey"],
  ])("may not be %s", (_, login, path) => {
    expect(BingWmtConfig.safeParse(login).error?.issues.map((issue) => issue.path.join("."))).toEqual([path]);
  });

  it("decides the API's host unless one is stated", () => {
    expect(apiHostOf(BingWmtConfig.parse({ apiKey: "k" }))).toBe("ssl.bing.com");
    expect(apiHostOf(BingWmtConfig.parse(oauth))).toBe("www.bing.com");
    expect(apiHostOf(BingWmtConfig.parse({ ...oauth, host: "ssl.bing.com" }))).toBe("ssl.bing.com");
    expect(BingWmtConfig.safeParse({ apiKey: "k", host: "evil.example" }).success).toBe(false);
  });

  it.each([
    ["API key", { BING_WMT_API_KEY: "k", BING_WMT_INDEXNOW_HOSTS: "a.example, B.example" }],
    [
      "OAuth",
      { BING_WMT_CLIENT_ID: "i", BING_WMT_CLIENT_SECRET: "s", BING_WMT_REFRESH_TOKEN: "r", BING_WMT_API_KEY: "k" },
    ],
  ])("goes live on the environment of %s", (setup, env) => {
    expect(readConnectionConfig(bingWmt, env)).toMatchObject({ mode: "live", setup });
  });
});

describe("hosts whose key files may be read", () => {
  it("are public names, separated by commas or as a list", () => {
    const hostsOf = (indexNowHosts: string | string[]) =>
      BingWmtConfig.parse({ apiKey: "k", indexNowHosts }).indexNowHosts;
    expect(hostsOf("a.example, WWW.B.example,")).toEqual(["a.example", "www.b.example"]);
    expect(hostsOf(["a.example"])).toEqual(["a.example"]);
  });

  it.each([
    "localhost",
    "127.0.0.1",
    "169.254.169.254",
    "[::1]",
    "a.example:8080",
    "a.example/x",
    "user@a.example",
    "-a.example",
    "a..b",
    "0x7f.1",
  ])("are never %s", (host) => {
    expect(toHostName(host)).toBeUndefined();
  });
});

describe("the connector", () => {
  it("states the version of its package", () => {
    const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
    expect(packageVersion).toBe(version);
  });

  it("sends the login to the API's host alone", () => {
    const config = BingWmtConfig.parse({ apiKey: "k", indexNowHosts: "a.example" });
    expect(bingWmt.allowedHosts(config)).toEqual(expect.arrayContaining(["api.indexnow.org", "a.example"]));
    expect(bingWmt.credentialHosts).toBeUndefined();
  });

  it("shows operations nothing that is secret", () => {
    for (const login of [oauth, { apiKey: "canary-key" }])
      expect(JSON.stringify(bingWmt.settings(BingWmtConfig.parse(login)))).not.toContain("canary");
  });
});
