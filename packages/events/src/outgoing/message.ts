import { publicTypeOf } from "../feed/patterns.js";
import type { OutgoingMessage } from "./sign.js";

/** What a message is made of: a row of the feed. */
export interface MessageSource {
  readonly message_id: string;
  readonly connector: string;
  readonly connection: string;
  readonly type: string;
  readonly ordering_key: string;
  readonly occurred_at: Date;
  /** JSON as the database holds it. */
  readonly data: string;
  readonly trace: string | null;
}

/**
 * The message of a row: `{ type, timestamp, connection, key, data }`. The same at every try, byte for byte; `data` is
 * never parsed, so that its numbers stay exact.
 */
export const toMessage = (row: MessageSource): OutgoingMessage => {
  const type = publicTypeOf(row);
  const { connection, ordering_key: key } = row;
  const facts = JSON.stringify({ type, timestamp: row.occurred_at.toISOString(), connection, key });
  return {
    messageId: row.message_id,
    type,
    body: `${facts.slice(0, -1)},"data":${row.data}}`,
    ...(row.trace !== null && { trace: row.trace }),
  };
};
