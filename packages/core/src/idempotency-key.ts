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
