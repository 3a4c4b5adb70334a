import { setTimeout as sleep } from "node:timers/promises";

/** Waits until something holds, for processes and databases that go their own pace. Fails after 15 s. */
export const until = async <T>(what: string, look: () => T | Promise<T>): Promise<NonNullable<T>> => {
  const giveUpMs = performance.now() + 15_000;
  for (;;) {
    const seen = await look();
    if (seen) return seen as NonNullable<T>;
    if (performance.now() > giveUpMs) throw new Error(`Waited in vain until ${what}.`);
    await sleep(20);
  }
};
