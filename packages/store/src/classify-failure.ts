import { isStoreError } from "./store-error.js";

/**
 * What a failed statement or connection means for whoever asked.
 * - `passing`: the same transaction may well work when tried again, e.g. a deadlock or a statement that took too long.
 * - `gone`: the database cannot be reached now; whether a commit that was under way happened is not known.
 * - `full`: no room; reading works, writing will when space is free.
 * - `read_only`: the server takes no writes, e.g. a standby before it is promoted.
 * - `bug`: it will fail again the same way: a constraint, a wrong statement, an error of ours.
 */
export type FailureClass = "passing" | "gone" | "full" | "read_only" | "bug";

/** By SQLSTATE, else by its class of two characters. */
const bySqlState: Readonly<Record<string, FailureClass>> = {
  "08": "gone",
  "57P01": "gone", // admin_shutdown
  "57P02": "gone", // crash_shutdown
  "57P03": "gone", // cannot_connect_now: starting, recovering, stopping
  "57P05": "gone", // idle_session_timeout
  "25P03": "gone", // idle_in_transaction_session_timeout ends the session
  "25P04": "gone", // transaction_timeout does, too
  "25006": "read_only",
  "40": "passing", // rolled back: serialization, deadlock
  "53100": "full",
  "53": "passing", // out of memory, of connections
  "55P03": "passing", // lock_not_available
  "57014": "passing", // query_canceled: statement_timeout
};

const bySystemCode: Readonly<Record<string, FailureClass>> = {
  ECONNREFUSED: "gone",
  ECONNRESET: "gone",
  ECONNABORTED: "gone",
  ENOENT: "gone",
  ENOTFOUND: "gone",
  EAI_AGAIN: "gone",
  EPIPE: "gone",
  ETIMEDOUT: "gone",
  EHOSTUNREACH: "gone",
  ENETUNREACH: "gone",
  ENOSPC: "full",
};

const byStoreCode: Readonly<Record<string, FailureClass>> = {
  UNREACHABLE: "gone",
  CLOSED: "gone",
  DISK_FULL: "full",
  READ_ONLY: "read_only",
};

/** The driver gives some of its own errors no code. */
const driverTexts =
  /^(connection terminated|client has encountered a connection error|timeout exceeded when trying to connect|timeout expired|cannot use a pool after calling end)/i;

/** Classifies an error of the driver, of the network or of the store; what wraps another is classified by its cause. */
export const classifyFailure = (error: unknown): FailureClass => {
  if (!(error instanceof Error)) return "bug";
  const { code, message, cause } = error as Error & { code?: unknown };
  if (typeof code === "string") {
    if (isStoreError(error)) return byStoreCode[code] ?? "bug";
    // PostgreSQL says io_error when the log of writes finds no room.
    if (code === "58030" && /no space left/i.test(message)) return "full";
    const known = bySqlState[code] ?? bySystemCode[code] ?? bySqlState[code.slice(0, 2)];
    if (known !== undefined) return known;
  }
  if (driverTexts.test(message)) return "gone";
  if (error instanceof AggregateError && error.errors.length > 0) return classifyFailure(error.errors[0]);
  return cause === undefined ? "bug" : classifyFailure(cause);
};
