import { type Clock, ConnectorError, systemClock } from "@trunkline/core";
import { changeKeyFile, fingerprintOf, readKeyFile } from "./key-file.js";
import {
  type ApiKey,
  hashSecret,
  type KeyRequest,
  type KeyStore,
  mintToken,
  type StoredKey,
  withoutSecret,
} from "./keys.js";
import { parseScopes } from "./scopes.js";

/** How a key file is kept. */
export interface FileKeyStoreOptions {
  readonly path: string;
  readonly clock?: Clock;
  /** How long a state of the file is trusted before it is looked at again. Default 250 ms. */
  readonly recheckMs?: number;
  /** Least time between two writes of last uses. Default one minute. */
  readonly touchIntervalMs?: number;
  /** Told when the file cannot be read or written in the background; the last good keys stay in force. */
  readonly onTrouble?: (error: unknown) => void;
}

interface Snapshot {
  readonly fingerprint: string;
  readonly keys: ReadonlyMap<string, StoredKey>;
}

/** Keys in one local file. Other processes may change it at any time: changes are seen within `recheckMs`. */
export const createFileKeyStore = (options: FileKeyStoreOptions): KeyStore => {
  const { path, clock = systemClock, recheckMs = 250, touchIntervalMs = 60_000, onTrouble = () => {} } = options;
  const uses = new Map<string, string>();
  let snapshot: Snapshot | undefined;
  let checkedAtMs = Number.NEGATIVE_INFINITY;
  let writtenAtMs = clock.monotonic();
  let writing: Promise<void> = Promise.resolve();

  const refresh = async (): Promise<Snapshot> => {
    const fingerprint = await fingerprintOf(path);
    if (snapshot?.fingerprint !== fingerprint)
      snapshot = { fingerprint, keys: new Map((await readKeyFile(path)).map((key) => [key.id, key])) };
    checkedAtMs = clock.monotonic();
    return snapshot;
  };
  /** A damaged file must not lock everyone out while good keys are known; without any, the damage is the answer. */
  const current = async (): Promise<Snapshot> => {
    if (snapshot && clock.monotonic() - checkedAtMs < recheckMs) return snapshot;
    try {
      return await refresh();
    } catch (error) {
      if (!snapshot) throw error;
      checkedAtMs = clock.monotonic();
      onTrouble(error);
      return snapshot;
    }
  };
  const change = async (edit: (keys: readonly StoredKey[]) => readonly StoredKey[]): Promise<void> => {
    await changeKeyFile(path, edit);
    await refresh();
  };
  const writeUses = async (): Promise<void> => {
    if (uses.size === 0) return;
    const noted = new Map(uses);
    uses.clear();
    await changeKeyFile(path, (keys) =>
      keys.map((key) => (noted.has(key.id) ? { ...key, lastUsedAt: noted.get(key.id) as string } : key)),
    );
  };
  return {
    find: async (keyId) => (await current()).keys.get(keyId),
    list: async () => [...(await refresh()).keys.values()].map((key) => withoutSecret(withUse(key, uses))),
    create: async (request) => {
      const { keyId, secret, token } = mintToken();
      const stored: StoredKey = {
        id: keyId,
        ...checkRequest(request, clock),
        createdAt: isoNow(clock),
        secretHash: hashSecret(secret),
      };
      await change((keys) => [...keys, stored]);
      return { key: withoutSecret(stored), token };
    },
    revoke: async (keyId) => {
      await change((keys) =>
        keys.some(({ id, revokedAt }) => id === keyId && revokedAt === undefined)
          ? keys.map((key) => (key.id === keyId ? { ...key, revokedAt: isoNow(clock) } : key))
          : keys,
      );
      const key = snapshot?.keys.get(keyId);
      return key && withoutSecret(key);
    },
    touch: (keyId) => {
      uses.set(keyId, isoNow(clock));
      if (clock.monotonic() - writtenAtMs < touchIntervalMs) return;
      writtenAtMs = clock.monotonic();
      writing = writing.then(writeUses).catch(onTrouble);
    },
    close: () => {
      writing = writing.then(writeUses).catch(onTrouble);
      return writing;
    },
  };
};

const isoNow = (clock: Clock): string => new Date(clock.now()).toISOString();

const withUse = (key: StoredKey, uses: ReadonlyMap<string, string>): StoredKey => {
  const lastUsedAt = uses.get(key.id);
  return lastUsedAt === undefined ? key : { ...key, lastUsedAt };
};

const checkRequest = (
  { name, scopes, expiresAt }: KeyRequest,
  clock: Clock,
): Pick<ApiKey, "name" | "scopes" | "expiresAt"> => {
  const refuse = (path: string, message: string): never => {
    throw new ConnectorError("INVALID_INPUT", { message: `${path}: ${message}.`, issues: [{ path, message }] });
  };
  const trimmed = name.trim();
  if (trimmed === "" || trimmed.length > 100) refuse("name", "1 to 100 characters that say who uses the key");
  const expiresAtMs = expiresAt === undefined ? undefined : Date.parse(expiresAt);
  if (expiresAtMs !== undefined && !(expiresAtMs > clock.now()))
    refuse("expiresAt", "an ISO date and time in the future");
  return {
    name: trimmed,
    scopes: parseScopes(scopes),
    ...(expiresAtMs !== undefined && { expiresAt: new Date(expiresAtMs).toISOString() }),
  };
};
