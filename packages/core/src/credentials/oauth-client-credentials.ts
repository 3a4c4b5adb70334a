import type { CredentialDeps } from "../connector.js";
import type { AuthParts } from "../http/transport.js";
import { bearer } from "./bearer.js";
import type { Credential } from "./credential.js";
import { fingerprint } from "./fingerprint.js";
import { renewingCredential } from "./oauth-token.js";
import { type ClientAuth, requestToken } from "./token-request.js";
import type { StoredToken } from "./token-store.js";

/** A login as the application itself (RFC 6749 §4.4). */
export interface OAuthClientCredentialsOptions {
  /** Absolute. Its host must be on the connector's allow-list. */
  readonly tokenUrl: string;
  readonly client: ClientAuth;
  readonly scope?: string;
  /** Further form fields, e.g. an audience. */
  readonly extraParams?: Readonly<Record<string, string>>;
  /** What a request carries. Default: `Authorization: Bearer …`. */
  toParts?(token: StoredToken): AuthParts;
  readonly renewBeforeMs?: number;
  readonly deps: CredentialDeps;
}

/** A credential on the client credentials grant. `authorize` throws `NOT_CONFIGURED` when the vendor refuses the client. */
export const oauthClientCredentials = (options: OAuthClientCredentialsOptions): Credential => {
  const { tokenUrl, client, scope, extraParams, deps, renewBeforeMs, toParts = bearer } = options;
  const kind = "oauth-client-credentials";
  const extras = JSON.stringify(extraParams ?? {});
  return renewingCredential({
    kind,
    key: `${deps.connectionKey}#${kind}.${fingerprint(tokenUrl, client.clientId, client.clientSecret, scope, extras)}`,
    toParts,
    deps,
    renewBeforeMs,
    obtain: (_previous, signal, vendorClock) =>
      requestToken(
        {
          url: tokenUrl,
          form: { ...extraParams, grant_type: "client_credentials", scope },
          client,
          refusedGrant: "NOT_CONFIGURED",
        },
        { transport: deps.transport, clock: deps.clock, vendorClock, signal },
      ),
  });
};
