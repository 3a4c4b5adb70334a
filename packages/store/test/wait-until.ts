import { setTimeout as sleep } from "node:timers/promises";

/** Asks again and again until the answer is truthy, which it returns; fails after ten seconds. */
export const waitUntil = async <T>(ask: () => T | Promise<T>): Promise<T> => {
  const enough = AbortSignal.timeout(10_000);
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    enough.throwIfAborted();
    await sleep(10);
  }
};
