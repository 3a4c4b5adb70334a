import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { classifyFailure } from "./classify-failure.js";
import type { ConnectionSettings } from "./create-store.js";
import { StoreError } from "./store-error.js";

/** How long to wait for the database. */
export interface Patience {
  readonly connectTimeoutMs: number;
  /** Altogether. */
  readonly startTimeoutMs: number;
}

interface ServerFacts {
  readonly version: number;
  readonly inRecovery: boolean;
  readonly readOnly: boolean;
}

const oldestMajor = 14;
const firstPauseMs = 100;
const longestPauseMs = 2_000;

/**
 * Waits until the database answers, and refuses one that cannot hold the store.
 * @throws StoreError `UNREACHABLE`, `READ_ONLY`, `BAD_SETTING` for a login, a database or a version that does not fit
 */
export const awaitDatabase = async (
  connection: ConnectionSettings["connection"],
  patience: Patience,
): Promise<void> => {
  const { version, inRecovery, readOnly } = await factsWithin(connection, patience);
  if (version < oldestMajor * 10_000)
    throw new StoreError(
      "BAD_SETTING",
      `The database is PostgreSQL ${Math.floor(version / 10_000)}; Trunkline needs ${oldestMajor} or newer.`,
    );
  if (inRecovery)
    throw new StoreError("READ_ONLY", "The database is a standby, which takes no writes. Name the primary's address.");
  if (readOnly)
    throw new StoreError(
      "READ_ONLY",
      "The database takes no writes: default_transaction_read_only is on for this role, database or server. Turn it off, or name another role.",
    );
};

const factsWithin = async (
  connection: ConnectionSettings["connection"],
  { connectTimeoutMs, startTimeoutMs }: Patience,
): Promise<ServerFacts> => {
  const enough = AbortSignal.timeout(startTimeoutMs);
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      return await askFacts({ ...connection, connectionTimeoutMillis: connectTimeoutMs });
    } catch (error) {
      const failure = classifyFailure(error);
      if (failure !== "gone" && failure !== "passing") throw refusal(error);
      if (enough.aborted) throw unreachable(error, startTimeoutMs);
      await sleep(pauseMs, undefined, { signal: enough }).catch(() => {});
    }
  }
};

const askFacts = async (config: ConstructorParameters<typeof Client>[0]): Promise<ServerFacts> => {
  const client = new Client(config);
  client.on("error", () => {}); // told by the query, too
  try {
    await client.connect();
    const { rows } = await client.query<ServerFacts>(`
      select current_setting('server_version_num')::int as version, pg_is_in_recovery() as "inRecovery",
             current_setting('default_transaction_read_only')::bool as "readOnly"`);
    return rows[0] as ServerFacts;
  } finally {
    await client.end().catch(() => {});
  }
};

const unreachable = (cause: unknown, waitedMs: number): StoreError =>
  new StoreError(
    "UNREACHABLE",
    `No database answered within ${waitedMs / 1_000} s (${codeOf(cause)}). Check DATABASE_URL, that PostgreSQL runs, and that this machine may connect to it.`,
    { cause },
  );

/** It answered, and did not let us in. */
const refusal = (cause: unknown): StoreError => {
  const code = codeOf(cause);
  const sentences: Readonly<Record<string, string>> = {
    "28P01": "The database refused the password. Check user and password in DATABASE_URL.",
    "28000": "The database refused the login. Check the user in DATABASE_URL, and pg_hba.conf on the server.",
    "3D000": "The server has no database of that name. Create it, or correct the name in DATABASE_URL.",
  };
  const known =
    sentences[code] ??
    (/does not support SSL/i.test(String(cause))
      ? "The server does not support TLS. Set sslmode=disable in DATABASE_URL if the network is private."
      : `The database refused the connection (${code}). Check DATABASE_URL.`);
  return new StoreError("BAD_SETTING", known, { cause });
};

const codeOf = (error: unknown): string => {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  const { code, message } = error as { code?: string; message?: string };
  return code ?? message ?? "unknown";
};
