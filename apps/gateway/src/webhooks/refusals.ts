import { ConnectorError, isConnectorError } from "@trunkline/core";

/** Why a delivery can never be stored; anything else is thrown again: its sender must come again. */
export const reasonNeverStored = (thrown: unknown): string => {
  if (isConnectorError(thrown) && (thrown.code === "INVALID_INPUT" || thrown.code === "PAYLOAD_TOO_LARGE"))
    return thrown.message;
  throw thrown;
};

/** There is no room for it now. */
export const busy = (retryAfterMs: number): ConnectorError =>
  new ConnectorError("STORE_UNAVAILABLE", { message: "Too much is waiting here already.", retryAfterMs });

/** Its source sends faster than it may. */
export const tooMany = (retryAfterMs: number): ConnectorError =>
  new ConnectorError("TOO_MANY_REQUESTS", { message: "This source sends faster than it may.", retryAfterMs });

/** Whatever kept the event from being stored, the sender must come again: its copy may be the only one. */
export const toUnavailable = (thrown: unknown): ConnectorError => {
  if (isConnectorError(thrown) && (thrown.code === "TOO_MANY_REQUESTS" || thrown.code === "PAYLOAD_TOO_LARGE"))
    return thrown;
  const retryAfterMs = isConnectorError(thrown) ? thrown.retryAfterMs : undefined;
  return new ConnectorError("STORE_UNAVAILABLE", {
    message: "The delivery could not be stored.",
    retryAfterMs: retryAfterMs ?? 5_000,
    cause: thrown,
  });
};
