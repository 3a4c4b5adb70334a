import type { StoredToken, TokenStore } from "./token-store.js";

/** Tokens in this process's memory, gone with it. The lock holds within the process. */
export const createMemoryTokenStore = (): TokenStore => {
  const tokens = new Map<string, StoredToken>();
  /** The last holder or waiter of each key. */
  const queues = new Map<string, Promise<unknown>>();

  return {
    load: async (key) => tokens.get(key),
    save: async (key, token) => {
      tokens.set(key, Object.freeze({ ...token }));
    },
    withLock: (key, work) => {
      const turn = (queues.get(key) ?? Promise.resolve()).then(work);
      const settled = turn.then(
        () => {},
        () => {},
      );
      queues.set(key, settled);
      settled.then(() => {
        if (queues.get(key) === settled) queues.delete(key);
      });
      return turn;
    },
  };
};
