// Serves the whole web server without auth on a free port, upstreams simulated, and says on standard output where MCP is.
// With `--fixtures` it is a second mount in the same server that also exposes what the conformance suite looks for.
import { createFeatureFlags } from "@trunkline/core";
import { createRegistry } from "@trunkline/registry";
import { createApp } from "../../src/app.js";
import { createAuthenticator } from "../../src/auth/authenticate.js";
import { openConnections } from "../../src/connections.js";
import { servedConnectors } from "../../src/connectors.js";
import { createGateway } from "../../src/create-gateway.js";
import { neverInBackground } from "../../src/durable/background.js";
import { parseExposure } from "../../src/exposure.js";
import { createLogger } from "../../src/http/logger.js";
import { mountMcp } from "../../src/mcp/mount.js";
import { createMetrics } from "../../src/telemetry.js";
import { createConformanceExtension } from "./extension.js";

const bodyLimitBytes = 1024 * 1024;
const flags = createFeatureFlags();
const metrics = createMetrics({ processMetrics: false });
const registry = createRegistry({ connectors: servedConnectors.map(({ connector }) => connector), flags });
const connections = await openConnections({ served: servedConnectors, env: {}, mode: "mock", shared: { flags } });
for (const opened of connections.opened) registry.register(opened);
const gateway = createGateway({ registry, exposure: parseExposure("auto"), flags, failures: connections.failures });
const authenticate = createAuthenticator({});
const app = await createApp({
  gateway,
  authenticate,
  flags,
  metrics,
  logger: createLogger("error", process.stderr),
  version: "0.0.0",
  settings: {
    host: "127.0.0.1",
    loopback: true,
    auth: "off",
    allowedHosts: [],
    allowedOrigins: [],
    bodyLimitBytes,
    rateLimit: 0,
  },
  ...connections,
  durable: neverInBackground("it has no database."),
});
const fixtures = process.argv.includes("--fixtures");
if (fixtures)
  await app.register(
    async (scope) =>
      mountMcp(scope, {
        gateway,
        authenticate,
        version: "0.0.0",
        bodyLimitBytes,
        extension: createConformanceExtension(),
      }),
    { prefix: "/fixtures" },
  );
const address = await app.listen({ port: 0, host: "127.0.0.1" });
process.stdout.write(`${address}${fixtures ? "/fixtures" : ""}/mcp\n`);
