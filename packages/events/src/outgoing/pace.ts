import type { Database } from "@trunkline/store";
import { sql } from "kysely";

/** Longest that one is told to wait before asking again. Milliseconds. */
const longestLineMs = 60_000;

/** Who asks for a token. */
export interface PaceRequest {
  readonly endpointId: string;
  readonly perSecond: number;
  /** Whether it comes back from a wait: it then goes before those who come for the first time. */
  readonly hasWaited: boolean;
}

/**
 * Takes a token of an endpoint's bucket, which holds one second's worth and is shared by all replicas. Gives 0, or how
 * long to wait: whoever finds none gets the next place in a line, so that a thousand who wait do not all ask again at once.
 */
export const takeToken = async (db: Database, request: PaceRequest): Promise<number> => {
  const { endpointId, perSecond, hasWaited } = request;
  const burst = Math.max(1, perSecond);
  const now = sql`clock_timestamp()`;
  const refilled = sql`least(${burst}::float8, p.tokens + extract(epoch from ${now} - p.refilled_at)::float8 * ${perSecond}::float8)`;
  const grants = sql`(${refilled} >= 1 and (${hasWaited}::boolean or p.line_until <= ${now}))`;
  const place = sql`least(greatest(p.line_until, ${now}) + ${1_000 / perSecond}::float8 * interval '1 ms',
    ${now} + ${longestLineMs}::float8 * interval '1 ms')`;
  const { rows } = await sql<{ wait_ms: number }>`
    insert into endpoint_pace as p (endpoint_id, tokens, refilled_at, line_until, granted)
    values (${endpointId}, ${burst - 1}::float8, ${now}, ${now}, true)
    on conflict (endpoint_id) do update set
      granted = ${grants},
      tokens = case when ${grants} then ${refilled} - 1 else ${refilled} end,
      line_until = case when ${grants} then p.line_until else ${place} end,
      refilled_at = ${now}
    returning case when granted then 0
      else greatest(1, extract(epoch from line_until - ${now}) * 1000)::float8 end as wait_ms`.execute(db);
  return rows[0]?.wait_ms ?? 0;
};
