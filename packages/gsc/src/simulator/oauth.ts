import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import type { SimulatorReply, SimulatorRequest } from "@trunkline/core/simulator";
import { googleError } from "./google-error.js";
import { knownScopes, type SimulatedToken, type Tokens, tokenLifetimeSeconds } from "./tokens.js";

/** The one user's login. */
export const simulatedLogin = {
  clientId: "simulator.apps.googleusercontent.com",
  clientSecret: "simulator-client-secret",
  refreshToken: "1//simulator-refresh-token",
} as const;

/** The one service account. */
export const simulatedServiceAccount = "search@nordlicht-tee.iam.gserviceaccount.com";

/** What the simulated identity provider's token is. */
export const simulatedSubjectToken = "simulator-subject-token";

const tokenUrls = ["https://oauth2.googleapis.com/token", "https://www.googleapis.com/oauth2/v4/token"];

/** A service account's key file. */
export interface SimulatedKey {
  readonly file: Readonly<Record<string, string>>;
  readonly publicKey: string;
}

/** Makes a key, a new one each time: there is nothing secret to repeat. */
export const createKey = (): SimulatedKey => {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2_048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return {
    publicKey,
    file: {
      type: "service_account",
      project_id: "nordlicht-tee",
      private_key_id: "simulator-key",
      private_key: privateKey,
      client_email: simulatedServiceAccount,
      client_id: "424242424242",
      token_uri: tokenUrls[0] ?? "",
    },
  };
};

/** What answering token requests needs. */
export interface OauthDeps {
  readonly tokens: Tokens;
  /** The key, where one was made. */
  key(): SimulatedKey | undefined;
  now(): number;
}

const refuse = (status: number, error: string, error_description: string): SimulatorReply => ({
  status,
  body: { error, error_description },
});

const grant = ({ token, scopes }: SimulatedToken): SimulatorReply => ({
  status: 200,
  body: { access_token: token, expires_in: tokenLifetimeSeconds, scope: scopes.join(" "), token_type: "Bearer" },
});

/** `POST /token`: refresh token and signed assertion. */
export const answerToken = (request: SimulatorRequest, deps: OauthDeps): SimulatorReply => {
  const form = new URLSearchParams(request.text());
  switch (form.get("grant_type")) {
    case "refresh_token":
      return refresh(form, deps);
    case "urn:ietf:params:oauth:grant-type:jwt-bearer":
      return assertion(form.get("assertion") ?? "", deps);
    default:
      return refuse(400, "unsupported_grant_type", "Invalid grant_type");
  }
};

const refresh = (form: URLSearchParams, { tokens }: OauthDeps): SimulatorReply => {
  if (form.get("client_id") !== simulatedLogin.clientId)
    return refuse(401, "invalid_client", "The OAuth client was not found.");
  if (form.get("client_secret") !== simulatedLogin.clientSecret) return refuse(401, "invalid_client", "Unauthorized");
  if (form.get("refresh_token") !== simulatedLogin.refreshToken || !tokens.isLoginAlive())
    return refuse(400, "invalid_grant", "Token has been expired or revoked.");
  return grant(tokens.issue([knownScopes.write, knownScopes.cloud]));
};

const shortLived =
  "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.";

const assertion = (jwt: string, { tokens, key, now }: OauthDeps): SimulatorReply => {
  const claims = readClaims(jwt);
  const known = key();
  if (!claims) return refuse(400, "invalid_grant", "Bad Request");
  if (claims.iss !== simulatedServiceAccount) return refuse(400, "invalid_grant", "Invalid grant: account not found");
  if (!known || !isSignedBy(jwt, known.publicKey)) return refuse(400, "invalid_grant", "Invalid JWT Signature.");
  const nowSeconds = now() / 1_000;
  const lifetime = claims.exp - claims.iat;
  const isTimely = claims.iat <= nowSeconds + 5 && claims.exp > nowSeconds && lifetime > 0 && lifetime <= 3_600;
  if (!isTimely || !tokenUrls.includes(claims.aud)) return refuse(400, "invalid_grant", shortLived);
  if (claims.sub !== undefined)
    return refuse(
      401,
      "unauthorized_client",
      "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.",
    );
  const scopes = claims.scope.split(" ").filter(Boolean);
  return scopesAreKnown(scopes)
    ? grant(tokens.issue(scopes))
    : refuse(400, "invalid_scope", "Invalid OAuth scope or ID token audience provided.");
};

const scopesAreKnown = (scopes: readonly string[]): boolean => {
  const known: readonly string[] = Object.values(knownScopes);
  return scopes.length > 0 && scopes.every((scope) => known.includes(scope));
};

interface Claims {
  readonly iss: string;
  readonly aud: string;
  readonly scope: string;
  readonly sub: string | undefined;
  readonly iat: number;
  readonly exp: number;
}

const readClaims = (jwt: string): Claims | undefined => {
  try {
    const claims = JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString("utf8"));
    return {
      iss: String(claims.iss),
      aud: String(claims.aud),
      scope: String(claims.scope ?? ""),
      sub: claims.sub,
      iat: Number(claims.iat),
      exp: Number(claims.exp),
    };
  } catch {
    return undefined;
  }
};

const isSignedBy = (jwt: string, publicKey: string): boolean => {
  const [header = "", payload = "", signature = ""] = jwt.split(".");
  return verify(
    "RSA-SHA256",
    Buffer.from(`${header}.${payload}`),
    createPublicKey(publicKey),
    Buffer.from(signature, "base64url"),
  );
};

/** `POST sts.googleapis.com/v1/token`: another provider's token for one of Google's. */
export const answerExchange = (request: SimulatorRequest, { tokens }: OauthDeps): SimulatorReply => {
  const form = new URLSearchParams(request.text());
  if (form.get("subject_token") !== simulatedSubjectToken)
    return refuse(400, "invalid_grant", "The subject token is not valid.");
  const { token, scopes } = tokens.issue((form.get("scope") ?? "").split(" ").filter(Boolean));
  return {
    status: 200,
    body: {
      access_token: token,
      issued_token_type: "urn:ietf:params:oauth:token-type:access_token",
      token_type: "Bearer",
      expires_in: tokenLifetimeSeconds,
      scope: scopes.join(" "),
    },
  };
};

/** `generateAccessToken`: a token of the service account for someone who may act as it. */
export const answerImpersonation = (request: SimulatorRequest, target: string, deps: OauthDeps): SimulatorReply => {
  const caller = deps.tokens.find(request.headers.authorization);
  if (!caller)
    return googleError({
      status: 401,
      reason: "authError",
      message: "Invalid Credentials",
      grpcStatus: "UNAUTHENTICATED",
    });
  if (target !== simulatedServiceAccount || !caller.scopes.includes(knownScopes.cloud))
    return googleError({
      status: 403,
      reason: "forbidden",
      message: "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist).",
      grpcStatus: "PERMISSION_DENIED",
      info: { reason: "IAM_PERMISSION_DENIED", metadata: { permission: "iam.serviceAccounts.getAccessToken" } },
    });
  const { scope } = request.json() as { scope?: unknown };
  const scopes = Array.isArray(scope) ? scope.map(String) : [];
  if (!scopesAreKnown(scopes)) return googleError({ status: 400, reason: "badRequest", message: "Invalid scope." });
  const { token, expiresAtMs } = deps.tokens.issue(scopes);
  return { status: 200, body: { accessToken: token, expireTime: new Date(expiresAtMs).toISOString() } };
};
