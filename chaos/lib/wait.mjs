import { setTimeout as sleep } from "node:timers/promises";

export { sleep };

/** Polls until `check` gives something true; says after `timeoutMs` what was waited for. */
export const until = async (what, check, { timeoutMs = 30_000, everyMs = 50 } = {}) => {
  const endMs = Date.now() + timeoutMs;
  for (;;) {
    const result = await check();
    if (result) return result;
    if (Date.now() > endMs) throw new Error(`${what} did not happen within ${timeoutMs / 1000} s`);
    await sleep(everyMs);
  }
};
