import { join } from "node:path";
import { ConnectorError } from "@trunkline/core";
import { createFileKeyStore } from "../auth/file-key-store.js";
import type { ApiKey, KeyStore } from "../auth/keys.js";
import { readConfig } from "../config.js";
import { formatTable, type Terminal } from "./output.js";

const withKeys = async <T>(terminal: Terminal, work: (keys: KeyStore) => Promise<T>): Promise<T> => {
  const { dataDir } = readConfig(terminal.env, terminal.workingDir);
  const keys = createFileKeyStore({ path: join(dataDir, "keys.json") });
  try {
    return await work(keys);
  } finally {
    await keys.close();
  }
};

/** Makes a key and shows it, once. */
export const runKeysCreate = (
  terminal: Terminal,
  flags: {
    readonly name: string;
    readonly scope: readonly string[];
    readonly expires?: string;
    readonly json?: boolean;
  },
): Promise<void> =>
  withKeys(terminal, async (keys) => {
    const { key, token } = await keys.create({
      name: flags.name,
      scopes: flags.scope,
      ...(flags.expires !== undefined && { expiresAt: toExpiry(flags.expires) }),
    });
    if (flags.json) return terminal.out(JSON.stringify({ ...key, token }, undefined, 2));
    terminal.out(token);
    terminal.err(
      `Key "${key.name}" (${key.id}) with ${key.scopes.join(", ")}${key.expiresAt ? `, until ${key.expiresAt}` : ""}. It is not shown again.`,
    );
  });

/** Lists keys without their secrets. */
export const runKeysList = (terminal: Terminal, flags: { readonly json?: boolean }): Promise<void> =>
  withKeys(terminal, async (keys) => {
    const all = await keys.list();
    if (flags.json) return terminal.out(JSON.stringify(all, undefined, 2));
    if (all.length === 0) return terminal.out("No keys yet; make one with `trunkline keys create`.");
    terminal.out(formatTable(["id", "name", "scopes", "state", "last used"], all.map(toRow)));
  });

/** Ends a key at once, in running gateways too. */
export const runKeysRevoke = (terminal: Terminal, id: string, flags: { readonly json?: boolean }): Promise<void> =>
  withKeys(terminal, async (keys) => {
    const key = await keys.revoke(id);
    if (!key)
      throw new ConnectorError("NOT_FOUND", {
        message: `There is no key with the id "${id}".`,
        help: "`trunkline keys list` shows the ids.",
      });
    terminal.out(flags.json ? JSON.stringify(key, undefined, 2) : `Key "${key.name}" (${key.id}) is revoked.`);
  });

const toRow = ({ id, name, scopes, expiresAt, revokedAt, lastUsedAt }: ApiKey): readonly string[] => [
  id,
  name,
  scopes.join(" "),
  revokedAt
    ? "revoked"
    : expiresAt && Date.parse(expiresAt) <= Date.now()
      ? "expired"
      : expiresAt
        ? `until ${expiresAt.slice(0, 10)}`
        : "valid",
  lastUsedAt ?? "never",
];

const dayMs = 86_400_000;

/** `90d`, `12h` from now, or a date. */
const toExpiry = (text: string): string => {
  const span = /^(\d{1,5})([dh])$/.exec(text);
  if (span) return new Date(Date.now() + Number(span[1]) * (span[2] === "d" ? dayMs : dayMs / 24)).toISOString();
  const atMs = Date.parse(text);
  if (Number.isNaN(atMs))
    throw new ConnectorError("INVALID_INPUT", {
      message: `--expires "${text}" is neither a span such as 90d or 12h nor an ISO date.`,
    });
  return new Date(atMs).toISOString();
};
