import type { Clock } from "@trunkline/core";

/** Every scope that the simulator's operations need. */
export const allScopes: readonly string[] = [
  "read_all_orders",
  "read_assigned_fulfillment_orders",
  "write_assigned_fulfillment_orders",
  "read_customers",
  "write_customers",
  "read_discounts",
  "write_discounts",
  "read_draft_orders",
  "write_draft_orders",
  "read_fulfillments",
  "write_fulfillments",
  "read_inventory",
  "write_inventory",
  "read_locations",
  "read_merchant_managed_fulfillment_orders",
  "write_merchant_managed_fulfillment_orders",
  "read_metaobject_definitions",
  "read_metaobjects",
  "write_metaobjects",
  "read_orders",
  "write_orders",
  "read_products",
  "write_products",
  "read_third_party_fulfillment_orders",
  "write_third_party_fulfillment_orders",
];

/** How a token is made. */
export interface TokenOptions {
  /** Default: all. */
  readonly scopes?: readonly string[];
  /** Default: never expires. */
  readonly lifetimeSeconds?: number;
  /** A given text in place of a minted one. */
  readonly token?: string;
}

/** What an access token may do. */
export interface AccessToken {
  readonly token: string;
  readonly scopes: ReadonlySet<string>;
  readonly expiresAt: number | undefined;
}

/** A renewed pair. */
interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly scopes: readonly string[];
}

/** Access and refresh tokens of the one app on the one shop. */
export interface Tokens {
  issue(options?: TokenOptions): AccessToken;
  /** The token if it is known and alive. */
  find(token: string | undefined): AccessToken | undefined;
  /** Makes every access token invalid; refresh tokens and client credentials still work. */
  expireAll(): void;
  /** A pair as an authorization-code grant gives it. */
  issuePair(options?: {
    readonly refreshToken?: string;
    readonly accessToken?: string;
    readonly lifetimeSeconds?: number;
  }): TokenPair;
  /** A new pair; nothing for a dead refresh token. The old one works until the new one is used for the first time. */
  rotate(refreshToken: string): TokenPair | undefined;
}

/** Seconds that an access token of a rotating pair lives. */
export const pairLifetimeSeconds = 3_600;
/** Seconds that an access token of client credentials lives. */
export const clientCredentialsLifetimeSeconds = 86_399;

/** No tokens yet. Texts are counted, so that a run can be repeated. */
export const createTokens = (clock: Clock): Tokens => {
  const access = new Map<string, AccessToken>();
  /** Refresh tokens with the one that each replaced. */
  const refresh = new Map<string, { readonly replaces: string | undefined }>();
  let count = 0;
  const mint = (prefix: string) => {
    count += 1;
    return `${prefix}_simulator_${String(count).padStart(6, "0")}`;
  };
  const issue = ({ scopes = allScopes, lifetimeSeconds, token = mint("shpat") }: TokenOptions = {}): AccessToken => {
    const made = {
      token,
      scopes: new Set(scopes),
      expiresAt: lifetimeSeconds === undefined ? undefined : clock.now() + lifetimeSeconds * 1000,
    };
    access.set(token, made);
    return made;
  };
  const issuePair: Tokens["issuePair"] = ({
    refreshToken = mint("shprt"),
    accessToken,
    lifetimeSeconds = pairLifetimeSeconds,
  } = {}) => {
    refresh.set(refreshToken, { replaces: undefined });
    const { token } = issue({ lifetimeSeconds, token: accessToken });
    return { accessToken: token, refreshToken, scopes: allScopes };
  };
  return {
    issue,
    issuePair,
    find: (token) => {
      const found = token === undefined ? undefined : access.get(token);
      return found && (found.expiresAt === undefined || found.expiresAt > clock.now()) ? found : undefined;
    },
    expireAll: () => access.clear(),
    rotate: (used) => {
      const known = refresh.get(used);
      if (!known) return undefined;
      if (known.replaces !== undefined) refresh.delete(known.replaces);
      const refreshToken = mint("shprt");
      refresh.set(refreshToken, { replaces: used });
      return { accessToken: issue({ lifetimeSeconds: pairLifetimeSeconds }).token, refreshToken, scopes: allScopes };
    },
  };
};
