import type { Clock } from "../clock.js";
import { ConnectorError } from "../errors/connector-error.js";
import { describeCause } from "../errors/redact.js";
import type { StoredToken, TokenStore } from "./token-store.js";

/** Waits before further tries to save. */
const saveBackoffMs = [100, 500];

/** A token that was obtained but not saved yet, and the stored one that it replaces. */
interface Unsaved {
  readonly token: StoredToken;
  readonly replaces: string;
}

/** What the store holds under one key, and what it should hold but could not be written yet. */
export interface TokenKeeper {
  /** @throws ConnectorError `INTERNAL`, retryable, when the store fails. */
  load(): Promise<StoredToken | undefined>;
  /** As the store's; failures of the store itself are ours. */
  withLock<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Saves a token that replaces `previous`. When the store fails the token is kept for {@link pending}.
   * @throws ConnectorError `INTERNAL`, retryable, when a rotated pair could not be saved: it must not be used before.
   */
  save(token: StoredToken, previous: StoredToken | undefined): Promise<void>;
  /** Marks a login as dead. Gives what the store then holds: the unmarked token when it fails. */
  markDead(stored: StoredToken | undefined): Promise<StoredToken | undefined>;
  /** The token that was obtained in place of `stored` and could not be saved, where there is one. */
  pending(stored: StoredToken | undefined): StoredToken | undefined;
}

/** Tells stored tokens apart; also by the mark of a dead login. */
export const identityOf = (token: StoredToken | undefined): string =>
  JSON.stringify([token?.accessToken, token?.refreshToken, token?.dead === true]);

/** Keeps one connection's token in a store. */
export const createTokenKeeper = (store: TokenStore, key: string, clock: Clock): TokenKeeper => {
  let unsaved: Unsaved | undefined;

  return {
    load: () => ours("read", () => store.load(key)),
    withLock: async (work) => {
      // The work's own failures pass through as they are.
      let failed: { readonly cause: unknown } | undefined;
      const guarded = () =>
        work().catch((cause: unknown) => {
          failed = { cause };
          throw cause;
        });
      try {
        return await store.withLock(key, guarded);
      } catch (cause) {
        throw failed ? failed.cause : storeFailure("locked", cause);
      }
    },
    async save(token, previous) {
      for (let repeats = 0; ; repeats += 1) {
        try {
          await store.save(key, token);
          unsaved = undefined;
          return;
        } catch (cause) {
          unsaved = { token, replaces: identityOf(previous) };
          const pauseMs = saveBackoffMs[repeats];
          if (pauseMs === undefined) {
            const isRotated = token.refreshToken !== undefined && token.refreshToken !== previous?.refreshToken;
            if (isRotated) throw storeFailure("written, so the renewed login is not used yet", cause);
            return;
          }
          await clock.sleep(pauseMs);
        }
      }
    },
    async markDead(stored) {
      const dead: StoredToken = { accessToken: "", ...stored, dead: true };
      try {
        await store.save(key, dead);
        return dead;
      } catch {
        return stored;
      }
    },
    pending: (stored) => (unsaved?.replaces === identityOf(stored) ? unsaved.token : undefined),
  };
};

const ours = async <T>(verb: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (cause) {
    throw storeFailure(verb, cause);
  }
};

/** Without the cause: a database's errors may quote the row. */
const storeFailure = (verb: string, cause: unknown): ConnectorError =>
  new ConnectorError("INTERNAL", {
    message: `The token store could not be ${verb} (${describeCause(cause)}).`,
    retryable: true,
    outcome: "not_executed",
    help: "Check the store that holds the tokens, then call again.",
  });
