import { type ServeStdioOptions, serveStdio } from "@modelcontextprotocol/server/stdio";
import type { Principal } from "../auth/principal.js";
import type { Gateway } from "../gateway.js";
import { createMcpServer } from "./server.js";
import { createViews, type ViewName } from "./views.js";

/** What MCP over a pipe needs. */
export interface McpStdioDeps {
  readonly gateway: Gateway;
  /** Version of the gateway. */
  readonly version: string;
  /** Default `compact`. */
  readonly view?: ViewName;
  /** Only reads. */
  readonly readonly?: boolean;
  /** Default: this process's own standard input and output. */
  readonly transport?: ServeStdioOptions["transport"];
  readonly onError?: (error: Error) => void;
}

/** A running pipe. */
export interface McpStdio {
  close(): Promise<void>;
}

/** Whoever started the process owns it. */
const pipeOwner: Principal = { id: "stdio", name: "stdio", scopes: ["admin"] };

/**
 * Serves MCP on standard input and output, where nothing but the protocol may then be written.
 * @throws TypeError when the view names a connector that is not served.
 */
export const serveMcpStdio = ({
  gateway,
  version,
  view = "compact",
  readonly = false,
  transport,
  onError,
}: McpStdioDeps): McpStdio => {
  const found = createViews(gateway).find({ view, readonly });
  if ("unknownConnectors" in found) throw new TypeError(`No such connector: "${found.unknownConnectors.join(", ")}"`);
  return serveStdio(() => createMcpServer({ principal: pipeOwner, view: found }, { gateway, version }), {
    ...(transport && { transport }),
    ...(onError && { onerror: onError }),
  });
};
