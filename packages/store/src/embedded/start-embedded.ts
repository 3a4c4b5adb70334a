import { mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { StoreError } from "../store-error.js";
import { clusterMajor, createCluster } from "./create-cluster.js";
import { createEndpoint, type Endpoint, endpointOf, endpointPassword } from "./endpoint.js";
import { type Binaries, copyBinaries, findBinaries } from "./find-binaries.js";
import { ownDirectory } from "./own-directory.js";
import { readPidFile } from "./pid-file.js";
import { type Postmaster, runningPostmaster, startPostmaster, stopPostmaster, untilReady } from "./postmaster.js";
import { chooseRunAs, type RunAs } from "./run-as.js";
import { serverSettings } from "./server-settings.js";
import { supervise } from "./supervise.js";

/** How the embedded server is run. */
export interface EmbeddedOptions {
  /** Holds the cluster, its log and its lock. */
  readonly dataDir: string;
  /** Directory of PostgreSQL's programs, to use no others. */
  readonly binDir?: string | undefined;
  readonly maxConnections: number;
  /** How long creation, start and recovery may take. Milliseconds. */
  readonly startTimeoutMs: number;
  /** Told of what goes wrong while it runs. */
  onTrouble(error: unknown): void;
  /** Server settings that a test wants otherwise. */
  readonly settings?: Readonly<Record<string, string>>;
  /** False leaves new files to the operating system: for tests. */
  readonly sync?: boolean;
  /** How long to wait for another owner to give the directory up. Default: not at all. */
  readonly waitForOwnerMs?: number;
}

/** The embedded server, owned by this process. */
export interface EmbeddedServer {
  /** What the driver needs to reach it; stays the same over restarts. */
  readonly connection: Endpoint["connection"];
  /** Its process, which changes when it is restarted. */
  pid(): number;
  /** Ends it. */
  stop(): Promise<void>;
  /** Lets it run on without an owner. */
  leave(): Promise<void>;
}

/**
 * Runs PostgreSQL on a data directory: makes the cluster when there is none, adopts a server that outlived its owner,
 * and starts it again when it dies.
 * @throws StoreError `IN_USE`, `NO_BINARIES`, `DISK_FULL`, `START_FAILED`
 */
export const startEmbedded = async (options: EmbeddedOptions): Promise<EmbeddedServer> => {
  const dataDir = await makeDataDir(options.dataDir);
  const ownership = await ownDirectory(dataDir, options.waitForOwnerMs);
  try {
    return await startOwned({ ...options, dataDir }, ownership.giveUp);
  } catch (error) {
    await ownership.giveUp();
    throw error;
  }
};

const startOwned = async (options: EmbeddedOptions, giveUp: () => Promise<void>): Promise<EmbeddedServer> => {
  const clusterDir = join(options.dataDir, "postgres");
  const password = await endpointPassword(clusterDir);
  const adopted = await adopt(options, clusterDir, password);
  const endpoint = adopted?.endpoint ?? (await createEndpoint(options.dataDir, password));
  const start = async (signal: AbortSignal): Promise<Postmaster> => {
    const { binaries, runAs } = await prepareCluster(options, clusterDir, password);
    await endpoint.prepare(runAs);
    const ours = serverSettings(binaries.major, options.maxConnections);
    const settings = { ...ours, ...options.settings, ...endpoint.settings };
    return startPostmaster({ ...options, clusterDir, binaries, runAs, settings, signal });
  };
  const supervision = supervise({
    first: adopted?.server ?? (await start(new AbortController().signal)),
    restart: start,
    onTrouble: options.onTrouble,
    died: (pid) => new StoreError("UNREACHABLE", `The embedded PostgreSQL (process ${pid}) died; it is started again.`),
  });
  const endWith = async (last: () => Promise<void>): Promise<void> => {
    await supervision.end();
    await last();
    await giveUp();
  };
  const stop = async (): Promise<void> => {
    await stopPostmaster(supervision.current());
    await endpoint.dispose();
  };
  let ended: Promise<void> | undefined;
  return {
    connection: endpoint.connection,
    pid: () => supervision.current().pid,
    stop: () => {
      ended ??= endWith(stop);
      return ended;
    },
    leave: () => {
      ended ??= endWith(async () => {});
      return ended;
    },
  };
};

/** A server that outlived its owner, once it takes connections; undefined when there is none, or it was ending. */
const adopt = async (
  { dataDir, startTimeoutMs }: EmbeddedOptions,
  clusterDir: string,
  password: string | undefined,
): Promise<{ readonly server: Postmaster; readonly endpoint: Endpoint } | undefined> => {
  const server = runningPostmaster(clusterDir);
  if (server === undefined) return undefined;
  const enough = new AbortController();
  const isReady = await Promise.race([
    untilReady(clusterDir, server.pid, AbortSignal.any([enough.signal, AbortSignal.timeout(startTimeoutMs)])),
    server.exited.then(() => false),
  ]);
  enough.abort();
  const stated = readPidFile(clusterDir);
  if (isReady && stated !== undefined) {
    const endpoint = endpointOf(stated, dataDir, password);
    if (endpoint !== undefined) return { server, endpoint };
    throw new StoreError(
      "IN_USE",
      `PostgreSQL runs on ${clusterDir} already (process ${server.pid}), but Trunkline did not start it. Stop it first, or name it in DATABASE_URL.`,
    );
  }
  await stopPostmaster(server);
  return undefined;
};

/** Everything that a start needs: programs, a user that can reach them, and a cluster. */
const prepareCluster = async (
  { dataDir, binDir, sync }: EmbeddedOptions,
  clusterDir: string,
  password: string | undefined,
): Promise<{ readonly binaries: Binaries; readonly runAs: RunAs }> => {
  const major = await clusterMajor(clusterDir);
  const found = await findBinaries({ binDir, major });
  const { binaries, runAs } = await makeRunnable(found, dataDir, clusterDir);
  if (major === undefined) await createCluster({ clusterDir, binaries, runAs, password, sync });
  return { binaries, runAs };
};

/** Programs that the server's user cannot reach, or whose links cannot be made in place, are copied beside the data. */
const makeRunnable = async (
  found: Binaries,
  dataDir: string,
  clusterDir: string,
): Promise<{ readonly binaries: Binaries; readonly runAs: RunAs }> => {
  const where = { dataDir, clusterDir };
  const runAs = await chooseRunAs({ ...where, binDir: await realpath(found.binDir) });
  if (runAs !== undefined) return { binaries: found, runAs };
  const binaries = await copyBinaries(found, dataDir);
  const again = await chooseRunAs({ ...where, binDir: binaries.binDir });
  if (again !== undefined) return { binaries, runAs: again };
  throw new StoreError("NO_BINARIES", `PostgreSQL's programs in ${found.binDir} cannot be run by its user.`);
};

/** As root the directory may be entered by others, since the server is another user; what is in it may not. */
const makeDataDir = async (dataDir: string): Promise<string> => {
  await mkdir(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  return realpath(dataDir);
};
