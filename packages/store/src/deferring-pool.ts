import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from "kysely";
import type { Pool, PoolClient } from "pg";
import { deferredMark } from "./deferred.js";
import { type LeadingStatement, type PreparedStatements, queryLed } from "./led-query.js";

/**
 * The pool, with less waiting in its transactions: `begin` and what is marked as deferred are sent together with the
 * statement that follows, and a transaction without any statement is never opened.
 */
export const createDeferringPool = (pool: Pool): PostgresPool => {
  const clients = new WeakMap<PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    connect: async () => {
      const client = await pool.connect();
      const known = clients.get(client) ?? createDeferringClient(client);
      clients.set(client, known);
      return known;
    },
    end: () => pool.end(),
  };
};

const createDeferringClient = (client: PoolClient): PostgresPoolClient => {
  const prepared: PreparedStatements = new Map();
  let waiting: readonly LeadingStatement[] = [];
  let transaction: "none" | "asked" | "open" = "none";

  const send = <R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>> => {
    const leading = waiting;
    waiting = [];
    if (transaction === "asked") transaction = "open";
    return leading.length === 0
      ? (client.query(text, [...values]) as Promise<PostgresQueryResult<never>>)
      : queryLed(client, leading, { text, values }, prepared);
  };

  const end = async <R>(text: "commit" | "rollback"): Promise<PostgresQueryResult<R>> => {
    if (text === "rollback") waiting = [];
    const isEmpty = transaction === "asked" && waiting.length <= 1;
    const result = isEmpty ? nothing<R>(text === "commit" ? "COMMIT" : "ROLLBACK") : await send<R>(text, []);
    waiting = [];
    transaction = "none";
    return result;
  };

  const query = async <R>(text: string, values: readonly unknown[] = []): Promise<PostgresQueryResult<R>> => {
    if (text === "commit" || text === "rollback") return end(text);
    if (text === "begin" || text.startsWith("start transaction")) transaction = "asked";
    else if (transaction === "none" || !text.startsWith(deferredMark)) return send(text, values);
    waiting = [...waiting, { text, values }];
    return nothing("SELECT");
  };

  return {
    query: query as PostgresPoolClient["query"],
    release: (destroy) => {
      waiting = [];
      transaction = "none";
      client.release(destroy);
    },
  };
};

const nothing = <R>(command: PostgresQueryResult<R>["command"]): PostgresQueryResult<R> => ({
  command,
  rowCount: 0,
  rows: [],
});
