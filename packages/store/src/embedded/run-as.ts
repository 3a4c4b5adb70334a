import { type ChildProcess, execFile, type SpawnOptions, spawn } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { StoreError } from "../store-error.js";

/** Under which user the server runs: PostgreSQL refuses to run as root. */
export type RunAs =
  | { readonly kind: "self" }
  | { readonly kind: "user"; readonly uid: number; readonly gid: number }
  /** As root outside, as `uid` inside a user namespace of its own. */
  | { readonly kind: "namespace"; readonly uid: number };

/** What the server must be able to reach. */
export interface RunAsNeeds {
  /** Directory of the programs. */
  readonly binDir: string;
  /** Directory that holds the cluster. */
  readonly dataDir: string;
  /** The cluster itself, when there is one already: its owner decides. */
  readonly clusterDir: string;
}

const run = promisify(execFile);

/**
 * Not root: as is. Root: `nobody` where it can reach everything, else a user namespace.
 * Undefined when neither works here but would with the programs copied beside the data.
 * @throws StoreError `NO_BINARIES` when nothing can work
 */
export const chooseRunAs = async ({ binDir, dataDir, clusterDir }: RunAsNeeds): Promise<RunAs | undefined> => {
  if (process.getuid?.() !== 0) return { kind: "self" };
  const nobody = await findNobody();
  const owner = (await stat(clusterDir).catch(() => undefined))?.uid;
  const asUser: RunAs = { kind: "user", ...nobody, ...(owner !== undefined && owner !== 0 && { uid: owner }) };
  const dataIsReachable = owner !== 0 && (await isReachable(dataDir, asUser));
  if (dataIsReachable && (await isReachable(binDir, asUser))) return asUser;
  // A cluster that `nobody` owns cannot be opened from a namespace that maps root alone.
  if ((owner === undefined || owner === 0) && (await hasNamespaces(nobody.uid)))
    return { kind: "namespace", uid: nobody.uid };
  if (dataIsReachable) return undefined;
  throw new StoreError(
    "NO_BINARIES",
    `PostgreSQL does not run as root, and user ${asUser.uid} cannot reach ${dataDir}. Choose a data directory that every user may enter, run as another user than root, or set DATABASE_URL.`,
  );
};

/** Starts a program under that user. */
export const spawnAs = (
  runAs: RunAs,
  program: string,
  args: readonly string[],
  options: SpawnOptions,
): ChildProcess => {
  if (runAs.kind === "self") return spawn(program, args, options);
  if (runAs.kind === "user") return spawn(program, args, { ...options, uid: runAs.uid, gid: runAs.gid });
  return spawn("unshare", [...namespaceArgs(runAs.uid), program, ...args], options);
};

const namespaceArgs = (uid: number): readonly string[] => ["--user", `--map-user=${uid}`];

const hasNamespaces = async (uid: number): Promise<boolean> => {
  try {
    await run("unshare", [...namespaceArgs(uid), "true"]);
    return true;
  } catch {
    return false;
  }
};

/** `initdb` looks its user up, so it has to be one with an entry. */
const findNobody = async (): Promise<{ uid: number; gid: number }> => {
  const entry = (await readFile("/etc/passwd", "utf8").catch(() => "")).match(/^nobody:[^:]*:(\d+):(\d+):/m);
  return { uid: Number(entry?.[1] ?? 65_534), gid: Number(entry?.[2] ?? 65_534) };
};

/** By the mode bits of the directory and all above it. */
const isReachable = async (dir: string, { uid, gid }: { uid: number; gid: number }): Promise<boolean> => {
  const found = await stat(dir).catch(() => undefined);
  if (found === undefined) return false;
  const bit = found.uid === uid ? 0o100 : found.gid === gid ? 0o010 : 0o001;
  if ((found.mode & bit) === 0) return false;
  return dirname(dir) === dir || isReachable(dirname(dir), { uid, gid });
};
