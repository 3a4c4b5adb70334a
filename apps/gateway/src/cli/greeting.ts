import type { GatewayConfig } from "../config.js";
import type { RunningGateway } from "../main.js";

/** The key that the start shows. */
export interface ShownKey {
  readonly key: string | undefined;
  /** Whether it is the local key, which every start shows again; else it was made just now and is shown once. */
  readonly isKept: boolean;
}

/** Where a started gateway is, for programs. */
export const toJson = ({ url }: RunningGateway, key: string | undefined): string =>
  JSON.stringify(
    {
      url,
      ...(key !== undefined && { key }),
      mcp: `${url}/mcp`,
      docs: `${url}/docs`,
      openapi: `${url}/openapi.json`,
    },
    undefined,
    2,
  );

/** Where a started gateway is and how to get in, for people. */
export const greeting = (running: RunningGateway, config: GatewayConfig, shown: ShownKey): string => {
  const { url, gateway, connections } = running;
  const modes = gateway.registry.connections().map(({ connection, mode }) => `${connection.connector.id} (${mode})`);
  return [
    "",
    "Trunkline is running.",
    "",
    row("page", url),
    row("events", `${url}/events`),
    row("MCP", `${url}/mcp`),
    row("REST", `${url}/v1`),
    row("API docs", `${url}/docs`),
    row("connected", modes.join(", ") || "nothing yet"),
    ...connections.failures.map(({ connector, reason }) => row("", `${connector} is not connected: ${reason}`)),
    ...connections.notes.map((note) => row("note", note)),
    ...access(config, shown),
    "",
    "Try:",
    `  curl ${shown.key === undefined ? "" : `-H "Authorization: Bearer ${shown.key}" `}"${url}/v1/operations?effect=read"`,
    "",
    "Ctrl-C stops it; calls under way are finished first.",
    "",
  ].join("\n");
};

const row = (title: string, text: string): string => `  ${title.padEnd(10)} ${text}`;

const access = ({ auth, dataDir }: GatewayConfig, { key, isKept }: ShownKey): readonly string[] => {
  if (auth === "off") return [row("auth", "off: every program on this machine may do everything")];
  if (key === undefined) return [row("API key", "make one with `trunkline keys create --name NAME --scope admin`")];
  const about = isKept ? `this machine, all rights; kept in ${dataDir}` : "all rights; not shown again";
  return [row("API key", `${key}   (${about})`)];
};
