import type { InboundDelivery, InboundVerdict, InboundWebhooks } from "@trunkline/core";
import { parseLosslessJson, type SigningSecret } from "@trunkline/core";
import { Webhook } from "standardwebhooks";
import { z } from "zod";
import type { WebhookSource } from "./source.js";

/** What Standard Webhooks asks of a body; anything else in it is kept. */
const Body = z.looseObject({
  type: z
    .string()
    .regex(/^[\w./:-]{1,128}$/)
    .optional(),
  timestamp: z.iso.datetime({ offset: true }).optional(),
});

/** A configured sender that signs by the Standard Webhooks specification. */
export interface StandardSender {
  readonly name: string;
  readonly secrets: readonly SigningSecret[];
}

/** The source of a configured sender: `POST /webhooks/{name}/default`. */
export const toStandardSource = ({ name, secrets }: StandardSender): WebhookSource => ({
  connector: name,
  name: "default",
  connection: `default/${name}/default`,
  webhooks: standardWebhooks(secrets),
});

/** Verifies by the Standard Webhooks specification: identifier, time and body are signed; five minutes of tolerance. */
export const standardWebhooks = (secrets: readonly SigningSecret[]): InboundWebhooks => ({ secrets, verify });

const verify = ({ rawBody, headers, secrets }: InboundDelivery): InboundVerdict => {
  if (secrets.length === 0) return { kind: "refused", reason: "missing_secret" };
  const text = Buffer.from(rawBody);
  const flat = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value ?? "")]));
  // Each is tried whichever fits, so that timing tells nothing.
  const fitting = secrets.map((secret) => fits(secret, text, flat)).filter(Boolean);
  const id = flat["webhook-id"] ?? "";
  if (fitting.length === 0 || id === "") return { kind: "refused", reason: "wrong_signature" };
  const body = readBody(text);
  if (body === undefined) return { kind: "malformed", reason: "malformed_body" };
  const { type = "event", timestamp } = body;
  const sentAt = new Date(Number(flat["webhook-timestamp"]) * 1_000).toISOString();
  return { kind: "event", event: { type, dedupeKey: id, payload: body, occurredAt: timestamp ?? sentAt } };
};

const fits = (secret: string, body: Buffer, headers: Record<string, string>): boolean => {
  try {
    new Webhook(secret).verify(body, headers, { jsonParse: false });
    return true;
  } catch {
    return false;
  }
};

const readBody = (bytes: Buffer): z.output<typeof Body> | undefined => {
  try {
    return Body.safeParse(parseLosslessJson(bytes.toString("utf8"))).data;
  } catch {
    return undefined;
  }
};
