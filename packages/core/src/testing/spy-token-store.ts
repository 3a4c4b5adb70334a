import type { StoredToken, TokenStore } from "../credentials/token-store.js";

/** A token store that tells what was saved. */
export interface SpyTokenStore extends TokenStore {
  /** Oldest first. */
  readonly saved: readonly StoredToken[];
}

/** An empty one, without locks. */
export const createSpyTokenStore = (): SpyTokenStore => {
  const saved: StoredToken[] = [];
  const byKey = new Map<string, StoredToken>();
  return {
    saved,
    load: async (key) => byKey.get(key),
    save: async (key, token) => {
      byKey.set(key, token);
      saved.push(token);
    },
    withLock: (_key, work) => work(),
  };
};
