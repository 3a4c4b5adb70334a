import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** Starts the built gateway on a free port with its own data directory; `stop` sends SIGTERM and gives the exit code. */
export const startGateway = async ({ root, scratch, env = {} }) => {
  const child = spawn("node", [join(root, "apps/gateway/dist/cli.js"), "start", "--port", "0", "--json"], {
    cwd: scratch,
    env: { ...process.env, TRUNKLINE_LOG_LEVEL: "silent", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  for await (const part of child.stdout) {
    text += part;
    if (text.includes("\n}")) break;
  }
  assert.match(text, /\{/, "the gateway printed where it listens");
  const { url, key } = JSON.parse(text);
  child.stdout.resume();
  const ask = async (path, { method = "GET", body, headers = {} } = {}) => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text: answer,
      json: /json/.test(response.headers.get("content-type")) ? JSON.parse(answer) : undefined,
    };
  };
  const stop = async () => {
    child.kill("SIGTERM");
    const [code] = child.exitCode === null ? await once(child, "exit") : [child.exitCode];
    return code;
  };
  return { url, key, ask, stop };
};
