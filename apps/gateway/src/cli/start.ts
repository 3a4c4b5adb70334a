import { createFileKeyStore } from "../auth/file-key-store.js";
import { type GatewayConfig, readConfig } from "../config.js";
import { drainOnSignals } from "../drain.js";
import { keyFileOf, type RunningGateway, startGateway } from "../main.js";
import { ensureLocalKey } from "./local-key.js";
import { describeFailure, type Terminal } from "./output.js";

/** What `trunkline start` was given; each wins over its variable. */
export interface StartFlags {
  readonly port?: string;
  readonly host?: string;
  readonly mock?: boolean;
  readonly json?: boolean;
}

/** Starts the gateway, prints where it is and how to get in, and stays until a signal ends it. */
export const runStart = async (terminal: Terminal, flags: StartFlags): Promise<void> => {
  const config = readConfig(
    {
      ...terminal.env,
      ...(flags.port !== undefined && { TRUNKLINE_PORT: flags.port }),
      ...(flags.host !== undefined && { TRUNKLINE_HOST: flags.host }),
      ...(flags.mock && { TRUNKLINE_MODE: "mock" }),
    },
    terminal.workingDir,
  );
  const key = await localKey(config);
  const running = await startGateway(config);
  drainOnSignals(running, {
    source: process,
    exit: (code) => process.exit(code),
    onTrouble: (error) => terminal.err(`trunkline: ${describeFailure(error)}`),
  });
  terminal.out(flags.json ? toJson(running, key) : greeting(running, config, key));
};

/** A ready key where only this machine's user can read it; elsewhere keys are made by hand. */
const localKey = async (config: GatewayConfig): Promise<string | undefined> => {
  if (config.auth !== "keys" || !config.loopback) return undefined;
  const keys = createFileKeyStore({ path: keyFileOf(config) });
  try {
    return await ensureLocalKey(config.dataDir, keys);
  } finally {
    await keys.close();
  }
};

const toJson = ({ url }: RunningGateway, key: string | undefined): string =>
  JSON.stringify(
    { url, ...(key !== undefined && { key }), mcp: `${url}/mcp`, docs: `${url}/docs`, openapi: `${url}/openapi.json` },
    undefined,
    2,
  );

const greeting = (
  { url, gateway, connections }: RunningGateway,
  config: GatewayConfig,
  key: string | undefined,
): string => {
  const row = (title: string, text: string) => `  ${title.padEnd(10)} ${text}`;
  const modes = gateway.registry.connections().map(({ connection, mode }) => `${connection.connector.id} (${mode})`);
  const broken = connections.failures.map(({ connector, reason }) =>
    row("", `${connector} is not connected: ${reason}`),
  );
  const secret = key === undefined ? [] : [`-H "Authorization: Bearer ${key}"`];
  return [
    "",
    "Trunkline is running.",
    "",
    row("page", url),
    row("MCP", `${url}/mcp`),
    row("REST", `${url}/v1`),
    row("API docs", `${url}/docs`),
    row("connected", modes.join(", ") || "nothing yet"),
    ...broken,
    ...connections.notes.map((note) => row("note", note)),
    ...(config.auth === "off" ? [row("auth", "off: every program on this machine may do everything")] : []),
    ...(key === undefined ? [] : [row("API key", `${key}   (this machine, all rights; kept in ${config.dataDir})`)]),
    ...(key === undefined && config.auth === "keys"
      ? [row("API key", "make one with `trunkline keys create --name NAME --scope admin`")]
      : []),
    "",
    "Try:",
    `  curl ${[...secret, `"${url}/v1/shopify/products/list?limit=2"`].join(" ")}`,
    "",
    "Ctrl-C stops it; calls under way are finished first.",
    "",
  ].join("\n");
};
