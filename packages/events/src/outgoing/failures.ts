import { ConnectorError } from "@trunkline/core";
import type { Target } from "./load-target.js";
import { deliveryLimits, messageLifeMs } from "./schedule.js";
import type { SendResult } from "./send.js";

/** Why a message is not sent to a disabled endpoint: it waits, as long as it is worth trying, for somebody to enable it. */
export const whyNotNow = ({
  enabled,
  disabledBecause,
  ageMs,
}: Pick<Target, "enabled" | "disabledBecause" | "ageMs">): ConnectorError | undefined => {
  if (enabled) return undefined;
  const message = `The endpoint is disabled (${disabledBecause ?? "operator"}).`;
  return ageMs >= messageLifeMs || disabledBecause === "gone"
    ? new ConnectorError("DISABLED", { message, help: "Enable the endpoint, then send the message again." })
    : new ConnectorError("CIRCUIT_OPEN", { message, retryAfterMs: deliveryLimits.disabledCheckMs });
};

/**
 * A failed exchange as what follows from it. A receiver that says when to come back is waited for without spending a try,
 * but no longer than the schedule would have gone on; everything else is tried again by the schedule.
 */
export const toFailure = (result: SendResult, ageMs: number): ConnectorError => {
  const { status, error: message = "The message was not delivered.", retryAfterMs } = result;
  if (status === 410) return new ConnectorError("REJECTED", { message, status, outcome: "unknown" });
  if (retryAfterMs !== undefined && ageMs < messageLifeMs)
    return new ConnectorError("RATE_LIMITED", {
      message,
      status,
      retryAfterMs: Math.min(Math.max(retryAfterMs, 1_000), deliveryLimits.longestRetryAfterMs),
    });
  if (status === undefined) return new ConnectorError("NETWORK", { message, outcome: "unknown" });
  const code = status >= 500 ? "UPSTREAM_UNAVAILABLE" : "REJECTED";
  return new ConnectorError(code, { message, status, outcome: "unknown", retryable: true });
};
