// One gateway process: started, killed, paused and started again on the same port.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { request } from "undici";
import { until } from "./wait.mjs";

const cli = fileURLToPath(new URL("../../apps/gateway/dist/cli.js", import.meta.url));

/** A gateway on a port, not running yet. `env` may be a function, asked at each start. */
export const createReplica = ({ name, port, directory, env, command = process.execPath, prefix = [] }) => {
  const log = createWriteStream(join(directory, `${name}.log`), { flags: "a" });
  const url = `http://127.0.0.1:${port}`;
  let child;
  const counts = { starts: 0, kills: 0, stops: 0, pauses: 0 };
  const isRunning = () => child !== undefined && child.exitCode === null && child.signalCode === null;

  const start = () => {
    if (isRunning()) return;
    counts.starts += 1;
    child = spawn(command, [...prefix, cli, "start", "--port", String(port)], {
      cwd: directory,
      env: { ...process.env, ...env() },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
  };

  const end = async (signal, count) => {
    if (!isRunning()) return;
    counts[count] += 1;
    const exited = once(child, "exit");
    child.kill(signal);
    await exited;
  };

  const isReady = async () => {
    try {
      const { statusCode, body } = await request(`${url}/readyz`, { headersTimeout: 1_000, bodyTimeout: 1_000 });
      await body.dump();
      return statusCode === 200;
    } catch {
      return false;
    }
  };

  return {
    name,
    url,
    counts,
    start,
    get pid() {
      return child?.pid;
    },
    isRunning,
    isReady,
    ready: (timeoutMs = 60_000) =>
      until(
        `${name} being ready`,
        async () => {
          start(); // one that was killed by a payload of its own comes back like under any supervisor
          return isReady();
        },
        { timeoutMs },
      ),
    kill: () => end("SIGKILL", "kills"),
    stop: () => end("SIGTERM", "stops"),
    pause: () => {
      if (!isRunning()) return;
      counts.pauses += 1;
      child.kill("SIGSTOP");
    },
    resume: () => void child?.kill("SIGCONT"),
    close: async () => {
      child?.kill("SIGCONT");
      await end("SIGKILL", "stops");
      log.end();
    },
  };
};
