import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const cli = fileURLToPath(new URL("../../apps/gateway/dist/cli.js", import.meta.url));

/** Starts the built gateway in mock mode on a free port with its own data directory. */
export const startGateway = async (env = {}) => {
  const scratch = mkdtempSync(join(tmpdir(), "trunkline-bench-"));
  const child = spawn(process.execPath, [cli, "start", "--port", "0", "--json", "--mock"], {
    cwd: scratch,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  for await (const part of child.stdout) {
    text += part;
    if (text.includes("\n}")) break;
  }
  child.stdout.resume();
  const { url, key } = JSON.parse(text);
  return {
    url,
    key,
    pid: child.pid,
    stop: async () => {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
      rmSync(scratch, { recursive: true, force: true });
    },
  };
};
