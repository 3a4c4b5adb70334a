import { createHash } from "node:crypto";

/** Seconds that an access token lives. */
export const tokenLifetimeSeconds = 3_599;

/** An access token that was given out, and what it may do. */
export interface SimulatedToken {
  readonly accessToken: string;
  readonly scopes: readonly string[];
  /** Who acts with it. */
  readonly email: string;
  readonly expiresAtMs: number;
}

/** Access tokens given out. */
export interface Tokens {
  issue(scopes: readonly string[], email: string): SimulatedToken;
  /** The token of an `Authorization` header if it is known and alive. */
  find(authorization: string | undefined): SimulatedToken | undefined;
  expireAll(): void;
  /** How many were given out so far. */
  count(): number;
}

/** No tokens yet. Texts are counted, so that a run can be repeated. */
export const createTokens = (seed: number, now: () => number): Tokens => {
  const issued = new Map<string, SimulatedToken>();
  let count = 0;
  return {
    issue: (scopes, email) => {
      count += 1;
      const accessToken = `ya29.simulator-${createHash("sha256").update(`${seed} ${count}`).digest("base64url")}`;
      const token = { accessToken, scopes, email, expiresAtMs: now() + tokenLifetimeSeconds * 1_000 };
      issued.set(accessToken, token);
      return token;
    },
    find: (authorization) => {
      const found = issued.get(/^Bearer (\S+)$/.exec(authorization ?? "")?.[1] ?? "");
      return found && found.expiresAtMs > now() ? found : undefined;
    },
    expireAll: () => issued.clear(),
    count: () => count,
  };
};
