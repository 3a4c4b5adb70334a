import { randomBytes } from "node:crypto";
import { ConnectorError } from "@trunkline/core";
import { sql } from "kysely";
import { z } from "zod";
import type { Durable } from "../../durable/durable.js";
import { handshakeWindow } from "../../webhooks/secrets.js";
import { defineAdminAction } from "../action.js";
import { connectionKey, toIso } from "./common.js";

const connection = connectionKey.describe("tenant/connector/name, e.g. default/shopify/default");

const SecretRow = z.object({
  connection: z.string(),
  ending: z.string().describe("Its last four characters"),
  source: z.string().describe("configuration, handshake or operator"),
  validFrom: z.string().optional(),
  validUntil: z.string().optional(),
});

/** `webhook-secrets list`. */
export const listSecrets = defineAdminAction({
  id: "webhook-secrets.list",
  summary: "List the secrets that webhooks may be signed with, by their endings",
  effect: "read",
  method: "GET",
  path: "/admin/webhook-secrets",
  input: z.strictObject({}),
  output: z.object({ secrets: z.array(SecretRow) }),
  table: { rows: "secrets", columns: ["connection", "ending", "source", "validFrom", "validUntil"] },
  run: async ({ store, sources }) => {
    const configured = sources.all.flatMap((source) =>
      source.webhooks.secrets.map(({ secret, untilMs }) => ({
        connection: source.connection,
        ending: endingOf(secret),
        source: "configuration",
        ...(untilMs !== undefined && { validUntil: new Date(untilMs).toISOString() }),
      })),
    );
    const stored = await store.db
      .selectFrom("webhook_secret")
      .selectAll()
      .orderBy("connection")
      .orderBy("valid_from", "desc")
      .execute();
    const rows = stored.map((row) => ({
      connection: row.connection,
      ending: endingOf(row.secret),
      source: row.source,
      validFrom: toIso(row.valid_from),
      ...(row.valid_until && { validUntil: toIso(row.valid_until) }),
    }));
    return { secrets: [...configured, ...rows] };
  },
});

/** Too short a secret would be told by its end. */
const endingOf = (secret: string): string => (secret.length < 12 ? "…" : `…${secret.slice(-4)}`);

/** `webhook-secrets rotate`. */
export const rotateSecret = defineAdminAction({
  id: "webhook-secrets.rotate",
  summary: "Give a source a new secret; the stored ones before it stay valid for the overlap",
  description:
    "Give the secret that the sender signs with, or leave it out to have one minted, which is then shown once. Secrets of the configuration stay valid until they are taken out of it.",
  effect: "write",
  method: "POST",
  path: "/admin/webhook-secrets/rotate",
  words: { positional: ["connection"] },
  examples: [
    { about: "A minted one; the old ones are good for another day", input: { connection: "default/billing/default" } },
    {
      about: "The one that the vendor shows, for a short overlap",
      input: { connection: "default/shopify/default", secret: "shpss_0123456789abcdef", overlapSeconds: 3_600 },
    },
  ],
  input: z.strictObject({
    connection,
    secret: z
      .string()
      .min(8)
      .max(500)
      .regex(/^[\x21-\x7e]+$/, "Expected printable characters without spaces")
      .optional()
      .describe("Default: one is minted"),
    overlapSeconds: z
      .number()
      .int()
      .min(0)
      .max(2_592_000)
      .default(86_400)
      .describe("How long the ones before stay valid; default a day"),
  }),
  output: z.object({
    connection: z.string(),
    secret: z.string().optional().describe("Only when it was minted: shown once"),
    endOfOthers: z.string().describe("When the secrets before it end"),
  }),
  audit: ({ connection: subject, overlapSeconds }) => ({ subject, details: { overlapSeconds } }),
  run: async (durable, { connection: key, secret, overlapSeconds }) => {
    mustBeSource(durable, key);
    const next = secret ?? `whsec_${randomBytes(32).toString("base64")}`;
    const endOfOthers = await durable.store.transaction(async (tx) => {
      const { rows } = await sql<{
        at: Date;
      }>`select clock_timestamp() + make_interval(secs => ${overlapSeconds}) as at`.execute(tx);
      const at = rows[0]?.at ?? new Date(0);
      await sql`update webhook_secret set valid_until = least(valid_until, ${at}) where connection = ${key} and secret <> ${next}`.execute(
        tx,
      );
      await sql`insert into webhook_secret (connection, secret, source) values (${key}, ${next}, 'operator')
        on conflict (connection, secret) do update set valid_until = null`.execute(tx);
      return at;
    });
    return { connection: key, ...(secret === undefined && { secret: next }), endOfOthers: toIso(endOfOthers) };
  },
});

/** `webhook-secrets expect-handshake`. */
export const expectHandshake = defineAdminAction({
  id: "webhook-secrets.expect-handshake",
  summary: "Let one webhook introduce itself within the next minutes",
  description:
    "Zoho Mail tells a new webhook's secret once, in its first delivery. Open the window, then save the webhook in Zoho Mail's settings. The first secret that is offered is taken, and the window closes.",
  effect: "write",
  method: "POST",
  path: "/admin/webhook-secrets/expect-handshake",
  isIdempotent: true,
  words: { positional: ["connection"] },
  examples: [{ about: "For the next ten minutes", input: { connection: "default/zoho-mail/default" } }],
  input: z.strictObject({
    connection,
    minutes: z.number().int().min(1).max(60).default(10).describe("How long the window stays open"),
  }),
  output: z.object({ connection: z.string(), until: z.string() }),
  audit: ({ connection: subject, minutes }) => ({ subject, details: { minutes } }),
  run: async (durable, { connection: key, minutes }) => {
    mustBeSource(durable, key);
    const { rows } = await sql<{ until: string }>`
      insert into checkpoint (connection, name, value)
      values (${key}, ${handshakeWindow}, jsonb_build_object('until', clock_timestamp() + make_interval(mins => ${minutes})))
      on conflict (connection, name) do update set value = excluded.value, updated_at = clock_timestamp()
      returning value ->> 'until' as until`.execute(durable.store.db);
    return { connection: key, until: new Date(rows[0]?.until ?? 0).toISOString() };
  },
});

const mustBeSource = ({ sources }: Durable, key: string): void => {
  if (sources.all.some(({ connection: known }) => known === key)) return;
  const known = sources.all.map(({ connection: name }) => name).join(", ");
  throw new ConnectorError("UNKNOWN_CONNECTION", {
    message: `"${key}" receives no webhooks; ${known === "" ? "nothing does" : `there is ${known}`}.`,
  });
};
