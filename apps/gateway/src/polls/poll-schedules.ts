import { type Clock, type Connection, ConnectorError, type Poll, systemClock, unwrap } from "@trunkline/core";
import { defineSchedule, type NewEvent, type Schedule, type ScheduleContext } from "@trunkline/events";
import { sql } from "kysely";
import type { Durable } from "../durable/durable.js";
import { operationOf } from "../durable/open-durable.js";

/** What polling needs. */
export interface PollSchedulesDeps {
  readonly registered: readonly { readonly connection: Connection }[];
  durable(): Durable | undefined;
  readonly clock?: Clock;
}

/** One schedule for each poll of each open connection. */
export const pollSchedules = ({ registered, durable, clock = systemClock }: PollSchedulesDeps): readonly Schedule[] =>
  registered.flatMap(({ connection }) =>
    (connection.connector.polls ?? []).map((poll) =>
      defineSchedule({
        name: `poll-${connection.connector.id}-${connection.name}-${poll.name}`,
        summary: poll.summary,
        cron: poll.cron,
        run: (context) => runPoll({ connection, poll, durable, clock }, context),
      }),
    ),
  );

/** Events and checkpoint are written in the transaction of the run: both or neither, and never twice. */
const runPoll = async (
  {
    connection,
    poll,
    durable,
    clock,
  }: Omit<PollSchedulesDeps, "registered" | "clock"> & { connection: Connection; poll: Poll; clock: Clock },
  { tx, signal }: ScheduleContext,
): Promise<void> => {
  const { plane } = durable() ?? notYet();
  const name = `poll:${poll.name}`;
  const known = await tx
    .selectFrom("checkpoint")
    .select("value")
    .where("connection", "=", connection.key)
    .where("name", "=", name)
    .executeTakeFirst();
  const { events, checkpoint } = await poll.run({
    checkpoint: known?.value,
    nowMs: clock.now(),
    call: async (id, input) => {
      const operation = operationOf(connection, id);
      if (!operation) throw new TypeError(`${connection.connector.id} has no operation ${id}`);
      return unwrap(await connection.execute(operation, input, { signal, lane: "bulk", caller: name }));
    },
  });
  await plane.inbox.acceptIn(
    tx,
    events.map((event): NewEvent => ({ ...event, connection: connection.key, source: "poll" })),
  );
  await sql`
    insert into checkpoint (connection, name, value) values (${connection.key}, ${name}, ${JSON.stringify(checkpoint)})
    on conflict (connection, name) do update set value = excluded.value, updated_at = clock_timestamp()`.execute(tx);
};

const notYet = (): never => {
  throw new ConnectorError("STORE_UNAVAILABLE", {
    message: "The durable parts are still starting.",
    retryAfterMs: 1_000,
  });
};
