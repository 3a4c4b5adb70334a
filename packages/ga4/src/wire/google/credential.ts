import {
  type AuthParts,
  bearer,
  type Credential,
  type CredentialDeps,
  oauthRefresh,
  type StoredToken,
  serviceAccount,
} from "@trunkline/core";
import type { GoogleLogin } from "./login.js";

/** Google's token endpoint. */
const tokenUrl = "https://oauth2.googleapis.com/token";

/** Endpoints that key files name. A key file is user input: an assertion goes nowhere else. */
const allowedTokenUris = [
  tokenUrl,
  "https://www.googleapis.com/oauth2/v4/token",
  "https://accounts.google.com/o/oauth2/token",
];

/** Hosts of the token endpoints. */
export const tokenHosts: readonly string[] = allowedTokenUris.map((uri) => new URL(uri).hostname);

/**
 * The credential of a Google login: a service account's signed assertion, a user's refresh token, or a token that is
 * not renewed. One token is obtained for all scopes.
 */
export const createGoogleCredential = (
  config: GoogleLogin,
  scopes: readonly string[],
  deps: CredentialDeps,
): Credential => {
  const { credentials, subject, refreshToken, clientId = "", clientSecret = "", accessToken = "" } = config;
  const toParts = withQuotaProject(config.quotaProjectId);
  if (credentials)
    return serviceAccount({
      clientEmail: credentials.client_email,
      privateKey: credentials.private_key,
      privateKeyId: credentials.private_key_id,
      tokenUri: credentials.token_uri ?? tokenUrl,
      allowedTokenUris,
      scopes,
      subject,
      toParts,
      deps,
    });
  // Scopes of a refresh token were fixed by the user's consent: asking for others would fail the whole renewal.
  if (refreshToken !== undefined)
    return oauthRefresh({ tokenUrl, client: { clientId, clientSecret }, refreshToken, toParts, deps });
  return fixedToken(toParts({ accessToken }));
};

const fixedToken = (parts: AuthParts): Credential => ({
  kind: "access-token",
  authorize: async (signal) => {
    signal.throwIfAborted();
    return parts;
  },
  state: () => "ready",
});

const withQuotaProject =
  (quotaProjectId: string | undefined) =>
  (token: StoredToken): AuthParts => {
    const parts = bearer(token);
    return quotaProjectId === undefined
      ? parts
      : { headers: { ...parts.headers, "x-goog-user-project": quotaProjectId } };
  };
