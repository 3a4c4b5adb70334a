// Serves the MCP endpoint without auth on a free port for the conformance suite, and says where on standard output.
// With `--fixtures` it also exposes what the suite's scenarios look for.
import { hostHeaderValidation, originValidation } from "@modelcontextprotocol/fastify";
import Fastify from "fastify";
import { mountMcp } from "../../src/mcp/mount.js";
import { admin, createShopGateway } from "../mcp-shop.js";
import { createConformanceExtension } from "./extension.js";

const local = ["127.0.0.1", "localhost", "[::1]"];
const app = Fastify({ forceCloseConnections: true });
app.addHook("onRequest", hostHeaderValidation(local));
app.addHook("onRequest", originValidation(local));
const fixtures = process.argv.includes("--fixtures");
mountMcp(app, {
  gateway: createShopGateway(),
  authenticate: async () => admin,
  version: "0.0.0",
  ...(fixtures && { extension: createConformanceExtension() }),
});
const address = await app.listen({ port: 0, host: "127.0.0.1" });
process.stdout.write(`${address}/mcp\n`);
