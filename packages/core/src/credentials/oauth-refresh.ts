import type { CredentialDeps } from "../connector.js";
import { ConnectorError } from "../errors/connector-error.js";
import type { AuthParts } from "../http/transport.js";
import { bearer } from "./bearer.js";
import type { Credential } from "./credential.js";
import { fingerprint } from "./fingerprint.js";
import { renewingCredential } from "./oauth-token.js";
import { type ClientAuth, requestToken } from "./token-request.js";
import type { StoredToken } from "./token-store.js";

/** A login that renews itself with a refresh token (RFC 6749 §6). */
export interface OAuthRefreshOptions {
  /** Absolute. Its host must be on the connector's allow-list. */
  readonly tokenUrl: string;
  readonly client: ClientAuth;
  /** What to begin with; a pair in the store goes before it. Absent: the store must have one. */
  readonly refreshToken?: string;
  /** Space or comma separated, as the vendor wants it. Absent: what was granted. */
  readonly scope?: string;
  /** Further form fields. */
  readonly extraParams?: Readonly<Record<string, string>>;
  /** Fields of the token reply that `extra` of the stored token keeps, e.g. `api_domain`. Nothing secret. */
  readonly keep?: readonly string[];
  /** What a request carries. Default: `Authorization: Bearer …`. */
  toParts?(token: StoredToken): AuthParts;
  readonly renewBeforeMs?: number;
  readonly deps: CredentialDeps;
}

/**
 * A credential on the refresh token grant. The refresh token is kept when a reply has none and replaced when it has one.
 * `authorize` throws `NOT_CONFIGURED` without a refresh token, `NEEDS_REAUTH` once it is dead.
 */
export const oauthRefresh = (options: OAuthRefreshOptions): Credential => {
  const { tokenUrl, client, scope, extraParams, keep, deps, renewBeforeMs, toParts = bearer } = options;
  const kind = "oauth-refresh";
  return renewingCredential({
    kind,
    // A new refresh token in the configuration starts afresh, whatever became of the old one.
    key: `${deps.connectionKey}#${kind}.${fingerprint(tokenUrl, client.clientId, options.refreshToken)}`,
    toParts,
    deps,
    renewBeforeMs,
    async obtain(previous, signal, vendorClock) {
      const refreshToken = previous?.refreshToken ?? options.refreshToken;
      if (!refreshToken)
        throw new ConnectorError("NOT_CONFIGURED", {
          message: "There is no refresh token to obtain an access token with.",
        });
      const token = await requestToken(
        {
          url: tokenUrl,
          form: { ...extraParams, grant_type: "refresh_token", refresh_token: refreshToken, scope },
          client,
          refusedGrant: "NEEDS_REAUTH",
          keep,
        },
        { transport: deps.transport, clock: deps.clock, vendorClock, signal },
      );
      const extra = { ...previous?.extra, ...token.extra };
      return {
        ...(token.refreshToken === undefined ? carriedOver(previous) : {}),
        ...token,
        ...(Object.keys(extra).length > 0 && { extra }),
      };
    },
  });
};

/** The old refresh token with its own expiry, where the reply brought none. */
const carriedOver = (previous: StoredToken | undefined): Partial<StoredToken> => ({
  ...(previous?.refreshToken !== undefined && { refreshToken: previous.refreshToken }),
  ...(previous?.refreshExpiresAtMs !== undefined && { refreshExpiresAtMs: previous.refreshExpiresAtMs }),
});
