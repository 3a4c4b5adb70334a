import { existsSync } from "node:fs";
import { mkdir, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Client } from "pg";
import { lockFile } from "../embedded/file-lock.js";
import { type EmbeddedServer, startEmbedded } from "../embedded/start-embedded.js";
import { isStoreError } from "../store-error.js";

const patienceMs = 60_000;
const maxConnections = 300;

/**
 * The server that all test processes of a workspace share: started by the first that asks, and left running for the next.
 * What it holds is worth nothing, so nothing is forced to disk.
 */
export const sharedServerUrl = async (): Promise<string> => {
  const dataDir = await cacheDir();
  const server = await startOrRemake(dataDir);
  const { host = "", user = "", password, port, database } = server.connection;
  await server.leave();
  if (password === undefined) return `postgres://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`;
  return `postgres://${user}:${String(password)}@${host}:${port}/${database}`;
};

/**
 * Says that a test run is under way until released; the last to release ends the server. A run that is killed needs no
 * release: its lock goes with it, and the next run ends what it left behind.
 */
export const holdSharedServer = async (): Promise<() => Promise<void>> => {
  const dataDir = await cacheDir();
  const usersLock = join(dataDir, "users.lock");
  const lock = await lockFile(usersLock, "shared", patienceMs);
  return async () => {
    lock?.release();
    const alone = await lockFile(usersLock, "exclusive");
    if (alone === undefined) return;
    try {
      if (existsSync(join(dataDir, "postgres", "postmaster.pid"))) await cleanAndStop(await start(dataDir));
    } finally {
      alone.release();
    }
  };
};

/** Tests that were killed left their schemas. */
const cleanAndStop = async (server: EmbeddedServer): Promise<void> => {
  const client = new Client(server.connection);
  try {
    await client.connect();
    const { rows } = await client.query<{ name: string }>(
      "select nspname as name from pg_namespace where nspname !~ '^(pg_|information_schema$|public$)'",
    );
    for (const { name } of rows) await client.query(`drop schema ${client.escapeIdentifier(name)} cascade`);
  } finally {
    await client.end().catch(() => {});
    await server.stop();
  }
};

const start = (dataDir: string): Promise<EmbeddedServer> =>
  startEmbedded({
    dataDir,
    maxConnections,
    startTimeoutMs: patienceMs,
    waitForOwnerMs: patienceMs,
    onTrouble: () => {},
    sync: false,
    settings: { fsync: "off", full_page_writes: "off" },
  });

/** Without fsync a cluster may not survive its machine: then it is made anew. */
const startOrRemake = async (dataDir: string): Promise<EmbeddedServer> => {
  try {
    return await start(dataDir);
  } catch (error) {
    if (!isStoreError(error) || error.code !== "START_FAILED") throw error;
    await rm(join(dataDir, "postgres"), { recursive: true, force: true });
    return start(dataDir);
  }
};

const cacheDir = async (): Promise<string> => {
  const root = workspaceRoot(process.cwd());
  const cache = root === undefined ? tmpdir() : join(await realpath(join(root, "node_modules")), ".cache");
  const dir = join(cache, "trunkline-test");
  await mkdir(dir, { recursive: true });
  return dir;
};

/** The nearest directory above that was installed into. */
const workspaceRoot = (dir: string): string | undefined => {
  if (existsSync(join(dir, "node_modules", ".package-lock.json"))) return dir;
  return dirname(dir) === dir ? undefined : workspaceRoot(dirname(dir));
};
