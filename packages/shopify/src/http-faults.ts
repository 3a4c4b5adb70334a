import type { ErrorCode } from "@trunkline/core";

/** What an HTTP status of the Admin API means. */
export interface HttpFault {
  readonly code: ErrorCode;
  readonly meaning: string;
  readonly help?: string;
  /** Default: the code's own. */
  readonly retryable?: boolean;
  /** Wait when the reply names none. Milliseconds. */
  readonly retryAfterMs?: number;
}

const faults: Readonly<Record<number, HttpFault>> = {
  400: { code: "UPSTREAM_BAD_REQUEST", meaning: "the request was malformed" },
  401: { code: "UPSTREAM_UNAUTHORIZED", meaning: "the access token is missing, wrong, expired or revoked" },
  402: { code: "ACCOUNT_UNAVAILABLE", meaning: "the shop is frozen or its plan lacks the feature" },
  403: { code: "UPSTREAM_FORBIDDEN", meaning: "the token may not do this, or the shop is flagged" },
  404: {
    code: "ACCOUNT_UNAVAILABLE",
    meaning: "there is no such shop or API version: it was closed, renamed or mistyped",
  },
  423: { code: "ACCOUNT_UNAVAILABLE", meaning: "the shop is locked" },
  429: { code: "RATE_LIMITED", meaning: "too many requests", retryAfterMs: 1_000 },
  430: { code: "ACCOUNT_UNAVAILABLE", meaning: "Shopify's security system rejected the request" },
  540: { code: "UPSTREAM_UNAVAILABLE", meaning: "the endpoint is disabled for now", retryable: false },
  783: { code: "UPSTREAM_BAD_REQUEST", meaning: "the body has a syntax error", retryable: false },
};

/** The meaning of a status; nothing where the common classification knows as much. */
export const httpFaultOf = (status: number): HttpFault | undefined => {
  const known = faults[status];
  if (known) return known;
  if (status >= 500) return { code: "UPSTREAM_UNAVAILABLE", meaning: "it failed" };
  if (status === 303)
    return { code: "CONTRACT_VIOLATION", meaning: "the answer lies elsewhere, where the token must not go" };
  if (status >= 300 && status !== 304) return { code: "ACCOUNT_UNAVAILABLE", meaning: "the shop has another address" };
  if (status >= 400) return { code: "UPSTREAM_BAD_REQUEST", meaning: "it did not accept the form of the request" };
  return undefined;
};

/** Shopify ends non-expiring tokens of public apps; renewing such a token is impossible. */
export const deadTokenFault = (said: string | undefined): HttpFault | undefined =>
  said?.includes("Non-expiring access tokens are no longer accepted")
    ? {
        code: "NEEDS_REAUTH",
        meaning: "non-expiring tokens are no longer accepted for this app",
        help: "Exchange the token for an expiring one and configure refreshToken, clientId and clientSecret.",
      }
    : undefined;
