import { randomBytes } from "node:crypto";
import { createRequestStateCodec, InMemoryServerEventBus } from "@modelcontextprotocol/server";
import type { McpExtension } from "../../src/mcp/server.js";
import { registerContentTools, registerPrompts, registerResources } from "./content-fixtures.js";
import { registerExchangeTools, registerPushTools } from "./exchange-fixtures.js";
import { type RoundState, registerInputRequired } from "./input-required-fixtures.js";

/** Everything that the conformance suite asks a server to expose, beside what the gateway serves. For tests alone. */
export const createConformanceExtension = (): McpExtension => {
  const bus = new InMemoryServerEventBus();
  const codec = createRequestStateCodec<RoundState>({ key: randomBytes(32) });
  return {
    bus,
    options: {
      capabilities: {
        tools: { listChanged: true },
        resources: { listChanged: true, subscribe: true },
        prompts: { listChanged: true },
        logging: {},
        completions: {},
      },
      requestState: { verify: (state, context) => codec.verify(state, context) },
    },
    register: (server) => {
      registerContentTools(server);
      registerResources(server);
      registerPrompts(server);
      registerExchangeTools(server, bus);
      registerPushTools(server);
      registerInputRequired(server, codec);
    },
  };
};
