import type { Clock } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import { sql } from "kysely";

const freshMs = 1_000;
const stayAwayMs = 30_000;

/**
 * Says how long senders should stay away while more than `most` pieces of work are waiting. Asked for each delivery, it
 * looks once a second, and counts no further than it must.
 */
export const createBacklogGauge = (store: () => Promise<Store>, most: number, clock: Clock) => {
  let known: { readonly isOver: Promise<boolean>; readonly untilMs: number } | undefined;
  return async (): Promise<number | undefined> => {
    if (!known || clock.monotonic() >= known.untilMs) {
      const isOver = store().then((opened) => isAbove(opened, most));
      known = { isOver, untilMs: clock.monotonic() + freshMs };
      isOver.catch(() => {
        known = undefined;
      });
    }
    return (await known.isOver) ? stayAwayMs : undefined;
  };
};

const isAbove = async ({ db }: Store, most: number): Promise<boolean> => {
  const { rows } = await sql<{ over: boolean }>`
    select (select count(*) from (select from event where not relayed limit ${most + 1}) e)
         + (select count(*) from (select from work where state = 'ready' limit ${most + 1}) w) > ${most} as over
  `.execute(db);
  return rows[0]?.over ?? false;
};
