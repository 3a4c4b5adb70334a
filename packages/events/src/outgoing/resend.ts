import { ConnectorError } from "@trunkline/core";
import type { Store, StoreTransaction } from "@trunkline/store";
import { sql } from "kysely";
import type { z } from "zod";
import { matchesSql } from "../feed/patterns.js";
import { audit } from "./audit.js";
import { lockEndpoint } from "./endpoint-row.js";
import { parseInput } from "./parse-input.js";
import { deliveriesQueue, deliveryAttempts } from "./schedule.js";
import { ResendInput, ResendRangeInput, type ResendResult } from "./schemas.js";

/** Most messages of one request: more are asked for in parts, so that no queue is flooded by mistake. */
const mostMessages = 10_000;

/**
 * Puts one message into the queue again, under its old id, so that a receiver can tell that it has it already.
 * @throws ConnectorError `NOT_FOUND`, `INVALID_INPUT`
 */
export const resend = async (store: Store, given: ResendInput, actor: string): Promise<ResendResult> => {
  const { deliveryId } = parseInput(ResendInput, given);
  return audited(store, actor, (tx) => resendOne(tx, deliveryId));
};

/**
 * Puts an endpoint's messages into the queue again, under their old ids.
 * @throws ConnectorError `NOT_FOUND`, `INVALID_INPUT`
 */
export const resendRange = async (store: Store, given: ResendRangeInput, actor: string): Promise<ResendResult> => {
  const range = parseInput(ResendRangeInput, given);
  return audited(store, actor, (tx) => resendBetween(tx, range));
};

const audited = (store: Store, actor: string, put: (tx: StoreTransaction) => Promise<Resent>): Promise<ResendResult> =>
  store.transaction(async (tx) => {
    const { endpointId, messages, details } = await put(tx);
    if (messages > 0) await sql`select pg_notify('trunkline_work', '')`.execute(tx);
    await audit(tx, { actor, action: "endpoint.resend", endpointId, details: { ...details, messages } });
    return { messages };
  });

interface Resent {
  readonly endpointId: string;
  readonly messages: number;
  readonly details: Readonly<Record<string, unknown>>;
}

const newWork = sql`insert into work (queue, key, payload, max_attempts, trace, origin_id)`;
const workOf = (endpointId: unknown, origin: unknown) => sql`
  ${deliveriesQueue}, ${endpointId} || '/' || f.connection || '/' || f.ordering_key,
  jsonb_build_object('endpointId', ${endpointId}, 'feedId', f.id), ${deliveryAttempts}, f.trace, ${origin}`;

const resendOne = async (tx: StoreTransaction, deliveryId: number): Promise<Resent> => {
  const { rows } = await sql<{ endpoint_id: string }>`
    ${newWork} select ${workOf(sql`d.endpoint_id`, sql`nullif(d.work_id, 0)`)}
    from delivery d join feed f on f.id = d.feed_id where d.id = ${deliveryId}
    returning payload->>'endpointId' as endpoint_id`.execute(tx);
  const [sent] = rows;
  if (sent === undefined)
    throw new ConnectorError("NOT_FOUND", {
      message: `Delivery ${deliveryId} is unknown, was a test, or its message has been removed by retention.`,
    });
  return { endpointId: sent.endpoint_id, messages: 1, details: { deliveryId } };
};

type Range = z.output<typeof ResendRangeInput>;

const resendBetween = async (
  tx: StoreTransaction,
  { endpointId, fromEvent, toEvent, delivered }: Range,
): Promise<Resent> => {
  const { types, connections } = await lockEndpoint(tx, endpointId);
  const isMissing = sql`
    not exists (select from delivery d where d.feed_id = f.id and d.endpoint_id = ${endpointId} and d.error is null)
    and not exists (select from work w where w.queue = ${deliveriesQueue} and w.state in ('ready', 'running')
      and w.key = ${endpointId} || '/' || f.connection || '/' || f.ordering_key
      and w.payload @> jsonb_build_object('endpointId', ${endpointId}::text, 'feedId', f.id))`;
  const { rows } = await sql`
    ${newWork} select ${workOf(sql`${endpointId}::text`, sql`null::bigint`)}
    from feed f where f.event_id between ${fromEvent} and ${toEvent}
      and ${matchesSql(sql`f.connector || '.' || f.type`, sql`${types}::text[]`)}
      and ${matchesSql(sql`f.connection`, sql`${connections}::text[]`)}
      and (${delivered}::boolean or (${isMissing}))
    order by f.xid, f.id limit ${mostMessages + 1}
    returning id`.execute(tx);
  if (rows.length > mostMessages)
    throw new ConnectorError("INVALID_INPUT", {
      message: `More than ${mostMessages} messages are between the events ${fromEvent} and ${toEvent}.`,
      issues: [{ path: "toEvent", message: "ask for fewer at once" }],
    });
  return { endpointId, messages: rows.length, details: { fromEvent, toEvent, delivered } };
};
