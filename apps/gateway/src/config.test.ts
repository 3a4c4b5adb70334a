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
    const { expose: _, webhookTopics: __, ...config } = readConfig({}, "/srv");
    expect(config).toEqual({
      host: "127.0.0.1",
      port: 7400,
      auth: "keys",
      dataDir: "/srv/.trunkline",
      mode: "auto",
      flags: [],
      allowedHosts: [],
      allowedOrigins: [],
      bodyLimitBytes: 1_048_576,
      rateLimit: 600,
      drainMs: 15_000,
      publicUrl: "",
      store: "on",
      handlers: [],
      workLeaseMs: 30_000,
      webhookAllowHosts: [],
      databaseSchema: "trunkline",
      databasePoolSize: 10,
      databaseStatementTimeoutMs: 30_000,
      databaseConnectTimeoutMs: 5_000,
      postgresBin: "",
      webhookBodyLimitBytes: 5_242_880,
      webhookBodyTimeoutMs: 5_000,
      webhookRate: 200,
      webhookBacklog: 100_000,
      eventDays: 30,
      workDays: 30,
      attemptDays: 14,
      writeDays: 30,
      deliveryDays: 30,
      feedDays: 7,
      auditDays: 400,
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

  it("keeps secrets out of what can be printed", () => {
    const secret = Buffer.from("a-secret-of-billing").toString("base64");
    const config = readConfig({
      DATABASE_URL: "postgres://u:hidden@db.example/x",
      TRUNKLINE_WEBHOOK_SOURCES: `billing=whsec_${secret}, billing=whsec_${secret} until 2026-12-01T00:00Z`,
    });
    expect(config.databaseUrl).toContain("hidden");
    expect(config.webhookSources).toMatchObject([
      { name: "billing", secrets: [{}, { untilMs: Date.UTC(2026, 11, 1) }] },
    ]);
    expect(JSON.stringify({ ...config })).not.toMatch(new RegExp(`hidden|${secret}`));
  });

  it("refuses webhook settings without repeating a secret", () => {
    const error = failure({ TRUNKLINE_WEBHOOK_SOURCES: "billing=no secret!", TRUNKLINE_WEBHOOK_TOPICS: "orders" });
    expect(error.issues?.map(({ path }) => path)).toEqual(["TRUNKLINE_WEBHOOK_SOURCES", "TRUNKLINE_WEBHOOK_TOPICS"]);
    expect(error.message).not.toContain("no secret!");
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
