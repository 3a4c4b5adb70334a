import {
  type AuthParts,
  type Credential,
  type CredentialDeps,
  oauthClientCredentials,
  oauthRefresh,
  type StoredToken,
  staticHeader,
  type TokenStore,
} from "@trunkline/core";
import type { ShopifySettings } from "./config.js";

/** Admin tokens go in a header of their own; as a bearer token they are refused. */
const header = "x-shopify-access-token";

const toParts = ({ accessToken }: StoredToken): AuthParts => ({ headers: { [header]: accessToken } });

/**
 * The login that the configuration states: an expiring offline token that renews itself and rotates its refresh token,
 * a token that does not change, or the app's own credentials, which give a token for a day.
 */
export const shopifyCredential = (config: ShopifySettings, deps: CredentialDeps): Credential => {
  const { accessToken, refreshToken, clientId = "", clientSecret = "" } = config;
  const tokenUrl = `${deps.baseUrl}/admin/oauth/access_token`;
  const client = { clientId, clientSecret };
  if (refreshToken !== undefined) {
    const first = accessToken === undefined ? undefined : { accessToken, refreshToken };
    return oauthRefresh({
      tokenUrl,
      client,
      refreshToken,
      toParts,
      deps: { ...deps, tokens: startingWith(first, deps.tokens) },
    });
  }
  if (accessToken !== undefined) return staticHeader({ header, value: accessToken });
  return oauthClientCredentials({ tokenUrl, client, toParts, deps });
};

/** A store that gives the configured pair until a renewed one has been saved: its access token may still be good. */
const startingWith = (first: StoredToken | undefined, store: TokenStore): TokenStore =>
  first === undefined
    ? store
    : {
        load: async (key) => (await store.load(key)) ?? first,
        save: (key, token) => store.save(key, token),
        withLock: (key, work) => store.withLock(key, work),
      };
