import { once } from "node:events";
import { open, rename, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { StoreError } from "../store-error.js";
import { serverEnvironment } from "./create-cluster.js";
import { type Binaries, programPath } from "./find-binaries.js";
import { forgetStranger, isServerOf, readPidFile } from "./pid-file.js";
import { type RunAs, spawnAs } from "./run-as.js";
import { programFailed, readAfter } from "./start-failure.js";

/** A server that runs. */
export interface Postmaster {
  readonly pid: number;
  /** Resolves when it is no more. */
  readonly exited: Promise<void>;
}

/** What a server is started with. */
export interface PostmasterOptions {
  readonly clusterDir: string;
  readonly binaries: Binaries;
  readonly runAs: RunAs;
  readonly settings: Readonly<Record<string, string>>;
  /** How long recovery may take. */
  readonly startTimeoutMs: number;
  /** Gives up early, and ends what was started. */
  readonly signal: AbortSignal;
}

const pollMs = 10;
const retryMs = 100;
const watchMs = 250;
const longestLogBytes = 5_000_000;

/**
 * Starts the server and waits until it takes connections. One that was killed leaves processes that hold its memory for a
 * moment longer: until they are gone PostgreSQL refuses to start, and is asked again.
 * @throws StoreError `DISK_FULL`, `START_FAILED`
 */
export const startPostmaster = async (options: PostmasterOptions): Promise<Postmaster> => {
  const enough = AbortSignal.any([options.signal, AbortSignal.timeout(options.startTimeoutMs)]);
  for (;;) {
    const { server, said } = await tryStart(options, enough);
    if (server !== undefined) return server;
    if (enough.aborted)
      throw new StoreError(
        "START_FAILED",
        `The embedded PostgreSQL was not ready after ${options.startTimeoutMs} ms; its log is ${logOf(options)}.`,
      );
    if (!survivorsHoldIt.test(said)) throw programFailed("postgres", said);
    await sleep(retryMs);
  }
};

const survivorsHoldIt = /pre-existing shared memory block|lock file "postmaster\.pid" already exists/;

const logOf = ({ clusterDir }: PostmasterOptions): string => `${clusterDir}.log`;

/** The server, or what it said when it ended. */
const tryStart = async (
  options: PostmasterOptions,
  enough: AbortSignal,
): Promise<{ readonly server?: Postmaster; readonly said: string }> => {
  const { clusterDir, binaries, runAs, settings } = options;
  forgetStranger(clusterDir);
  await rotate(logOf(options));
  const log = await open(logOf(options), "a", 0o600);
  const { size: alreadyLogged } = await log.stat();
  const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawnAs(runAs, programPath(binaries.binDir, "postgres"), ["-D", clusterDir, ...args], {
    detached: true, // a Ctrl-C in the terminal is for us, and a server that outlives us is adopted
    stdio: ["ignore", log.fd, log.fd],
    env: serverEnvironment(),
    windowsHide: true,
  });
  child.unref();
  const exited = once(child, "exit").then(
    () => {},
    () => {}, // it could not be spawned
  );
  await log.close();
  const given = new AbortController();
  const isReady = await Promise.race([
    untilReady(clusterDir, child.pid, AbortSignal.any([enough, given.signal])),
    exited.then(() => false),
  ]);
  given.abort();
  if (isReady && child.pid !== undefined) return { server: { pid: child.pid, exited }, said: "" };
  child.kill("SIGQUIT");
  return { said: await readAfter(logOf(options), alreadyLogged) };
};

/** The server of a directory that runs already, e.g. because it outlived its owner. */
export const runningPostmaster = (clusterDir: string): Postmaster | undefined => {
  const stated = readPidFile(clusterDir);
  if (stated === undefined || !isServerOf(clusterDir, stated.pid)) return undefined;
  return { pid: stated.pid, exited: untilGone(clusterDir, stated.pid) };
};

/** Waits until that server says that it takes connections; false when told to wait no longer. */
export const untilReady = async (
  clusterDir: string,
  pid: number | undefined,
  signal: AbortSignal,
): Promise<boolean> => {
  while (!signal.aborted) {
    const stated = readPidFile(clusterDir);
    if (stated?.ready && stated.pid === pid) return true;
    await sleep(pollMs);
  }
  return false;
};

/** Ends a server: what runs is rolled back and everything is written; without that only when it does not end. */
export const stopPostmaster = async ({ pid, exited }: Postmaster): Promise<void> => {
  // Its number may belong to another process by now.
  if (await Promise.race([exited.then(() => true), Promise.resolve(false)])) return;
  for (const [signal, patienceMs] of [
    ["SIGINT", 20_000],
    ["SIGQUIT", 5_000],
    ["SIGKILL", 5_000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    const patience = new AbortController();
    const isGone = await Promise.race([
      exited.then(() => true),
      sleep(patienceMs, false, { signal: patience.signal }).catch(() => false),
    ]);
    patience.abort();
    if (isGone) return;
  }
};

/** Not our child, so nobody tells us. */
const untilGone = async (clusterDir: string, pid: number): Promise<void> => {
  while (isServerOf(clusterDir, pid)) await sleep(watchMs, undefined, { ref: false });
};

const rotate = async (path: string): Promise<void> => {
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined && found.size > longestLogBytes) await rename(path, `${path}.1`);
};
