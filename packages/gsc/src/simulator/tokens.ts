import { createHash } from "node:crypto";

/** Scopes that the simulator gives. */
export const knownScopes = {
  read: "https://www.googleapis.com/auth/webmasters.readonly",
  write: "https://www.googleapis.com/auth/webmasters",
  cloud: "https://www.googleapis.com/auth/cloud-platform",
} as const;

/** Seconds that an access token lives. */
export const tokenLifetimeSeconds = 3_599;

/** What an access token may do. */
export interface SimulatedToken {
  readonly token: string;
  readonly scopes: readonly string[];
  readonly expiresAtMs: number;
}

/** Access tokens given out, and the one refresh token. */
export interface Tokens {
  issue(scopes: readonly string[]): SimulatedToken;
  /** The token of an `Authorization` header if it is known and alive. */
  find(authorization: string | undefined): SimulatedToken | undefined;
  expireAll(): void;
  revokeLogin(): void;
  /** Makes a revoked login good again. */
  restoreLogin(): void;
  isLoginAlive(): boolean;
  /** How many access tokens were given out so far. */
  count(): number;
}

/** No tokens yet. Texts are counted, so that a run can be repeated. */
export const createTokens = (seed: number, now: () => number): Tokens => {
  const issued = new Map<string, SimulatedToken>();
  let count = 0;
  let alive = true;
  return {
    issue: (scopes) => {
      count += 1;
      const text = createHash("sha256").update(`${seed} ${count}`).digest("base64url");
      const token = { token: `ya29.simulator-${text}`, scopes, expiresAtMs: now() + tokenLifetimeSeconds * 1_000 };
      issued.set(token.token, token);
      return token;
    },
    find: (authorization) => {
      const found = issued.get(/^Bearer (\S+)$/.exec(authorization ?? "")?.[1] ?? "");
      return found && found.expiresAtMs > now() ? found : undefined;
    },
    expireAll: () => issued.clear(),
    revokeLogin: () => {
      alive = false;
      issued.clear();
    },
    restoreLogin: () => {
      alive = true;
    },
    isLoginAlive: () => alive,
    count: () => count,
  };
};

/** Whether a token may read, or change something. */
export const mayUse = ({ scopes }: SimulatedToken, effect: "read" | "write"): boolean =>
  scopes.includes(knownScopes.write) || (effect === "read" && scopes.includes(knownScopes.read));
