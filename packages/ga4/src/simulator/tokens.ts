import { generateKeyPairSync } from "node:crypto";
import type { Clock } from "@trunkline/core";
import type { SimulatorReply, SimulatorRequest } from "@trunkline/core/simulator";
import { errorInfo, failure } from "./failure.js";
import { site } from "./seed/shop.js";

const scopeRoot = "https://www.googleapis.com/auth/";
/** Scopes that the login of the simulator's own configuration has. */
const allScopes = ["analytics.readonly", "analytics.edit", "analytics.chatbot.read"].map((name) => scopeRoot + name);

/** The client and refresh token that the simulator's own configuration holds. */
export const login = {
  clientId: "simulator-client-id",
  clientSecret: "simulator-client-secret",
  refreshToken: "simulator-refresh-token",
} as const;

/** A token that was given out. */
export interface IssuedToken {
  readonly accessToken: string;
  readonly scopes: readonly string[];
  readonly email: string;
  readonly expiresAtMs: number;
}

/** Gives out tokens and knows them again. */
export interface TokenDesk {
  /** Answers the token endpoint. */
  answer(request: SimulatorRequest): SimulatorReply;
  issue(scopes?: readonly string[]): IssuedToken;
  /** @throws GoogleFailure 401, or 403 when none of the scopes is there. */
  require(request: SimulatorRequest, scopes: readonly string[]): IssuedToken;
  /** A key file that the endpoint accepts. Made when first asked for. */
  serviceAccountKey(): Record<string, string>;
  /** Ends every token that was given out. */
  expireAll(): void;
  /** From now on the refresh token is dead. */
  revoke(): void;
}

const lifetimeSeconds = 3_599;
const realm = 'Bearer realm="https://accounts.google.com/"';

/** A desk with the simulator's own login. */
export const createTokenDesk = (clock: Clock): TokenDesk => {
  const tokens = new Map<string, IssuedToken>();
  let count = 0;
  let isRevoked = false;
  let key: Record<string, string> | undefined;

  const issue = (scopes: readonly string[] = allScopes, email: string = site.owner): IssuedToken => {
    count += 1;
    const accessToken = `ya29.simulator-${count}`;
    const token = { accessToken, scopes, email, expiresAtMs: clock.now() + lifetimeSeconds * 1_000 };
    tokens.set(accessToken, token);
    return token;
  };
  const granted = ({ accessToken, scopes }: IssuedToken): SimulatorReply => ({
    status: 200,
    body: { access_token: accessToken, expires_in: lifetimeSeconds, scope: scopes.join(" "), token_type: "Bearer" },
  });
  const refused = (error: string, description: string, status = 400): SimulatorReply => ({
    status,
    body: { error, error_description: description },
  });

  return {
    issue,
    answer(request) {
      const form = new URLSearchParams(request.text());
      if (form.get("grant_type") === "refresh_token") {
        if (form.get("client_id") !== login.clientId || form.get("client_secret") !== login.clientSecret)
          return refused("invalid_client", "The OAuth client was not found.", 401);
        if (isRevoked || form.get("refresh_token") !== login.refreshToken)
          return refused("invalid_grant", "Token has been expired or revoked.");
        return granted(issue());
      }
      if (form.get("grant_type") !== "urn:ietf:params:oauth:grant-type:jwt-bearer")
        return refused("unsupported_grant_type", "Invalid grant_type.");
      return answerAssertion(form.get("assertion") ?? "", {
        clock,
        email: key?.client_email,
        refused,
        grant: (scopes, email) => granted(issue(scopes, email)),
      });
    },
    require(request, scopes) {
      const header = request.headers.authorization;
      if (!header)
        throw failure(
          401,
          "Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential.",
          {
            details: [errorInfo("CREDENTIALS_MISSING")],
            headers: { "www-authenticate": realm },
          },
        );
      const token = tokens.get(header.replace(/^Bearer /, ""));
      if (!token || token.expiresAtMs <= clock.now())
        throw failure(
          401,
          "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.",
          {
            headers: { "www-authenticate": `${realm}, error="invalid_token"` },
          },
        );
      if (!scopes.some((scope) => token.scopes.includes(scopeRoot + scope)))
        throw failure(403, "Request had insufficient authentication scopes.", {
          details: [errorInfo("ACCESS_TOKEN_SCOPE_INSUFFICIENT")],
        });
      return token;
    },
    serviceAccountKey() {
      key ??= {
        type: "service_account",
        client_email: "berichte@nordlicht-sim.iam.gserviceaccount.com",
        private_key_id: "simulator-key",
        private_key: generateKeyPairSync("rsa", { modulusLength: 2048 })
          .privateKey.export({ type: "pkcs8", format: "pem" })
          .toString(),
        token_uri: "https://oauth2.googleapis.com/token",
      };
      return key;
    },
    expireAll: () => tokens.clear(),
    revoke: () => {
      isRevoked = true;
      tokens.clear();
    },
  };
};

interface AssertionDesk {
  readonly clock: Clock;
  readonly email: string | undefined;
  refused(error: string, description: string): SimulatorReply;
  grant(scopes: readonly string[], email: string): SimulatorReply;
}

/** Claims are looked at as Google does; the signature is taken on trust. */
const answerAssertion = (assertion: string, { clock, email, refused, grant }: AssertionDesk): SimulatorReply => {
  const claims = claimsOf(assertion);
  if (!claims) return refused("invalid_grant", "Invalid JWT Signature.");
  if (email === undefined || claims.iss !== email) return refused("invalid_grant", "Invalid grant: account not found");
  const nowSeconds = clock.now() / 1_000;
  const [issued, expires] = [Number(claims.iat), Number(claims.exp)];
  if (!(issued <= nowSeconds + 60 && expires > nowSeconds && expires - issued <= 3_600))
    return refused(
      "invalid_grant",
      "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.",
    );
  const scopes = String(claims.scope ?? "")
    .split(" ")
    .filter(Boolean);
  if (scopes.some((scope) => !allScopes.includes(scope)))
    return refused("invalid_scope", "Invalid OAuth scope or ID token audience provided.");
  return grant(scopes, email);
};

const claimsOf = (assertion: string): Record<string, unknown> | undefined => {
  try {
    const claims: unknown = JSON.parse(Buffer.from(assertion.split(".")[1] ?? "", "base64url").toString("utf8"));
    return typeof claims === "object" && claims !== null ? (claims as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};
