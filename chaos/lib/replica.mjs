// One gateway process: started, killed, paused and started again on the same port.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { request } from "undici";
import { until } from "./wait.mjs";

const restartMs = 100;
const cli = fileURLToPath(new URL("../../apps/gateway/dist/cli.js", import.meta.url));

/** A gateway on a port, not running yet. `env` may be a function, asked at each start. */
export const createReplica = ({ name, port, directory, env, command = process.execPath, prefix = [] }) => {
  const log = createWriteStream(join(directory, `${name}.log`), { flags: "a" });
  const url = `http://127.0.0.1:${port}`;
  let child;
  let isWanted = false;
  let isClosed = false;
  const counts = { starts: 0, kills: 0, stops: 0, pauses: 0 };
  /** How it ended when it was asked to stop and did not do so in peace. */
  const rudeEnds = [];
  const isRunning = () => child !== undefined && child.exitCode === null && child.signalCode === null;

  const start = () => {
    if (isClosed) return;
    isWanted = true;
    if (isRunning()) return;
    counts.starts += 1;
    child = spawn(command, [...prefix, cli, "start", "--port", String(port)], {
      cwd: directory,
      env: { ...process.env, ...env() },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    // As under any supervisor: what dies by itself, or by a payload, comes back.
    child.once("exit", () => isWanted && setTimeout(() => isWanted && start(), restartMs));
  };

  /** Ends the process that runs now; resolves to how it ended, once it did. */
  const end = async (signal, count) => {
    isWanted = false;
    if (!isRunning()) return undefined;
    counts[count] += 1;
    const exited = once(child, "exit");
    child.kill(signal);
    const [code, by] = await exited;
    return { code, signal: by };
  };

  const isReady = async () => {
    try {
      const { statusCode, body } = await request(`${url}/readyz`, { headersTimeout: 1_000, bodyTimeout: 1_000 });
      const { store } = await body.json();
      return statusCode === 200 && store.status === "ready";
    } catch {
      return false;
    }
  };

  return {
    name,
    url,
    directory,
    counts,
    start,
    get pid() {
      return child?.pid;
    },
    isRunning,
    rudeEnds,
    /** Starts it and resolves when it can take requests and has its database. */
    ready: (timeoutMs = 60_000) => {
      start();
      return until(`${name} being ready`, isReady, { timeoutMs });
    },
    kill: () => end("SIGKILL", "kills"),
    stop: async () => {
      const wasReady = await isReady();
      const ended = await end("SIGTERM", "stops");
      // One that only starts may die of it, and one that is killed on its way out is not to blame.
      if (wasReady && ended && ended.code !== 0 && ended.signal !== "SIGKILL") rudeEnds.push(ended);
    },
    pause: () => {
      if (!isRunning()) return;
      counts.pauses += 1;
      child.kill("SIGSTOP");
    },
    resume: () => void child?.kill("SIGCONT"),
    close: async () => {
      isClosed = true;
      child?.kill("SIGCONT");
      await end("SIGKILL", "stops");
      log.end();
    },
  };
};
