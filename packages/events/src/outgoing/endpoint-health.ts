import type { Store, StoreTransaction } from "@trunkline/store";
import { sql } from "kysely";
import { audit } from "./audit.js";
import { type LoggedTry, logTry } from "./delivery-log.js";
import { deliveryLimits } from "./schedule.js";

/** Writes down a delivered message in the transaction that marks its work as done, and ends a run of failures. */
export const noteDelivered = async (tx: StoreTransaction, logged: LoggedTry): Promise<void> => {
  await logTry(tx, logged);
  await sql`update endpoint set failing_since = null
    where id = ${logged.endpointId} and failing_since is not null`.execute(tx);
};

/**
 * Writes down a failed try in a transaction of its own, since that of the work is rolled back. Disables an endpoint that
 * says it is gone, or that has only failed for days.
 */
export const noteFailed = (store: Store, logged: LoggedTry): Promise<void> =>
  store.transaction(async (tx) => {
    await logTry(tx, logged);
    const { endpointId, result } = logged;
    const isGone = result.status === 410;
    const isLongFailing = sql`coalesce(failing_since < clock_timestamp()
      - ${deliveryLimits.disableAfterMs}::float8 * interval '1 ms', false)`;
    const { rows } = await sql<{ enabled: boolean; disabled_because: string | null }>`
      update endpoint set
        failing_since = coalesce(failing_since, clock_timestamp()),
        enabled = not (${isGone}::boolean or ${isLongFailing}),
        disabled_because = case when ${isGone}::boolean then 'gone' when ${isLongFailing} then 'failing' end
      where id = ${endpointId} and enabled
        and (${isGone}::boolean or failing_since is null or ${isLongFailing})
      returning enabled, disabled_because`.execute(tx);
    const [changed] = rows;
    if (changed?.enabled !== false) return;
    const details = { because: changed.disabled_because, error: result.error };
    await audit(tx, { actor: "trunkline", action: "endpoint.disable", endpointId, details });
  });
