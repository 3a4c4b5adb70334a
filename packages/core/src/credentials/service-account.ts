import { createPrivateKey, type KeyObject } from "node:crypto";
import { SignJWT } from "jose";
import type { CredentialDeps } from "../connector.js";
import { ConnectorError, isConnectorError } from "../errors/connector-error.js";
import type { AuthParts } from "../http/transport.js";
import { bearer } from "./bearer.js";
import type { Credential } from "./credential.js";
import { fingerprint } from "./fingerprint.js";
import { renewingCredential } from "./oauth-token.js";
import { requestToken } from "./token-request.js";
import type { StoredToken } from "./token-store.js";
import type { VendorClock } from "./vendor-clock.js";

const grantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";
/** The assertion is dated back: a vendor refuses one from its future. */
const backdatedSeconds = 30;
/** The most that Google takes, counted from the dated-back beginning. */
const lifetimeSeconds = 3_600;
/** A vendor's clock that differs by more than this explains a refused assertion. */
const remarkableSkewMs = 5_000;

/** A login as a service account: a signed assertion for a token (RFC 7523). */
export interface ServiceAccountOptions {
  readonly clientEmail: string;
  /** PEM, PKCS #8 or PKCS #1, RSA. */
  readonly privateKey: string;
  /** Tells the vendor which of the account's keys signed. */
  readonly privateKeyId?: string;
  /** Absolute. A key file is user input: the URI must be one of `allowedTokenUris`. */
  readonly tokenUri: string;
  readonly allowedTokenUris: readonly string[];
  readonly scopes: readonly string[];
  /** The user to act for, with domain-wide delegation. */
  readonly subject?: string;
  /** What a request carries. Default: `Authorization: Bearer …`. */
  toParts?(token: StoredToken): AuthParts;
  readonly renewBeforeMs?: number;
  readonly deps: CredentialDeps;
}

/**
 * A credential on the JWT bearer grant. An assertion refused because our clock is wrong is signed once more with the
 * vendor's time. `authorize` throws `NOT_CONFIGURED` for a key that cannot be read, a token URI that is not allowed,
 * and an account or delegation that the vendor refuses.
 */
export const serviceAccount = (options: ServiceAccountOptions): Credential => {
  const {
    clientEmail,
    privateKeyId,
    privateKey,
    tokenUri,
    scopes,
    subject,
    deps,
    renewBeforeMs,
    toParts = bearer,
  } = options;
  const kind = "service-account";
  const facts = fingerprint(clientEmail, privateKeyId, privateKey, tokenUri, subject, [...scopes].sort().join(" "));
  let key: KeyObject | undefined;
  return renewingCredential({
    kind,
    key: `${deps.connectionKey}#${kind}.${facts}`,
    toParts,
    deps,
    renewBeforeMs,
    async obtain(_previous, signal, vendorClock) {
      if (!options.allowedTokenUris.includes(tokenUri)) throw notAllowed();
      key ??= readKey(privateKey);
      const signingKey = key;
      const exchange = async (): Promise<StoredToken> => {
        const assertion = await sign(options, signingKey, vendorClock);
        return requestToken(
          { url: tokenUri, form: { grant_type: grantType, assertion }, refusedGrant: "NOT_CONFIGURED" },
          { transport: deps.transport, clock: deps.clock, vendorClock, signal },
        );
      };
      const skewBeforeMs = vendorClock.at(0);
      try {
        return await exchange();
      } catch (error) {
        const isClockFixed = Math.abs(vendorClock.at(0) - skewBeforeMs) > remarkableSkewMs;
        if (isClockFixed && isConnectorError(error) && error.upstream?.code === "invalid_grant") return exchange();
        throw error;
      }
    },
  });
};

const sign = (options: ServiceAccountOptions, key: KeyObject, vendorClock: VendorClock): Promise<string> => {
  const issuedAt = Math.floor(vendorClock.now() / 1_000) - backdatedSeconds;
  const { clientEmail, privateKeyId, scopes, subject, tokenUri } = options;
  const assertion = new SignJWT({ scope: scopes.join(" ") })
    .setProtectedHeader({ alg: "RS256", typ: "JWT", ...(privateKeyId !== undefined && { kid: privateKeyId }) })
    .setIssuer(clientEmail)
    .setAudience(tokenUri)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetimeSeconds);
  if (subject !== undefined) assertion.setSubject(subject);
  return assertion.sign(key);
};

/** Without the cause: it may quote the key. */
const readKey = (pem: string): KeyObject => {
  try {
    const key = createPrivateKey(pem.replaceAll("\\n", "\n"));
    if (key.asymmetricKeyType === "rsa") return key;
  } catch {
    // said below
  }
  throw new ConnectorError("NOT_CONFIGURED", {
    message: "The service account's private key cannot be read: it must be an RSA key in PEM form.",
  });
};

const notAllowed = (): ConnectorError =>
  new ConnectorError("NOT_CONFIGURED", {
    message: "The service account's token URI is not one that this connector sends assertions to.",
  });
