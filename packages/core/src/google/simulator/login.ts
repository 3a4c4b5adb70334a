import type { Clock } from "../../clock.js";
import type { SimulatorReply } from "../../simulator/simulator-reply.js";
import type { SimulatorRequest } from "../../simulator/simulator-request.js";
import { cloudPlatformScope } from "../endpoints.js";
import { readAssertion } from "./assertion.js";
import { answerImpersonation, impersonationTarget } from "./impersonation.js";
import { createKey, type SimulatedKey } from "./key.js";
import { createTokens, type SimulatedToken, tokenLifetimeSeconds } from "./tokens.js";

/** Who can log in, and for what. */
export interface SimulatedLoginOptions {
  readonly clock: Clock;
  readonly seed?: number;
  /** Scopes of the simulated API: what a user has granted, and what the service account may ask for. */
  readonly scopes: readonly string[];
  /** E-mail of the one user. */
  readonly user: string;
  /** E-mail of the one service account. */
  readonly serviceAccount: string;
}

/** Google's hosts of tokens: the token endpoint, the exchange of other providers' tokens, and acting as a service account. */
export interface SimulatedLogin {
  /** Configuration of the user's login. */
  readonly config: { readonly clientId: string; readonly clientSecret: string; readonly refreshToken: string };
  /** Answers a request for a token; nothing when the request is of another kind. */
  answer(request: SimulatorRequest): SimulatorReply | undefined;
  /** Makes an access token. Default: of the user, with all scopes. */
  issue(scopes?: readonly string[]): SimulatedToken;
  /** The token of an `Authorization` header if it is known and alive. */
  find(authorization: string | undefined): SimulatedToken | undefined;
  /** The service account's key file; made when first asked for. */
  serviceAccountKey(): Readonly<Record<string, string>>;
  /** Ends every token that was given out. */
  expireAll(): void;
  /** From now on the refresh token is dead. */
  revoke(): void;
  /** Makes a dead refresh token good again. Tokens that were given out live on. */
  restore(): void;
  /** How many access tokens were given out so far. */
  tokensIssued(): number;
}

/** What the simulated identity provider's token is. */
export const simulatedSubjectToken = "simulator-subject-token";

const userLogin = {
  clientId: "simulator.apps.googleusercontent.com",
  clientSecret: "simulator-client-secret",
  refreshToken: "1//simulator-refresh-token",
} as const;

/** Whether a path belongs to one of the hosts that give tokens. */
export const isLoginPath = (path: string): boolean =>
  path === "/token" || path === "/v1/token" || impersonationTarget(path) !== undefined;

const refuse = (status: number, error: string, error_description: string): SimulatorReply => ({
  status,
  body: { error, error_description },
});

const grant = ({ accessToken, scopes }: SimulatedToken): SimulatorReply => ({
  status: 200,
  body: { access_token: accessToken, expires_in: tokenLifetimeSeconds, scope: scopes.join(" "), token_type: "Bearer" },
});

const listOf = (scope: string | null): readonly string[] => (scope ?? "").split(" ").filter(Boolean);

/** The logins of one simulated user and one simulated service account. */
export const createSimulatedLogin = (options: SimulatedLoginOptions): SimulatedLogin => {
  const { clock, seed = 1, user, serviceAccount } = options;
  const tokens = createTokens(seed, () => clock.now());
  const granted = [...options.scopes, cloudPlatformScope];
  const isKnown = (scopes: readonly string[]) => scopes.length > 0 && scopes.every((scope) => granted.includes(scope));
  let key: SimulatedKey | undefined;
  let isAlive = true;

  const refresh = (form: URLSearchParams): SimulatorReply => {
    if (form.get("client_id") !== userLogin.clientId)
      return refuse(401, "invalid_client", "The OAuth client was not found.");
    if (form.get("client_secret") !== userLogin.clientSecret) return refuse(401, "invalid_client", "Unauthorized");
    if (form.get("refresh_token") !== userLogin.refreshToken || !isAlive)
      return refuse(400, "invalid_grant", "Token has been expired or revoked.");
    return grant(tokens.issue(granted, user));
  };
  const assert = (jwt: string): SimulatorReply => {
    const read = readAssertion(jwt, { serviceAccount, publicKey: key?.publicKey, nowMs: clock.now() });
    if ("error" in read) return refuse(read.status, read.error, read.description);
    if (!isKnown(read)) return refuse(400, "invalid_scope", "Invalid OAuth scope or ID token audience provided.");
    return grant(tokens.issue(read, serviceAccount));
  };
  const exchange = (form: URLSearchParams): SimulatorReply => {
    if (form.get("subject_token") !== simulatedSubjectToken)
      return refuse(400, "invalid_grant", "The subject token is not valid.");
    const { status, body } = grant(tokens.issue(listOf(form.get("scope")), form.get("audience") ?? ""));
    return {
      status,
      body: { ...(body as object), issued_token_type: "urn:ietf:params:oauth:token-type:access_token" },
    };
  };

  return {
    config: userLogin,
    answer(request) {
      const target = impersonationTarget(request.path);
      if (target !== undefined) return answerImpersonation(request, target, { tokens, serviceAccount, isKnown });
      if (!isLoginPath(request.path)) return undefined;
      const form = new URLSearchParams(request.text());
      if (request.path === "/v1/token") return exchange(form);
      const grantType = form.get("grant_type");
      if (grantType === "refresh_token") return refresh(form);
      if (grantType === "urn:ietf:params:oauth:grant-type:jwt-bearer") return assert(form.get("assertion") ?? "");
      return refuse(400, "unsupported_grant_type", "Invalid grant_type");
    },
    issue: (scopes = granted) => tokens.issue(scopes, user),
    find: tokens.find,
    serviceAccountKey() {
      key ??= createKey(serviceAccount);
      return key.file;
    },
    expireAll: tokens.expireAll,
    revoke() {
      isAlive = false;
      tokens.expireAll();
    },
    restore() {
      isAlive = true;
    },
    tokensIssued: tokens.count,
  };
};
