import {
  McpServer,
  type McpServerOptions,
  type ServerContext,
  type ServerEventBus,
  type StandardSchemaWithJSON,
} from "@modelcontextprotocol/server";
import type { JsonSchema } from "@trunkline/registry";
import type { Principal } from "../auth/principal.js";
import type { Gateway } from "../gateway.js";
import { registerPrompts } from "./prompts.js";
import { registerResources } from "./resources.js";
import { runTool } from "./run-tool.js";
import type { McpTool, ToolContext } from "./tool.js";
import type { View } from "./views.js";

/** How long a client may keep a list: it changes with rights and flags only. Milliseconds. */
export const listTtlMs = 5 * 60_000;

/** More tools, resources and prompts on every server: how a test suite adds what it probes for. */
export interface McpExtension {
  readonly options?: McpServerOptions;
  readonly bus?: ServerEventBus;
  /** Called for every server after our own registrations. Tool lists are then made by the SDK. */
  register(server: McpServer): void;
}

/** What a server is made for: one HTTP request, or one pipe for its lifetime. */
export interface Exchange {
  readonly principal: Principal;
  readonly view: View;
  readonly requestId?: string;
  /** The JSON-RPC method and tool of the one request to serve. Absent: serve whatever comes. */
  readonly only?: { readonly method: string; readonly tool?: string };
}

/** What servers are built from. */
export interface ServerDeps {
  readonly gateway: Gateway;
  /** Version of the gateway. */
  readonly version: string;
  readonly extension?: McpExtension;
}

const cacheHint = { ttlMs: listTtlMs, cacheScope: "private" } as const;
const cacheHints = {
  "tools/list": cacheHint,
  "prompts/list": cacheHint,
  "resources/list": cacheHint,
  "resources/templates/list": cacheHint,
  "resources/read": cacheHint,
  "server/discover": cacheHint,
};
const unchanging = { listChanged: false };

/** Who we say we are. */
export const serverInfo = (version: string) => ({ name: "trunkline", title: "Trunkline", version });

/**
 * A server that offers a view to a principal. Serving one request it registers only what that request addresses:
 * registering all operations for each request costs more than the rest of the call.
 */
export const createMcpServer = (exchange: Exchange, { gateway, version, extension }: ServerDeps): McpServer => {
  const { view, principal, only } = exchange;
  const server = new McpServer(serverInfo(version), {
    instructions: view.instructions,
    capabilities: { tools: unchanging, resources: unchanging, prompts: unchanging },
    cacheHints,
    ...extension?.options,
  });
  for (const tool of addressedTools(exchange, extension !== undefined)) registerTool(server, tool, exchange);
  if (only === undefined || only.method.startsWith("resources/"))
    registerResources(server, { gateway, view, principal });
  if (only === undefined || only.method.startsWith("prompts/")) registerPrompts(server);
  if (extension) extension.register(server);
  else server.server.setRequestHandler("tools/list", () => ({ tools: view.list(principal) as never }));
  return server;
};

const addressedTools = ({ view, only }: Exchange, extended: boolean): readonly McpTool[] => {
  if (only === undefined) return view.tools;
  if (only.method === "tools/list" && extended) return view.tools;
  const tool = only.method === "tools/call" && only.tool !== undefined ? view.tool(only.tool) : undefined;
  return tool ? [tool] : [];
};

const registerTool = (server: McpServer, tool: McpTool, { principal, requestId }: Exchange): void => {
  const { name, inputSchema, outputSchema, ...rest } = tool.definition;
  const config = { ...rest, inputSchema: asIs(inputSchema), outputSchema: asIs(outputSchema) };
  server.registerTool(name, config, async (args, context) => {
    const answer = await runTool(tool, args, {
      principal,
      signal: context.mcpReq.signal,
      ...(requestId !== undefined && { requestId }),
      ...progressOf(context),
    });
    return {
      content: [{ type: "text", text: answer.text }],
      structuredContent: answer.structuredContent,
      ...(answer.isError && { isError: true }),
    };
  });
};

/** Progress for a caller that asked for it; a step that does not advance is left out, as the protocol demands. */
const progressOf = ({ mcpReq }: ServerContext): Pick<ToolContext, "onProgress"> => {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return {};
  let reached = Number.NEGATIVE_INFINITY;
  return {
    onProgress: ({ done, total, message }) => {
      if (done <= reached) return;
      reached = done;
      const params = {
        progressToken,
        progress: done,
        ...(total !== undefined && { total }),
        ...(message !== undefined && { message }),
      };
      // The client may have gone; its answer will fail by itself.
      mcpReq.notify({ method: "notifications/progress", params }).catch(() => undefined);
    },
  };
};

/** A JSON Schema for the SDK, which must not check what the operation itself checks, nor convert it at each request. */
const asIs = (schema: JsonSchema): StandardSchemaWithJSON<Record<string, unknown>> => ({
  "~standard": {
    version: 1,
    vendor: "trunkline",
    validate: (value) => ({ value: value as Record<string, unknown> }),
    jsonSchema: { input: () => schema, output: () => schema },
  },
});
