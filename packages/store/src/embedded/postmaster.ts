import { once } from "node:events";
import { open, rename, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { StoreError } from "../store-error.js";
import { serverEnvironment } from "./create-cluster.js";
import { type Binaries, programPath } from "./find-binaries.js";
import { forgetStranger, isServerOf, readPidFile } from "./pid-file.js";
import { type RunAs, spawnAs } from "./run-as.js";
import { programFailed, readTail } from "./start-failure.js";

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
const watchMs = 250;
const longestLogBytes = 5_000_000;

/**
 * Starts the server and waits until it takes connections.
 * @throws StoreError `DISK_FULL`, `START_FAILED`
 */
export const startPostmaster = async (options: PostmasterOptions): Promise<Postmaster> => {
  const { clusterDir, binaries, runAs, settings, signal } = options;
  forgetStranger(clusterDir);
  const logPath = `${clusterDir}.log`;
  await rotate(logPath);
  const log = await open(logPath, "a", 0o600);
  const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawnAs(runAs, programPath(binaries.binDir, "postgres"), ["-D", clusterDir, ...args], {
    detached: true, // a Ctrl-C in the terminal is for us, and a server that outlives us is adopted
    stdio: ["ignore", log.fd, log.fd],
    env: serverEnvironment(),
    windowsHide: true,
  });
  child.unref();
  const exited = once(child, "exit").then(() => {});
  exited.catch(() => {}); // it could not be spawned; told below
  const before = (await log.stat()).size;
  await log.close();
  const end = AbortSignal.any([signal, AbortSignal.timeout(options.startTimeoutMs)]);
  const outcome = await Promise.race([
    exited.then(
      () => "exited",
      () => "exited",
    ),
    untilReady(clusterDir, child.pid, end),
  ]);
  if (outcome === "ready" && child.pid !== undefined) return { pid: child.pid, exited };
  child.kill("SIGQUIT");
  if (outcome === "ended" && !signal.aborted)
    throw new StoreError(
      "START_FAILED",
      `The embedded PostgreSQL was not ready after ${options.startTimeoutMs} ms; its log is ${logPath}.`,
    );
  throw programFailed("postgres", (await readTail(logPath)).slice(-Math.max(1, (await stat(logPath)).size - before)));
};

/** The server of a directory that runs already, e.g. because it outlived its owner. */
export const runningPostmaster = (clusterDir: string): Postmaster | undefined => {
  const stated = readPidFile(clusterDir);
  if (stated === undefined || !isServerOf(clusterDir, stated.pid)) return undefined;
  return { pid: stated.pid, exited: untilGone(clusterDir, stated.pid) };
};

/** Waits until the server has no more than its pid file says: `ready`, or `ended` when told to stop waiting. */
export const untilReady = async (
  clusterDir: string,
  pid: number | undefined,
  signal: AbortSignal,
): Promise<"ready" | "ended"> => {
  while (!signal.aborted) {
    const stated = readPidFile(clusterDir);
    if (stated?.ready && stated.pid === pid) return "ready";
    await sleep(pollMs);
  }
  return "ended";
};

/** Ends a server: what runs is rolled back and everything is written; without that only when it does not end. */
export const stopPostmaster = async ({ pid, exited }: Postmaster): Promise<void> => {
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
