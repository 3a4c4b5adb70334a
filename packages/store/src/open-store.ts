import { awaitDatabase } from "./await-database.js";
import { createStore } from "./create-store.js";
import { startEmbedded } from "./embedded/start-embedded.js";
import { parseStoreSettings, type StoreSettings, type StoreSettingsInput } from "./settings.js";
import type { Store } from "./store.js";
import { toConnection } from "./to-connection.js";

/** What the store tells its owner. */
export interface StoreHooks {
  /** Told of what went wrong in the background, e.g. a connection that broke while idle, or a server that died. */
  onTrouble?(error: unknown): void;
}

/** Connections of the embedded server beyond the pool: those that listen, and a second pool while a process is replaced. */
const spareConnections = 30;

/**
 * Opens the one database: the server of `databaseUrl`, else the embedded one in `dataDir`, and brings its schema up to date.
 * @throws StoreError with a sentence that says what to do
 */
export const openStore = async (given: StoreSettingsInput, hooks: StoreHooks = {}): Promise<Store> => {
  const settings = parseStoreSettings(given);
  const { databaseUrl, dataDir } = settings;
  if (databaseUrl !== undefined) return openServer(settings, databaseUrl, hooks);
  return openEmbedded(settings, dataDir as string, hooks);
};

const openServer = async (settings: StoreSettings, databaseUrl: string, hooks: StoreHooks): Promise<Store> => {
  const connection = toConnection(databaseUrl);
  await awaitDatabase(connection, settings);
  return createStore({ ...settings, ...hooks, kind: "postgres", connection });
};

const openEmbedded = async (settings: StoreSettings, dataDir: string, hooks: StoreHooks): Promise<Store> => {
  const server = await startEmbedded({
    dataDir,
    binDir: settings.postgresBin,
    maxConnections: settings.poolSize * 2 + spareConnections,
    startTimeoutMs: settings.startTimeoutMs,
    onTrouble: hooks.onTrouble ?? (() => {}),
  });
  const { connection, stop } = server;
  try {
    await awaitDatabase(connection, settings);
    return await createStore({ ...settings, ...hooks, kind: "embedded", connection, onClosed: stop });
  } catch (error) {
    await stop();
    throw error;
  }
};
