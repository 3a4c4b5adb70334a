import type { Database, DeliveryTable } from "@trunkline/store";
import { type Selectable, sql } from "kysely";
import { parseInput } from "./parse-input.js";
import { type Delivery, type DeliveryList, DeliveryQuery } from "./schemas.js";
import type { SendResult } from "./send.js";

/** One try, to be written down. */
export interface LoggedTry {
  readonly endpointId: string;
  /** 0: a test. */
  readonly workId: number;
  readonly feedId: number;
  readonly messageId: string;
  readonly type: string;
  readonly attempt: number;
  readonly result: SendResult;
}

/** Writes down a try; nothing when the endpoint has been deleted meanwhile. Nothing of the reply but its status is kept. */
export const logTry = async (db: Database, { result, ...facts }: LoggedTry): Promise<void> => {
  const { endpointId, workId, feedId, messageId, type, attempt } = facts;
  const { status = null, error = null, durationMs } = result;
  await sql`
    insert into delivery (endpoint_id, work_id, feed_id, message_id, type, attempt, status, error, duration_ms)
    select id, ${workId}::bigint, ${feedId}::bigint, ${messageId}, ${type}, ${attempt}::int, ${status}::int, ${error}::text,
      ${durationMs}::float8 from endpoint where id = ${endpointId}`.execute(db);
};

/** Tries, the latest first. */
export const listDeliveries = async (db: Database, given: DeliveryQuery): Promise<DeliveryList> => {
  const { endpointId, messageId, failed, before, limit } = parseInput(DeliveryQuery, given);
  let query = db.selectFrom("delivery").selectAll().orderBy("id", "desc").limit(limit);
  if (endpointId !== undefined) query = query.where("endpoint_id", "=", endpointId);
  if (messageId !== undefined) query = query.where("message_id", "=", messageId);
  if (failed === true) query = query.where("error", "is not", null);
  if (before !== undefined) query = query.where("id", "<", before);
  const deliveries = (await query.execute()).map(toDelivery);
  const last = deliveries.at(-1);
  return { deliveries, ...(deliveries.length === limit && last && { nextBefore: last.id }) };
};

const toDelivery = (row: Selectable<DeliveryTable>): Delivery => ({
  id: row.id,
  endpointId: row.endpoint_id,
  messageId: row.message_id,
  type: row.type,
  attempt: row.attempt,
  ...(row.status !== null && { status: row.status }),
  ...(row.error !== null && { error: row.error }),
  durationMs: row.duration_ms,
  at: row.at.toISOString(),
});
