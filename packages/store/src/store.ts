import type { Kysely, Transaction } from "kysely";
import type { Tables } from "./tables.js";

/** The database handle that statements are built on. */
export type Database = Kysely<Tables>;
/** A transaction that is open. */
export type StoreTransaction = Transaction<Tables>;

/** Where the database runs. */
export type StoreKind = "embedded" | "postgres";

/** State of the store, for health checks. */
export interface StoreHealth {
  readonly status: "up" | "down";
  readonly kind: StoreKind;
  /** Of `SELECT 1`, in milliseconds. */
  readonly latencyMs?: number;
  readonly pool: { readonly total: number; readonly idle: number; readonly waiting: number };
  /** Why it is down: one sentence without secrets. */
  readonly reason?: string;
}

/** The one database. */
export interface Store {
  readonly kind: StoreKind;
  readonly db: Database;
  /** PostgreSQL schema that holds the tables. */
  readonly schema: string;
  /**
   * Runs the work in one transaction: committed when it resolves, rolled back when it rejects. Not repeated by itself.
   */
  transaction<T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T>;
  /**
   * Listens on a channel over a connection of its own, which is made again when it breaks. `onNotice` is also called after
   * each reconnection, since notices may have been missed. A hint only: whoever waits must poll as well.
   */
  listen(channel: string, onNotice: (payload: string) => void): { stop(): Promise<void> };
  /** Never rejects. */
  health(): Promise<StoreHealth>;
  /** Ends the pool, and the embedded server if this process started it. */
  close(): Promise<void>;
}
