import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Starts the Shopify twin beside the gateways. */
export const startTwin = async (seed) => {
  const child = fork(fileURLToPath(new URL("twin-process.mjs", import.meta.url)), [String(seed)]);
  await once(child, "message");
  const waiting = new Map();
  let last = 0;
  child.on("message", ({ id, result, error }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) resolve(result);
    else reject(new Error(error));
  });
  const ask = (name, argument) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      child.send({ id: last, name, argument });
    });
  const { url, config } = await ask("facts");
  return { url, config, ask, close: () => child.disconnect() };
};
