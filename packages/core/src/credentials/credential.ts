import type { AuthParts } from "../http/transport.js";

/** State of a connection's login. */
export type CredentialState = "ready" | "needs_reauth" | "missing";

/** Turns what we were given into what a request carries; renews it ahead of time and after a refusal. */
export interface Credential {
  readonly kind: string;
  /**
   * What to put on the request. Concurrent callers share one renewal.
   * @throws ConnectorError `NEEDS_REAUTH` when the login is dead, `NOT_CONFIGURED` when it is incomplete.
   */
  authorize(signal: AbortSignal): Promise<AuthParts>;
  /**
   * Says that the upstream refused these parts (401). True when a renewed credential may be tried once.
   * A later `authorize` then gives other parts.
   */
  refused?(parts: AuthParts): boolean;
  state(): CredentialState;
}
