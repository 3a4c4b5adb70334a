import { hash, randomBytes, timingSafeEqual } from "node:crypto";

/** A key as it may be shown: everything but its secret. Days and times are ISO 8601. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  readonly expiresAt?: string;
  /** To the minute. */
  readonly lastUsedAt?: string;
  readonly revokedAt?: string;
}

/** A key as stored. */
export interface StoredKey extends ApiKey {
  /** SHA-256 of the secret, hex. */
  readonly secretHash: string;
}

/** What a new key is to be. */
export interface KeyRequest {
  readonly name: string;
  readonly scopes: readonly string[];
  /** ISO 8601. Absent: never. */
  readonly expiresAt?: string;
}

/** A key just made: `token` is what the caller sends, and is never to be had again. */
export interface MintedKey {
  readonly key: ApiKey;
  readonly token: string;
}

/** Where keys live. */
export interface KeyStore {
  find(keyId: string): Promise<StoredKey | undefined>;
  /** Oldest first, revoked ones too. */
  list(): Promise<readonly ApiKey[]>;
  /** @throws ConnectorError `INVALID_INPUT` when name, scopes or expiry do not fit. */
  create(request: KeyRequest): Promise<MintedKey>;
  /** The key as it is now, or nothing when there is none of this id. Revoking twice changes nothing. */
  revoke(keyId: string): Promise<ApiKey | undefined>;
  /** Notes a use. Written now and then, and on close. */
  touch(keyId: string): void;
  close(): Promise<void>;
}

/** A token taken apart. */
export interface TokenParts {
  readonly keyId: string;
  readonly secret: string;
}

const tokenPattern = /^tl_([a-z2-7]{12})_([A-Za-z0-9_-]{43})$/;
const base32 = "abcdefghijklmnopqrstuvwxyz234567";

/** Id and secret of a token, or nothing when it does not have the form of one. */
export const parseToken = (token: string): TokenParts | undefined => {
  const match = tokenPattern.exec(token);
  return match ? { keyId: match[1] as string, secret: match[2] as string } : undefined;
};

/** A new id, secret and the token that carries both. The secret has 256 random bits. */
export const mintToken = (): TokenParts & { readonly token: string } => {
  const keyId = [...randomBytes(12)].map((byte) => base32[byte % 32]).join("");
  const secret = randomBytes(32).toString("base64url");
  return { keyId, secret, token: `tl_${keyId}_${secret}` };
};

/**
 * SHA-256, hex. A slow hash protects secrets that can be guessed; 256 random bits cannot, so a slow hash
 * would only make every call slow.
 */
export const hashSecret = (secret: string): string => hash("sha256", secret, "hex");

/** Whether a secret has this hash, in time that does not depend on how much of it fits. */
export const secretFits = (secret: string, secretHash: string): boolean => {
  // As hex: that is the cheapest form to get from the hash, and no more telling than the bytes.
  const actual = Buffer.from(hashSecret(secret), "latin1");
  const expected = Buffer.from(secretHash, "latin1");
  return expected.length === actual.length && timingSafeEqual(actual, expected);
};

/** A key without its hash. */
export const withoutSecret = ({ secretHash: _, ...key }: StoredKey): ApiKey => key;
