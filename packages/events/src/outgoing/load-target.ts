import { ConnectorError } from "@trunkline/core";
import type { Database, StoredSecret } from "@trunkline/store";
import { sql } from "kysely";
import { type MessageSource, toMessage } from "./message.js";
import type { Receiver } from "./send.js";
import type { OutgoingMessage } from "./sign.js";

/** Everything that one try needs to know. */
export interface Target extends Receiver {
  readonly message: OutgoingMessage;
  readonly perSecond: number;
  readonly enabled: boolean;
  readonly disabledBecause: string | undefined;
  /** Since the message was put into the queue. */
  readonly ageMs: number;
}

/** What a piece of work is about. */
export interface TargetRef {
  readonly workId: number;
  readonly endpointId: string;
  readonly feedId: number;
}

interface Row extends Omit<MessageSource, "message_id"> {
  readonly url: string;
  readonly secrets: readonly StoredSecret[];
  readonly per_second: number;
  readonly enabled: boolean;
  readonly disabled_because: string | null;
  readonly now: Date;
  readonly age_ms: number | null;
  /** Null: removed by retention. */
  readonly message_id: string | null;
}

/**
 * The endpoint and message of a piece of work; nothing when the endpoint has been deleted.
 * @throws ConnectorError `NOT_FOUND` when retention has removed the message
 */
export const loadTarget = async (
  db: Database,
  { workId, endpointId, feedId }: TargetRef,
): Promise<Target | undefined> => {
  const { rows } = await sql<Row>`
    select e.url, e.secrets, e.per_second, e.enabled, e.disabled_because, clock_timestamp() as now,
      (select (extract(epoch from clock_timestamp() - created_at) * 1000)::float8 from work where id = ${workId}) as age_ms,
      f.message_id, f.connector, f.connection, f.type, f.ordering_key, f.occurred_at, f.data::text as data, f.trace
    from endpoint e left join feed f on f.id = ${feedId} where e.id = ${endpointId}`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { message_id } = row;
  if (message_id === null)
    throw new ConnectorError("NOT_FOUND", {
      message: "Retention has removed the message before it could be delivered.",
    });
  return {
    message: toMessage({ ...row, message_id }),
    url: row.url,
    secrets: row.secrets,
    now: row.now,
    perSecond: row.per_second,
    enabled: row.enabled,
    disabledBecause: row.disabled_because ?? undefined,
    ageMs: row.age_ms ?? 0,
  };
};
