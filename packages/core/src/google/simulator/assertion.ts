import { createPublicKey, verify } from "node:crypto";
import { googleTokenUrl } from "../endpoints.js";

/** Why an assertion is refused, as the token endpoint says it. */
export interface Refusal {
  readonly status: number;
  readonly error: string;
  readonly description: string;
}

/** What an assertion is checked against. */
export interface AssertionFacts {
  /** E-mail of the one service account. */
  readonly serviceAccount: string;
  /** Absent: it has no key yet. */
  readonly publicKey: string | undefined;
  readonly nowMs: number;
}

const grantRefused = (description: string): Refusal => ({ status: 400, error: "invalid_grant", description });

/** The scopes that an assertion asks for, or why it is refused. Nobody has delegated a user to the account. */
export const readAssertion = (
  jwt: string,
  { serviceAccount, publicKey, nowMs }: AssertionFacts,
): readonly string[] | Refusal => {
  const claims = claimsOf(jwt);
  if (!claims) return grantRefused("Bad Request");
  if (claims.iss !== serviceAccount) return grantRefused("Invalid grant: account not found");
  if (publicKey === undefined || !isSignedBy(jwt, publicKey)) return grantRefused("Invalid JWT Signature.");
  const nowSeconds = nowMs / 1_000;
  const [issuedAt, expiresAt] = [Number(claims.iat), Number(claims.exp)];
  const lifetime = expiresAt - issuedAt;
  const isTimely = issuedAt <= nowSeconds + 5 && expiresAt > nowSeconds && lifetime > 0 && lifetime <= 3_600;
  if (!isTimely || claims.aud !== googleTokenUrl)
    return grantRefused(
      "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.",
    );
  if (claims.sub !== undefined)
    return {
      status: 401,
      error: "unauthorized_client",
      description:
        "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.",
    };
  return String(claims.scope ?? "")
    .split(" ")
    .filter(Boolean);
};

const claimsOf = (jwt: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const claims: unknown = JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString("utf8"));
    return typeof claims === "object" && claims !== null ? (claims as Record<string, unknown>) : undefined;
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
