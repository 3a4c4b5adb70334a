import { readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { join } from "node:path";

/** What a server writes about itself into its data directory. */
export interface PidFile {
  readonly pid: number;
  readonly port: number;
  readonly socketDir: string;
  /** It takes connections. */
  readonly ready: boolean;
}

/** Undefined when there is none, or a half written one. */
export const readPidFile = (clusterDir: string): PidFile | undefined => {
  try {
    const lines = readFileSync(join(clusterDir, "postmaster.pid"), "utf8").split("\n");
    const [pid = "", , , port = "", socketDir = "", , , status = ""] = lines;
    return /^\d+$/.test(pid)
      ? { pid: Number(pid), port: Number(port), socketDir, ready: status.trim() === "ready" }
      : undefined;
  } catch {
    return undefined;
  }
};

/** Whether that process is the server of that directory. */
export const isServerOf = (clusterDir: string, pid: number): boolean =>
  workingDirectoryOf(pid) === clusterDir || (workingDirectoryOf(pid) === undefined && isAlive(pid));

/**
 * Removes the file when its number now belongs to a stranger, as after the restart of a container, or to a dead process
 * that nobody has reaped: PostgreSQL would refuse to start for as long. It stays while any process works in the directory, since from it PostgreSQL knows the
 * memory that survivors of a killed server still hold.
 */
export const forgetStranger = (clusterDir: string): void => {
  const stated = readPidFile(clusterDir);
  if (process.platform !== "linux" || stated === undefined || !isAlive(stated.pid)) return;
  const elsewhere = workingDirectoryOf(stated.pid);
  if (elsewhere === undefined || elsewhere === clusterDir) return;
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  if (pids.some((pid) => workingDirectoryOf(Number(pid)) === clusterDir)) return;
  rmSync(join(clusterDir, "postmaster.pid"), { force: true });
};

/** A zombie has none and answers `""`; undefined where it cannot be told. */
const workingDirectoryOf = (pid: number): string | undefined => {
  if (process.platform !== "linux") return undefined;
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? "" : undefined;
  }
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};
