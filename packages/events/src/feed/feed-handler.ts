import type { Clock } from "@trunkline/core";
import type { StoreTransaction } from "@trunkline/store";
import { sql } from "kysely";
import type { StoredEvent } from "../event.js";
import { defineHandler, type EventHandler } from "../handler.js";
import { deliveriesQueue, deliveryAttempts } from "../outgoing/schedule.js";
import { matchesSql, publicTypeOf } from "./patterns.js";
import { createSparingNotify } from "./sparing-notify.js";

/**
 * The built-in handler that makes every event known to the outside: one row of the feed, and in the same transaction one
 * piece of work for each endpoint that wants it. An event that is handled again, e.g. by a replay, is not told again.
 */
export const createFeedHandler = ({ clock }: { readonly clock: Clock }): EventHandler => {
  const notify = createSparingNotify(clock, ["trunkline_feed", "trunkline_work"]);
  return defineHandler({
    name: "feed",
    summary: "Tells every event to the stream and to the endpoints of outgoing webhooks",
    on: ["*"],
    run: async ({ event, tx, dryRun, note }) => {
      const { told, deliveries } = await tell(event, tx);
      note(
        told
          ? `${publicTypeOf(event)} is told to the stream and to ${deliveries} endpoint${deliveries === 1 ? "" : "s"}`
          : "was told before, so it is not told again",
      );
      if (told && !dryRun) await notify(tx);
    },
  });
};

/**
 * Both in one statement, from the stored event: what goes out is the payload as the database holds it, never one that a
 * parser has rounded, and an endpoint counts as it is at this moment.
 */
const tell = async ({ id }: StoredEvent, tx: StoreTransaction): Promise<{ told: boolean; deliveries: number }> => {
  const { rows } = await sql<{ told: number; deliveries: number }>`
    with told as (
      insert into feed (event_id, message_id, connection, connector, type, ordering_key, data, trace, occurred_at)
      select id, ${messageIdOf}, connection, connector, type, ordering_key, payload, trace,
        coalesce(occurred_at, received_at)
      from event where id = ${id}
      on conflict (event_id) where event_id is not null do nothing
      returning id, connection, connector, type, ordering_key, trace
    ), sent as (
      insert into work (queue, key, payload, max_attempts, trace)
      select ${deliveriesQueue}, endpoint.id || '/' || told.connection || '/' || told.ordering_key,
        jsonb_build_object('endpointId', endpoint.id, 'feedId', told.id), ${deliveryAttempts}, told.trace
      from told, endpoint
      where endpoint.enabled
        and ${matchesSql(sql`told.connector || '.' || told.type`, sql`endpoint.types`)}
        and ${matchesSql(sql`told.connection`, sql`endpoint.connections`)}
      order by endpoint.id
      returning 1
    )
    select (select count(*) from told) as told, (select count(*) from sent) as deliveries`.execute(tx);
  const [{ told, deliveries } = { told: 0, deliveries: 0 }] = rows;
  return { told: told > 0, deliveries };
};

/** Made of what the upstream names the event by: equal for repeats, also after a restore, and not to be guessed from. */
const messageIdOf = sql`'msg_' || left(encode(sha256(convert_to(connection || E'\n' || dedupe_key, 'utf8')), 'hex'), 32)`;
