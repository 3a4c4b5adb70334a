import type { StoredSecret } from "@trunkline/store";
import { Webhook } from "standardwebhooks";
import { validSecrets } from "./secrets.js";

/** A message as it is sent. */
export interface OutgoingMessage {
  readonly messageId: string;
  /** Public name of the event's type. */
  readonly type: string;
  /** JSON. */
  readonly body: string;
  /** W3C `traceparent`. */
  readonly trace?: string;
}

/** The headers of Standard Webhooks: one signature for each secret that is valid, so that a receiver may know either. */
export const signedHeaders = (
  { messageId, body }: OutgoingMessage,
  secrets: readonly StoredSecret[],
  now: Date,
): Readonly<Record<string, string>> => ({
  "webhook-id": messageId,
  "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
  "webhook-signature": validSecrets(secrets, now)
    .map(({ secret }) => new Webhook(secret).sign(messageId, now, body))
    .join(" "),
});
