import type { Clock } from "@trunkline/core";
import type { StoreTransaction } from "@trunkline/store";
import { sql } from "kysely";

/** Wakes those who listen, when the transaction is committed. */
export type Notify = (tx: StoreTransaction) => Promise<void>;

/**
 * Notifies at most once per `everyMs`. PostgreSQL lets transactions that notify commit one after the other, disk flush
 * included, so that one notice for each of many small transactions would take away what committing in groups gains.
 * Whoever listens looks again a little later all the same.
 */
export const createSparingNotify = (clock: Clock, channels: readonly string[], everyMs = 25): Notify => {
  let lastMs = Number.NEGATIVE_INFINITY;
  return async (tx) => {
    const nowMs = clock.monotonic();
    if (nowMs - lastMs < everyMs) return;
    lastMs = nowMs;
    await sql`select pg_notify(channel, '') from unnest(${channels}::text[]) as channel`.execute(tx);
  };
};
