import { ConnectorError } from "@trunkline/core";
import { servedConnectors } from "../connectors.js";
import { serveMcpStdio } from "../mcp/stdio.js";
import type { ViewName } from "../mcp/views.js";
import { packageVersion } from "../package-version.js";
import { withLocalGateway } from "./local-gateway.js";
import type { Terminal } from "./output.js";

/** What `trunkline mcp` was given. */
export interface McpFlags {
  readonly view: string;
  readonly readonly?: boolean;
}

/** Serves MCP on standard input and output until the other side closes it or a signal ends the process. */
export const runMcp = (terminal: Terminal, flags: McpFlags): Promise<void> =>
  withLocalGateway(terminal, async ({ gateway, connections }) => {
    for (const { connector, reason } of connections.failures)
      terminal.err(`trunkline: ${connector} is not connected: ${reason}`);
    const pipe = serveMcpStdio({
      gateway,
      version: packageVersion,
      view: parseView(flags.view),
      readonly: flags.readonly ?? false,
      onError: (error) => terminal.err(`trunkline: ${error.message}`),
    });
    await ended();
    await pipe.close();
  });

const parseView = (text: string): ViewName => {
  if (text === "compact" || text === "all") return text;
  const known = servedConnectors.map(({ connector }) => connector.id);
  const wanted = text.split(",").map((part) => part.trim());
  const unknown = wanted.find((part) => !known.includes(part));
  if (unknown !== undefined)
    throw new ConnectorError("INVALID_INPUT", {
      message: `--view has "${unknown}"; write compact, all, or some of ${known.join(", ")}.`,
    });
  return { connectors: wanted };
};

const ended = (): Promise<void> =>
  new Promise((resolve) => {
    process.stdin.once("end", resolve);
    process.stdin.once("close", resolve);
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
