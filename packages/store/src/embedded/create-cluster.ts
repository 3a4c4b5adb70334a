import { chown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Binaries, programPath } from "./find-binaries.js";
import { type RunAs, spawnAs } from "./run-as.js";
import { programFailed } from "./start-failure.js";

/** The role that owns the cluster, and the database that every cluster has. */
export const embeddedLogin = { user: "trunkline", database: "postgres" };

/** What a new cluster is made with. */
export interface ClusterOptions {
  readonly clusterDir: string;
  readonly binaries: Binaries;
  readonly runAs: RunAs;
  /** Asked of connections over TCP, where there are no private sockets; absent: there are. */
  readonly password?: string | undefined;
  /** False leaves the new files to the operating system: for tests. Default true. */
  readonly sync?: boolean | undefined;
}

/** Major version of the cluster in a directory; undefined when there is none. */
export const clusterMajor = async (clusterDir: string): Promise<number | undefined> => {
  const text = await readFile(join(clusterDir, "PG_VERSION"), "utf8").catch(() => undefined);
  return text === undefined ? undefined : Number(text);
};

/** Makes a cluster beside its place and moves it there whole, so that a half made one is never taken for one. */
export const createCluster = async (options: ClusterOptions): Promise<void> => {
  const { clusterDir, runAs, password } = options;
  const unfinished = `${clusterDir}.init`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  if (runAs.kind === "user") await chown(unfinished, runAs.uid, runAs.gid);
  const passwordFile = `${clusterDir}.password`;
  if (password !== undefined) await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  await runInitdb(options, [
    ...["-D", unfinished, "-U", embeddedLogin.user, "--encoding=UTF8", "--wal-segsize=1", "--no-instructions"],
    ...localeArgs(options.binaries.major),
    ...(password === undefined ? ["--auth=trust"] : ["--auth=scram-sha-256", `--pwfile=${passwordFile}`]),
    ...(options.sync === false ? ["--no-sync"] : []),
  ]);
  await rename(unfinished, clusterDir);
};

/** The same order of text on every machine, whatever locales it has. */
const localeArgs = (major: number): readonly string[] =>
  major >= 17 ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"] : ["--locale=C"];

const runInitdb = ({ binaries, runAs }: ClusterOptions, args: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawnAs(runAs, programPath(binaries.binDir, "initdb"), args, {
      stdio: ["ignore", "ignore", "pipe"],
      env: serverEnvironment(),
    });
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4_000);
    });
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve() : reject(programFailed("initdb", said))));
  });

/** Nothing of ours: `PG…` variables would be taken for settings. */
export const serverEnvironment = (): NodeJS.ProcessEnv => {
  const { PATH, SystemRoot, TEMP, TMP } = process.env;
  return { PATH, LC_ALL: "C", ...(process.platform === "win32" && { SystemRoot, TEMP, TMP }) };
};
