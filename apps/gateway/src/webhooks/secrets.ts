import { type Clock, isValidSecret } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import { sql } from "kysely";
import type { WebhookSource } from "./source.js";

/** What a delivery of one source is verified with. */
export interface CurrentSecrets {
  readonly secrets: readonly string[];
  /** True while an operator waits for a webhook to introduce itself. */
  readonly expectHandshake: boolean;
}

/** The secrets that sign what comes in: those of the configuration and those in the database. */
export interface WebhookSecrets {
  /** Those valid now. What operators change is seen within seconds. A connection that does not exist costs the same. */
  of(connection: string, source: WebhookSource | undefined): Promise<CurrentSecrets>;
  /** Keeps the secret of a webhook that introduced itself, and closes the window. False: the window was closed. */
  keepHandshake(connection: string, secret: string): Promise<boolean>;
}

/** Name of the checkpoint that says until when a handshake is expected. */
export const handshakeWindow = "webhook-handshake";

const freshMs = 5_000;
/** Names that strangers make up must not fill the memory. */
const mostKept = 1_000;

interface Row {
  readonly secrets: readonly string[];
  readonly window: boolean;
}

/** Reads the secrets of the database, each source's at most every few seconds. */
export const createWebhookSecrets = (store: () => Promise<Store>, clock: Clock): WebhookSecrets => {
  const kept = new Map<string, { readonly row: Promise<Row>; readonly untilMs: number }>();
  const read = (connection: string): Promise<Row> => {
    const known = kept.get(connection);
    if (known && clock.monotonic() < known.untilMs) return known.row;
    const row = store().then((opened) => readRow(opened, connection));
    if (kept.size >= mostKept) kept.clear();
    kept.set(connection, { row, untilMs: clock.monotonic() + freshMs });
    row.catch(() => kept.delete(connection));
    return row;
  };
  return {
    of: async (connection, source) => {
      const { secrets, window } = await read(connection);
      const configured = (source?.webhooks.secrets ?? []).filter((secret) => isValidSecret(secret, clock.now()));
      return { secrets: [...configured.map(({ secret }) => secret), ...secrets], expectHandshake: window };
    },
    keepHandshake: async (connection, secret) => {
      const isKept = await keep(await store(), connection, secret);
      kept.delete(connection);
      return isKept;
    },
  };
};

const readRow = async ({ db }: Store, connection: string): Promise<Row> => {
  const { rows } = await sql<{ secrets: readonly string[] | null; window: boolean }>`
    select
      (select array_agg(secret order by valid_from desc) from webhook_secret
        where connection = ${connection} and (valid_until is null or valid_until > clock_timestamp())) as secrets,
      exists (select from checkpoint where connection = ${connection} and name = ${handshakeWindow}
        and (value ->> 'until')::timestamptz > clock_timestamp()) as window
  `.execute(db);
  return { secrets: rows[0]?.secrets ?? [], window: rows[0]?.window ?? false };
};

/** In one transaction: two webhooks that introduce themselves at once must not both be taken in by one window. */
const keep = (store: Store, connection: string, secret: string): Promise<boolean> =>
  store.transaction(async (tx) => {
    const { rows } = await sql`
      delete from checkpoint where connection = ${connection} and name = ${handshakeWindow}
        and (value ->> 'until')::timestamptz > clock_timestamp() returning 1`.execute(tx);
    if (rows.length === 0) return false;
    await tx
      .insertInto("webhook_secret")
      .values({ connection, secret, source: "handshake" })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await tx
      .insertInto("audit")
      .values({ actor: "webhook", action: "webhook-secrets.handshake", subject: connection, details: "{}" })
      .execute();
    return true;
  });
