import { isStoreError } from "@trunkline/store";

/**
 * Whether the database itself was in the way, so that the same may succeed later without being changed: it is away,
 * restarting, full, out of connections, or two transactions met.
 */
export const isPassingFailure = (error: unknown): boolean => {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 4; cause = cause.cause, depth += 1) {
    if (isStoreError(cause)) return passingStoreCodes.has(cause.code);
    const { code } = cause as { code?: unknown };
    if (typeof code === "string" && (passingSqlStates.test(code) || socketCodes.has(code))) return true;
    if (driverMessages.test(cause.message)) return true;
  }
  return false;
};

const passingStoreCodes: ReadonlySet<string> = new Set(["UNREACHABLE", "READ_ONLY", "DISK_FULL", "CLOSED"]);

/**
 * Connection exceptions, serialisation failure and deadlock, insufficient resources (disk full, too many connections),
 * shutdown, crash and start of the server, read-only transactions (a standby after a failover), failed I/O.
 */
const passingSqlStates = /^(08...|40001|40P01|53...|57P0[1-5]|25006|58030)$/;

const socketCodes: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT", // the unix socket of a server that is not running
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);

/** The driver states these in words alone. */
const driverMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed)/;
