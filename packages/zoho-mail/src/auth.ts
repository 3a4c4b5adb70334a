import {
  type AuthParts,
  ConnectorError,
  type Credential,
  type CredentialDeps,
  isConnectorError,
  oauthRefresh,
  type StoredToken,
  staticHeader,
  withErrorFields,
} from "@trunkline/core";
import type { ZohoMailSettings } from "./config.js";
import { type DataCentreKey, dataCentreOfToken, dataCentres } from "./wire/data-centres.js";
import { paceTokenRequests } from "./wire/token-endpoint.js";

/** The Mail API wants its own word, although token replies call the type Bearer. */
const scheme = "Zoho-oauthtoken";

/** Facts of a token reply that say which data centre it is from. */
const keptFields = ["api_domain", "location"] as const;

/** Address that gives tokens in a data centre. */
const tokenUrlOf = (dataCentre: DataCentreKey): string =>
  `https://${dataCentres[dataCentre].accountsHost}/oauth/v2/token`;

/**
 * The login that the configuration states: a refresh token that gives an access token for an hour again and again, or
 * one access token. A token that names another data centre than the configured one is not used: it would be refused
 * there like an expired one.
 */
export const zohoMailCredential = (config: ZohoMailSettings, deps: CredentialDeps): Credential => {
  const { accessToken, refreshToken, clientId = "", clientSecret = "", dataCentre } = config;
  if (refreshToken === undefined) return staticHeader({ header: "authorization", scheme, value: accessToken });
  const tokenUrl = tokenUrlOf(dataCentre);
  const transport = paceTokenRequests({ transport: deps.transport, clock: deps.clock, tokenUrl });
  const credential = oauthRefresh({
    tokenUrl,
    client: { clientId, clientSecret },
    refreshToken,
    keep: keptFields,
    toParts: (token) => toParts(token, dataCentre),
    deps: { ...deps, transport },
  });
  return withAdvice(credential, dataCentre);
};

const toParts = ({ accessToken, extra }: StoredToken, configured: DataCentreKey): AuthParts => {
  const actual = dataCentreOfToken(extra);
  if (actual !== undefined && actual !== configured)
    throw new ConnectorError("NOT_CONFIGURED", {
      message: `The login belongs to Zoho's data centre ${actual}, but ${configured} is configured.`,
      outcome: "not_executed",
      help: `Set dataCentre (ZOHO_MAIL_DATA_CENTRE) to ${actual}.`,
    });
  return { headers: { authorization: `${scheme} ${accessToken}` } };
};

/** A refresh token of another data centre is refused like a dead one. */
const withAdvice = (credential: Credential, dataCentre: DataCentreKey): Credential => ({
  kind: credential.kind,
  authorize: (signal) =>
    credential.authorize(signal).catch((cause: unknown) => {
      if (!isConnectorError(cause) || cause.code !== "NEEDS_REAUTH") throw cause;
      throw withErrorFields(cause, {
        help: `Check first that the account lives in data centre ${dataCentre}: elsewhere its refresh token is unknown. Otherwise connect the account again.`,
      });
    }),
  refused: (parts) => credential.refused?.(parts) ?? false,
  state: () => credential.state(),
});
