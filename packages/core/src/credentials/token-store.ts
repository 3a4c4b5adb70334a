/** A token as obtained, with what renews it. */
export interface StoredToken {
  readonly accessToken: string;
  /** Milliseconds since the epoch. Absent: unknown, renew after a refusal only. */
  readonly expiresAtMs?: number;
  /** Rotated with the access token where the vendor does so. */
  readonly refreshToken?: string;
  /** Milliseconds since the epoch. */
  readonly refreshExpiresAtMs?: number;
  /** What the vendor granted, space separated, where it says. */
  readonly scope?: string;
  /** Set when the vendor said that the login is dead; cleared by saving a new token. */
  readonly dead?: boolean;
  /** Vendor facts that came with the token, e.g. the API domain of an account. Nothing secret. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** Where tokens live. Pairs are saved whole or not at all; the lock spans replicas where the store does. */
export interface TokenStore {
  load(key: string): Promise<StoredToken | undefined>;
  save(key: string, token: StoredToken): Promise<void>;
  /** Runs `work` while no one else holds the key. Inside, `load` sees what the last holder saved. */
  withLock<T>(key: string, work: () => Promise<T>): Promise<T>;
}
