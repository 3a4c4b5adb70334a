import { createMemoryTokenStore, type StoredToken, type TokenStore } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import { sql } from "kysely";
import type { Background } from "./background.js";

/** How long a login waits for a database that is still being opened. */
const patienceMs = 5_000;

/**
 * Renewed logins in the table `token`, so that a rotated one outlives the process and is shared by replicas. While the
 * database is away it rejects: a pair that was rotated and forgotten would lock the connection out. Where the gateway runs
 * without a database, tokens live in memory.
 */
export const createTokenStore = (durable: Background<{ readonly store: Store }>): TokenStore => {
  const memory = createMemoryTokenStore();
  const table = async (): Promise<TokenStore> =>
    durable.state.status === "off" ? memory : tokensIn((await durable.whenReady(patienceMs)).store);
  return {
    load: async (key) => (await table()).load(key),
    save: async (key, token) => (await table()).save(key, token),
    withLock: async (key, work) => (await table()).withLock(key, work),
  };
};

const tokensIn = ({ db }: Store): TokenStore => ({
  load: async (key) => {
    const { login, fingerprint } = partsOf(key);
    const row = await db
      .selectFrom("token")
      .select("token")
      .where("connection", "=", login)
      .where("fingerprint", "=", fingerprint)
      .executeTakeFirst();
    return row?.token as StoredToken | undefined;
  },
  save: async (key, token) => {
    const { login, fingerprint } = partsOf(key);
    await sql`
      insert into token (connection, fingerprint, token) values (${login}, ${fingerprint}, ${JSON.stringify(token)})
      on conflict (connection) do update
        set fingerprint = excluded.fingerprint, token = excluded.token, updated_at = clock_timestamp()`.execute(db);
  },
  // Of the session, not of a transaction: what is saved inside must be seen by others before the lock is given back.
  withLock: (key, work) =>
    db.connection().execute(async (session) => {
      await sql`select pg_advisory_lock(hashtextextended(${key}, 0))`.execute(session);
      try {
        return await work();
      } finally {
        await sql`select pg_advisory_unlock(hashtextextended(${key}, 0))`.execute(session);
      }
    }),
});

/** A key ends in what tells one set of credentials from the next; a new set takes the row of the old one. */
const partsOf = (key: string): { readonly login: string; readonly fingerprint: string } => {
  const at = key.lastIndexOf(".");
  return { login: key.slice(0, at), fingerprint: key.slice(at + 1) };
};
