import { isConnectorError } from "@trunkline/core";
import { describe, expect, it } from "vitest";
import { configTable, variables } from "./config/variables.js";
import { isLoopbackHost, readConfig } from "./config.js";

const failure = (env: Record<string, string>) => {
  try {
    readConfig(env, "/srv");
  } catch (error) {
    if (isConnectorError(error)) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
};

describe("readConfig", () => {
  it("is complete and safe with nothing set", () => {
    expect({ ...readConfig({}, "/srv"), expose: undefined }).toEqual({
      host: "127.0.0.1",
      port: 7400,
      auth: "keys",
      dataDir: "/srv/.trunkline",
      mode: "auto",
      expose: undefined,
      flags: [],
      allowedHosts: [],
      allowedOrigins: [],
      bodyLimitBytes: 1_048_576,
      rateLimit: 600,
      drainMs: 15_000,
      logLevel: "info",
      otlpEndpoint: "",
      serviceName: "trunkline-gateway",
      loopback: true,
    });
  });

  it("treats blank variables as unset", () => {
    expect(readConfig({ TRUNKLINE_PORT: "  " }, "/srv").port).toBe(7400);
  });

  it("reads units", () => {
    const config = readConfig({ TRUNKLINE_BODY_LIMIT: "64KiB", TRUNKLINE_DRAIN_MS: "2s" }, "/srv");
    expect([config.bodyLimitBytes, config.drainMs]).toEqual([65_536, 2_000]);
  });

  it("names every bad variable at once, each with what is allowed", () => {
    const error = failure({
      TRUNKLINE_PORT: "http",
      TRUNKLINE_AUTH: "none",
      TRUNKLINE_DRAIN_MS: "soon",
      TRUNKLINE_EXPOSE: "Shopify!",
    });
    expect(error.code).toBe("NOT_CONFIGURED");
    expect(error.issues?.map(({ path }) => path)).toEqual([
      "TRUNKLINE_PORT",
      "TRUNKLINE_AUTH",
      "TRUNKLINE_EXPOSE",
      "TRUNKLINE_DRAIN_MS",
    ]);
    expect(error.message).toContain("TRUNKLINE_AUTH must be one of keys, off.");
  });

  it("refuses a bad flag by name", () => {
    expect(failure({ TRUNKLINE_FLAGS: "shopify=maybe" }).issues?.[0]?.path).toBe("TRUNKLINE_FLAGS");
  });

  it("refuses to listen beyond loopback without authentication", () => {
    const error = failure({ TRUNKLINE_HOST: "0.0.0.0", TRUNKLINE_AUTH: "off" });
    expect(error.issues).toHaveLength(1);
    expect(error.message).toContain("keep it at keys, or listen on 127.0.0.1");
  });

  it("refuses a host list with schemes and an origin list with paths", () => {
    expect(failure({ TRUNKLINE_ALLOWED_HOSTS: "https://x.example" }).message).toContain("without scheme or port");
    expect(failure({ TRUNKLINE_ALLOWED_ORIGINS: "https://x.example/app" }).message).toContain("not an origin");
  });

  it("never shows the environment when it is printed", () => {
    const config = readConfig({ SHOPIFY_ACCESS_TOKEN: "canary-secret" }, "/srv");
    expect(JSON.stringify(config)).not.toContain("canary-secret");
    expect(config.env.SHOPIFY_ACCESS_TOKEN).toBe("canary-secret");
    expect(Object.isFrozen(config)).toBe(true);
  });
});

describe("isLoopbackHost", () => {
  it.each(["localhost", "127.0.0.1", "127.8.9.1", "::1"])("knows %s", (host) =>
    expect(isLoopbackHost(host)).toBe(true),
  );
  it.each(["0.0.0.0", "::", "192.168.1.2", "localhost.evil.example", "127.0.0.1.evil.example"])("refuses %s", (host) =>
    expect(isLoopbackHost(host)).toBe(false),
  );
});

describe("configTable", () => {
  it("has one row for each variable", () => {
    for (const { name } of Object.values(variables)) expect(configTable()).toContain(`| \`${name}\` |`);
  });
});
