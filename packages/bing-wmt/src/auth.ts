import { apiKeyQuery, type Credential, type CredentialDeps, oauthRefresh } from "@trunkline/core";
import type { BingWmtSettings } from "./config.js";

const tokenUrl = "https://www.bing.com/webmasters/oauth/token";

/**
 * The login that the configuration states. The key travels in the query and nowhere else: as an auth part it is no part
 * of the request's URL, so that no log, error, span or cache key can hold it. The OAuth login renews itself and keeps a
 * new refresh token where one is given.
 */
export const bingCredential = (config: BingWmtSettings, deps: CredentialDeps): Credential => {
  const { apiKey, clientId = "", clientSecret = "", refreshToken } = config;
  return refreshToken === undefined
    ? apiKeyQuery({ name: "apikey", value: apiKey })
    : oauthRefresh({ tokenUrl, client: { clientId, clientSecret }, refreshToken, deps });
};
