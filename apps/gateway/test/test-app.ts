import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Connection, createFeatureFlags } from "@trunkline/core";
import type { Simulator } from "@trunkline/core/simulator";
import { type ConnectionMode, createRegistry } from "@trunkline/registry";
import type { FastifyInstance } from "fastify";
import { onTestFinished } from "vitest";
import { type AppDeps, createApp } from "../src/app.js";
import { createAuthenticator } from "../src/auth/authenticate.js";
import { createFileKeyStore } from "../src/auth/file-key-store.js";
import type { ConnectionFailure } from "../src/connections.js";
import { createGateway } from "../src/create-gateway.js";
import { neverInBackground } from "../src/durable/background.js";
import { parseExposure } from "../src/exposure.js";
import { createLogger } from "../src/http/logger.js";
import { createMetrics } from "../src/telemetry.js";
import { createFakeShop, createShopState, openFakeShop } from "./fake-shop.js";

/** What a test wants to be different. */
export interface TestAppOptions {
  readonly auth?: "keys" | "off";
  readonly mode?: ConnectionMode;
  readonly expose?: string;
  readonly settings?: Partial<AppDeps["settings"]>;
  readonly failures?: readonly ConnectionFailure[];
  readonly simulators?: ReadonlyMap<string, Simulator>;
  /** Beside those to the made-up shop. */
  readonly connections?: readonly Connection[];
  readonly webhooks?: AppDeps["webhooks"];
  readonly stream?: AppDeps["stream"];
  readonly durable?: AppDeps["durable"];
}

/** The whole web server around the made-up shop, not listening; closed when the test ends. */
export const createTestApp = async (options: TestAppOptions = {}) => {
  const {
    auth = "keys",
    mode = "mock",
    expose = "auto",
    settings,
    failures = [],
    simulators,
    connections = [],
    webhooks,
    stream,
    durable,
  } = options;
  const state = createShopState();
  const flags = createFeatureFlags();
  const connector = createFakeShop(state);
  const registry = createRegistry({
    connectors: [connector, ...connections.map((connection) => connection.connector)],
    flags,
  });
  for (const connection of connections) registry.register({ connection, mode });
  const isOpen = failures.length === 0;
  if (isOpen) registry.register({ connection: openFakeShop(connector, "default", flags), mode });
  if (isOpen) registry.register({ connection: openFakeShop(connector, "eu", flags), mode });
  const directory = await mkdtemp(join(tmpdir(), "trunkline-test-"));
  const keys = createFileKeyStore({ path: join(directory, "keys.json") });
  const gateway = createGateway({ registry, exposure: parseExposure(expose), flags, failures });
  const logs: string[] = [];
  const deps: AppDeps = {
    gateway,
    authenticate: createAuthenticator(auth === "keys" ? { keys } : {}),
    ...(auth === "keys" && { keys }),
    flags,
    metrics: createMetrics({ processMetrics: false }),
    logger: createLogger("info", { write: (line) => void logs.push(line) }),
    version: "9.9.9",
    settings: {
      host: "127.0.0.1",
      loopback: true,
      auth,
      allowedHosts: [],
      allowedOrigins: [],
      bodyLimitBytes: 1_048_576,
      rateLimit: 0,
      ...settings,
    },
    failures,
    ...(simulators && { simulators }),
    ...(webhooks && { webhooks }),
    ...(stream && { stream }),
    durable: durable ?? neverInBackground("this test has no database."),
  };
  const app: FastifyInstance = await createApp(deps);
  onTestFinished(async () => {
    state.release();
    registry.close();
    await app.close();
    await keys.close();
    await rm(directory, { recursive: true, force: true });
  });
  const bearer = async (...scopes: string[]) => {
    const { token } = await keys.create({ name: scopes.join(" "), scopes });
    return { authorization: `Bearer ${token}` };
  };
  return { app, state, flags, gateway, registry, keys, logs, bearer, deps };
};
