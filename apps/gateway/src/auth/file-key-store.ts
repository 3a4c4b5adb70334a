import { type Clock, ConnectorError, systemClock } from "@trunkline/core";
import { changeKeyFile } from "./key-file.js";
import { createKeyReader } from "./key-reader.js";
import { type ApiKey, hashSecret, type KeyRequest, type KeyStore, mintToken, withoutSecret } from "./keys.js";
import { parseScopes } from "./scopes.js";
import { createUseLog } from "./use-log.js";

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

/** Keys in one local file. Other processes may change it at any time: changes are seen within `recheckMs`. */
export const createFileKeyStore = (options: FileKeyStoreOptions): KeyStore => {
  const { path, clock = systemClock, recheckMs = 250, touchIntervalMs = 60_000, onTrouble = () => {} } = options;
  const reader = createKeyReader({ path, clock, recheckMs, onTrouble });
  const uses = createUseLog({ path, clock, intervalMs: touchIntervalMs, onTrouble });
  return {
    find: async (keyId) => (await reader.current()).get(keyId),
    list: async () =>
      [...(await reader.refresh()).values()].map((key) => {
        const lastUsedAt = uses.unwritten(key.id) ?? key.lastUsedAt;
        return { ...withoutSecret(key), ...(lastUsedAt !== undefined && { lastUsedAt }) };
      }),
    create: async (request) => {
      const { keyId, secret, token } = mintToken();
      const facts = { id: keyId, ...checkRequest(request, clock), createdAt: isoNow(clock) };
      await changeKeyFile(path, (keys) => [...keys, { ...facts, secretHash: hashSecret(secret) }]);
      await reader.refresh();
      return { key: facts, token };
    },
    revoke: async (keyId) => {
      await changeKeyFile(path, (keys) => {
        const isInForce = keys.some(({ id, revokedAt }) => id === keyId && revokedAt === undefined);
        return isInForce ? keys.map((key) => (key.id === keyId ? { ...key, revokedAt: isoNow(clock) } : key)) : keys;
      });
      const key = (await reader.refresh()).get(keyId);
      return key && withoutSecret(key);
    },
    touch: uses.note,
    close: uses.flush,
  };
};

const isoNow = (clock: Clock): string => new Date(clock.now()).toISOString();

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
