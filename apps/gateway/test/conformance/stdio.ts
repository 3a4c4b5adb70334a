// Serves the made-up shop over standard input and output, for tests with a real client.
import { serveMcpStdio } from "../../src/mcp/stdio.js";
import { createShopGateway } from "../mcp-shop.js";

serveMcpStdio({
  gateway: createShopGateway(),
  version: "0.0.1",
  view: process.argv.includes("--all") ? "all" : "compact",
  readonly: process.argv.includes("--readonly"),
});
