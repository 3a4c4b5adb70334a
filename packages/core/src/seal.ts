import type { CallMeta, Envelope, Warning } from "./envelope.js";
import { toErrorEnvelope } from "./envelope.js";
import { ConnectorError, isConnectorError, withErrorFields } from "./errors/connector-error.js";
import type { AnyOperation } from "./operation.js";

/**
 * Anything thrown, as our one error. A read never has an outcome other than `not_executed`; an exception that is not
 * ours is a fault of Trunkline, after which nobody can say whether a write took effect.
 */
export const toConnectorError = (thrown: unknown, operation: Pick<AnyOperation, "id" | "effect">): ConnectorError => {
  const isRead = operation.effect === "read";
  if (!isConnectorError(thrown))
    return new ConnectorError("INTERNAL", {
      message: `${operation.id} failed inside Trunkline (${thrown instanceof Error ? thrown.name : typeof thrown}).`,
      outcome: isRead ? "not_executed" : "unknown",
      cause: thrown,
    });
  return isRead && thrown.outcome !== "not_executed" ? withErrorFields(thrown, { outcome: "not_executed" }) : thrown;
};

/** A success in the envelope. */
export const sealSuccess = <T>(data: T, warnings: readonly Warning[], meta: CallMeta): Envelope<T> => ({
  ok: true,
  data,
  warnings,
  meta,
});

/** A failure in the envelope. */
export const sealFailure = <T>(error: ConnectorError, meta: CallMeta): Envelope<T> => ({
  ok: false,
  error: toErrorEnvelope(error),
  meta,
});
