import { createHash } from "node:crypto";
import { ConnectorError } from "./errors/connector-error.js";

/**
 * A caller's idempotency key: 1–255 visible ASCII characters.
 * @throws ConnectorError `INVALID_INPUT`
 */
export const parseIdempotencyKey = (key: string): string => {
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new ConnectorError("INVALID_INPUT", {
    message: "The idempotency key must be 1 to 255 visible ASCII characters without spaces.",
    issues: [{ path: "idempotencyKey", message: "1 to 255 visible ASCII characters without spaces" }],
  });
};

/**
 * The key as ledger and upstream know it: one caller's key never meets another's. At most 255 characters, so that a long
 * one becomes its hash.
 */
export const keyOfCaller = (caller: string, key: string): string => {
  if (caller === "") return key;
  const own = `${caller}:${key}`;
  return /^[\x21-\x7e]{1,255}$/.test(own) ? own : createHash("sha256").update(own).digest("hex");
};
