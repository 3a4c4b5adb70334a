import type { Clock } from "@trunkline/core";
import type { DataCentreKey } from "../wire/data-centres.js";
import { createGrantCodes } from "./grant-codes.js";
import { hexOf } from "./store.js";

/** Every scope that the simulator knows, as the service lists them. */
const allScopes: readonly string[] = [
  "ZohoMail.accounts.ALL",
  "ZohoMail.messages.ALL",
  "ZohoMail.folders.ALL",
  "ZohoMail.tags.ALL",
  "ZohoMail.tasks.ALL",
  "ZohoMail.notes.ALL",
  "ZohoMail.organization.accounts.ALL",
  "ZohoMail.partner.organization.ALL",
];

/** How a token is made. */
export interface TokenOptions {
  /** Default: all. */
  readonly scopes?: readonly string[];
  /** Default: that of the mailbox. */
  readonly dataCentre?: DataCentreKey;
}

/** What an access token may do, and where. */
export interface AccessToken {
  readonly token: string;
  readonly scopes: readonly string[];
  readonly dataCentre: DataCentreKey;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

interface Grant {
  readonly token: string;
  readonly scopes: readonly string[];
  readonly dataCentre: DataCentreKey;
  /** Moments of the tokens that it gave. */
  readonly gaveAt: number[];
  /** Living access tokens, oldest first. */
  readonly access: string[];
}

/** Why the accounts server gives nothing: its own words. */
export type TokenRefusal = "invalid_code" | "Access Denied";

/** Tokens of the one client for the one user. */
export interface Tokens {
  /** An access token out of nothing, for tests. */
  issue(options?: TokenOptions): AccessToken;
  /** A refresh token; the 21st ends the first and its access tokens. */
  issueRefreshToken(options?: TokenOptions & { readonly token?: string }): string;
  /** A code that is good for one exchange within two minutes; nothing past ten in ten minutes. */
  issueCode(options?: TokenOptions): string | undefined;
  refresh(refreshToken: string, dataCentre: DataCentreKey): AccessToken | TokenRefusal;
  exchangeCode(
    code: string,
    dataCentre: DataCentreKey,
  ): (AccessToken & { readonly refreshToken: string }) | TokenRefusal;
  revoke(token: string): boolean;
  /** The token if it is known, alive and of this data centre. */
  find(token: string, dataCentre: DataCentreKey): AccessToken | undefined;
  /** Ends every access token; refresh tokens live on. */
  expireAll(): void;
  /** Forgets refresh tokens, codes and counts. Access tokens live on: whoever is logged in stays so. */
  reset(): void;
}

/** Seconds that an access token lives. */
export const accessTokenSeconds = 3_600;
const windowMs = 600_000;
const mostLiveTokens = 15;
const mostRefreshTokens = 20;

/** What tokens are given by. */
export interface TokensOptions {
  readonly clock: Clock;
  readonly dataCentre: DataCentreKey;
  /** Access tokens that a refresh token gives in ten minutes. */
  readonly limit: number;
}

/** No tokens yet. Texts are counted, so that a run can be repeated. */
export const createTokens = ({ clock, dataCentre: home, limit }: TokensOptions): Tokens => {
  const access = new Map<string, AccessToken>();
  const grants = new Map<string, Grant>();
  const codes = createGrantCodes(clock);
  let count = 0;
  const mint = (kind: string) => {
    count += 1;
    return `1000.${hexOf(`${kind}1${count}`, 32)}.${hexOf(`${kind}2${count}`, 32)}`;
  };
  const issue = ({ scopes = allScopes, dataCentre = home }: TokenOptions = {}): AccessToken => {
    const made = { token: mint("access"), scopes, dataCentre, expiresAt: clock.now() + accessTokenSeconds * 1000 };
    access.set(made.token, made);
    return made;
  };
  const endGrant = (grant: Grant): void => {
    grants.delete(grant.token);
    for (const token of grant.access) access.delete(token);
  };
  const issueRefreshToken: Tokens["issueRefreshToken"] = (options = {}) => {
    const { token = mint("refresh"), scopes = allScopes, dataCentre = home } = options;
    grants.set(token, { token, scopes, dataCentre, gaveAt: [], access: [] });
    const [oldest] = grants.values();
    if (grants.size > mostRefreshTokens && oldest) endGrant(oldest);
    return token;
  };
  const refresh: Tokens["refresh"] = (refreshToken, dataCentre) => {
    const grant = grants.get(refreshToken);
    if (!grant || grant.dataCentre !== dataCentre) return "invalid_code";
    const now = clock.now();
    if (grant.gaveAt.filter((at) => at > now - windowMs).length >= limit) return "Access Denied";
    grant.gaveAt.push(now);
    const made = issue(grant);
    grant.access.push(made.token);
    if (grant.access.length > mostLiveTokens) access.delete(grant.access.shift() ?? "");
    return made;
  };
  return {
    issue,
    issueRefreshToken,
    refresh,
    issueCode: (options = {}) => codes.issue(mint("code"), { dataCentre: home, ...options }),
    exchangeCode: (code, dataCentre) => {
      const granted = codes.take(code, dataCentre);
      if (!granted) return "invalid_code";
      const refreshToken = issueRefreshToken(granted);
      const made = refresh(refreshToken, dataCentre);
      return typeof made === "string" ? made : { ...made, refreshToken };
    },
    revoke: (token) => {
      const grant = grants.get(token);
      if (grant) endGrant(grant);
      return access.delete(token) || grant !== undefined;
    },
    find: (token, dataCentre) => {
      const found = access.get(token);
      return found && found.expiresAt > clock.now() && found.dataCentre === dataCentre ? found : undefined;
    },
    expireAll: () => access.clear(),
    reset: () => {
      grants.clear();
      codes.forget();
    },
  };
};

/** Whether scopes allow this: `ALL` of an area allows everything in it. */
export const allows = (scopes: readonly string[], area: string, right: string): boolean =>
  scopes.includes(`ZohoMail.${area}.${right}`) || scopes.includes(`ZohoMail.${area}.ALL`);
