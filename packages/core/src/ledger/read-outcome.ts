import { isConnectorError } from "../errors/connector-error.js";
import type { AnyOperation } from "../operation.js";
import type { PastWrite, Verification, VerifyingCall } from "./verification.js";

const usualAbsentAfterMs = 60_000;

/**
 * What reading tells of a past write, where its operation says how to read. That it cannot be found is believed only when
 * it has had the time to show. Never rejects.
 */
export const readOutcome = async (
  operation: AnyOperation,
  call: VerifyingCall,
  write: PastWrite,
  endedAgoMs: number,
): Promise<Verification> => {
  const facts = operation.effect === "read" ? undefined : operation.verify;
  if (!facts) return { outcome: "unknown", reason: "reading cannot tell" };
  try {
    const found: Verification = await facts.read(call, write);
    const { absentAfterMs = usualAbsentAfterMs } = facts;
    if (found.outcome !== "not_executed" || endedAgoMs >= absentAfterMs) return found;
    return {
      outcome: "unknown",
      reason: "it was not found, but may still be on its way",
      retryAfterMs: Math.ceil(absentAfterMs - endedAgoMs),
    };
  } catch (error) {
    const why = isConnectorError(error) ? `${error.code}: ${error.message}` : "the reading failed";
    return { outcome: "unknown", reason: `it could not be looked up (${why})`, retryAfterMs: usualAbsentAfterMs };
  }
};
