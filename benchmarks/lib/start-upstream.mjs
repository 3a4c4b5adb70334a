import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Starts the loopback upstream in a process of its own, with one of its canned replies. */
export const startUpstream = async (reply) => {
  const child = fork(fileURLToPath(new URL("loopback-upstream.mjs", import.meta.url)), [reply]);
  const [{ port, bytes }] = await once(child, "message");
  return { port, bytes, origin: `http://127.0.0.1:${port}`, stop: () => child.disconnect() };
};
