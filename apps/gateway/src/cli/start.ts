import { createFileKeyStore } from "../auth/file-key-store.js";
import { type GatewayConfig, readConfig } from "../config.js";
import { drainOnSignals } from "../drain.js";
import { keyFileOf, startGateway } from "../main.js";
import { greeting, toJson } from "./greeting.js";
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
  const kept = await localKey(config);
  const running = await startGateway(config);
  const key = kept ?? running.mintedKey?.token;
  drainOnSignals(running, {
    source: process,
    exit: (code) => process.exit(code),
    onTrouble: (error) => terminal.err(`trunkline: ${describeFailure(error)}`),
  });
  terminal.out(flags.json ? toJson(running, key) : greeting(running, config, { key, isKept: kept !== undefined }));
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
