import { ConnectorError } from "../errors/connector-error.js";
import type { CredentialState } from "./credential.js";
import { identityOf, type TokenKeeper } from "./token-keeper.js";
import type { StoredToken } from "./token-store.js";

/** How long a failure that no repeat can mend is answered without asking again. */
const hopelessMs = 60_000;

/** A failure that stands until time or a newly saved token changes it. */
export interface StandingFailure {
  readonly error: ConnectorError;
  readonly state: CredentialState;
  /** The stored token it was about. */
  readonly about: string;
  /** Monotonic milliseconds. */
  readonly untilMs: number;
}

/** The failure, if any, that answers for this stored token without asking the vendor again. */
export const standingFor = (
  standing: StandingFailure | undefined,
  stored: StoredToken | undefined,
  { kind, nowMs }: { readonly kind: string; readonly nowMs: number },
): StandingFailure | undefined => {
  const about = identityOf(stored);
  if (standing?.about === about && nowMs < standing.untilMs) return standing;
  if (!stored?.dead) return undefined;
  const error = new ConnectorError("NEEDS_REAUTH", {
    message: `The ${kind} login is no longer valid. Connect the account again.`,
    outcome: "not_executed",
  });
  return { error, state: "needs_reauth", about, untilMs: Number.POSITIVE_INFINITY };
};

/**
 * What stands after a failure to obtain a token; nothing after a passing one. A dead login is marked in the store, for
 * replicas and restarts too; should the mark not be written, the answer alone remembers it.
 */
export const standAfter = async (
  error: ConnectorError,
  stored: StoredToken | undefined,
  { keeper, nowMs }: { readonly keeper: TokenKeeper; readonly nowMs: number },
): Promise<StandingFailure | undefined> => {
  if (error.retryable) return undefined;
  if (error.code !== "NEEDS_REAUTH") {
    const state = error.code === "NOT_CONFIGURED" ? "missing" : "ready";
    return { error, state, about: identityOf(stored), untilMs: nowMs + hopelessMs };
  }
  const about = identityOf(await keeper.markDead(stored));
  return { error, state: "needs_reauth", about, untilMs: Number.POSITIVE_INFINITY };
};
