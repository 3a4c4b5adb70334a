import type { Pool } from "pg";
import type { StoreHealth, StoreKind } from "./store.js";

/** Asks the database for a sign of life. Never rejects. */
export const readHealth = async (kind: StoreKind, pool: Pool): Promise<StoreHealth> => {
  const startedMs = performance.now();
  const sizes = () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount });
  try {
    await pool.query("select 1");
    return { status: "up", kind, latencyMs: Math.round((performance.now() - startedMs) * 100) / 100, pool: sizes() };
  } catch (error) {
    return { status: "down", kind, reason: reasonOf(error), pool: sizes() };
  }
};

/** The driver's messages name hosts and roles, never passwords; a connection string in one would. */
const reasonOf = (error: unknown): string => {
  const { code, message = String(error) } = error as { code?: string; message?: string };
  const text = message.replaceAll(/\w+:\/\/\S+/g, "<address>");
  return code === undefined ? text : `${text} (${code})`;
};
