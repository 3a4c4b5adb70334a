import type { Store, StoreTransaction } from "@trunkline/store";
import { sql } from "kysely";

/** Whom to forget. */
export interface Erasure {
  /** As events name it: `customer:17`, `email:a@b.example`. */
  readonly subject: string;
  /**
   * How writes name them, beside an e-mail address that is the subject itself, e.g. `gid://shopify/Customer/17"`: writes whose
   * input or answer has one of these are blanked too.
   */
  readonly named?: readonly string[];
  /** Within this connection alone, e.g. of the shop that asks. Default: everywhere. */
  readonly connection?: string;
  /** Who asked for it. */
  readonly by: string;
  /** Where the request came from, e.g. the id of its event. Never the person's name. */
  readonly reference?: string;
}

/** What was blanked. */
export interface Erased {
  readonly events: number;
  readonly work: number;
  readonly writes: number;
  readonly feed: number;
  readonly deliveries: number;
}

const tables = ["events", "work", "writes", "feed", "deliveries"] as const;

/**
 * Blanks everything that is stored about a subject: payload, headers and subjects of its events, payloads and errors of
 * their work, input and answer of the writes made for them, their data in the feed and the errors of their deliveries. What
 * was not done yet about them is discarded. Rows stay, so that a repeat is still recognised. An audit row says that it was
 * done, not about whom. When it is interrupted, the next call goes on.
 */
export const eraseSubject = async (store: Store, erasure: Erasure, batchSize = 1_000): Promise<Erased> => {
  const total: Record<(typeof tables)[number], number> = { events: 0, work: 0, writes: 0, feed: 0, deliveries: 0 };
  for (let more = true; more; ) {
    const batch = await store.transaction(async (tx) => {
      const erased = await eraseBatch(tx, erasure, batchSize);
      if (erased.events === batchSize) return erased;
      const last = { ...erased, writes: erased.writes + (await eraseNamedWrites(tx, erasure)) };
      await audit(tx, erasure, sum(total, last));
      return last;
    });
    Object.assign(total, sum(total, batch));
    more = batch.events === batchSize;
  }
  return total;
};

const sum = (one: Erased, other: Erased): Erased =>
  Object.fromEntries(tables.map((table) => [table, one[table] + other[table]])) as unknown as Erased;

const eraseBatch = async (tx: StoreTransaction, { subject, connection }: Erasure, most: number): Promise<Erased> => {
  const { rows } = await sql<{ id: number }>`
    update event
       set payload = 'null', headers = '{}', subjects = '{}', erased_at = clock_timestamp(), relayed = true,
           ordering_key = case when ordering_key = ${subject} then 'erased:' || id else ordering_key end
     where id = any(array(
       select id from event
        where subjects @> array[${subject}]::text[] and subjects <> '{}'
          and (${connection ?? null}::text is null or connection = ${connection ?? null})
        order by id limit ${most} for update))
    returning id`.execute(tx);
  if (rows.length === 0) return { events: 0, work: 0, writes: 0, feed: 0, deliveries: 0 };
  const ids = rows.map(({ id }) => id);
  const deliveries = await eraseDeliveries(tx, ids);
  return {
    events: ids.length,
    deliveries,
    work: await eraseWork(tx, ids, subject),
    writes: await eraseWrites(tx, ids),
    feed: await eraseFeed(tx, ids),
  };
};

/** What runs at this moment is left to end: it may be the erasure itself. */
const eraseWork = async (tx: StoreTransaction, ids: readonly number[], subject: string): Promise<number> => {
  const { numAffectedRows } = await sql`
    with blanked as (
      update attempt set error = null from work
       where attempt.work_id = work.id and work.event_id = any(${ids}::bigint[]) and attempt.error is not null
    )
    update work
       set payload = case when payload is not null then 'null'::jsonb end,
           key = case when key = ${subject} and state <> 'running' then 'erased:' || event_id else key end,
           last_error = case when state in ('ready', 'dead') then ${JSON.stringify(erased)}::jsonb end,
           finished_at = case when state in ('ready', 'dead') then clock_timestamp() else finished_at end,
           state = case when state in ('ready', 'dead') then 'discarded' else state end
     where event_id = any(${ids}::bigint[])`.execute(tx);
  return Number(numAffectedRows ?? 0);
};

const erased = { code: "ERASED", message: "What it was about was erased before it was done." };

/** Handlers name the event in the keys of their writes. */
const eraseWrites = async (tx: StoreTransaction, ids: readonly number[]): Promise<number> => {
  const { numAffectedRows } = await sql`
    update write set input = 'null', reply_headers = null, reply_body = null, settled = null, error = null
     where caller like 'handler:%' and state <> 'running'
       and substring(key from 'h:[^:]+:([0-9]+):') = any(${ids.map(String)}::text[])`.execute(tx);
  return Number(numAffectedRows ?? 0);
};

/** Writes that people and agents asked for know no event: they are found by how they name the subject. */
const eraseNamedWrites = async (
  tx: StoreTransaction,
  { subject, named = [], connection }: Erasure,
): Promise<number> => {
  const address = subject.startsWith("email:") ? [subject.slice("email:".length)] : [];
  const names = [...named, ...address].map((name) => name.toLowerCase()).filter((name) => name.length >= shortestName);
  if (names.length === 0) return 0;
  const { numAffectedRows } = await sql`
    update write set input = 'null', reply_headers = null, reply_body = null, settled = null, error = null
     where state <> 'running' and input <> 'null'
       and (${connection ?? null}::text is null or connection = ${connection ?? null})
       and exists (
         select from unnest(${names}::text[]) as name
          where strpos(lower(input::text), name) > 0
             or strpos(lower(encode(coalesce(reply_body, ''), 'escape')), name) > 0)`.execute(tx);
  return Number(numAffectedRows ?? 0);
};

/** Shorter ones would be found in anything. */
const shortestName = 5;

const eraseFeed = async (tx: StoreTransaction, ids: readonly number[]): Promise<number> => {
  const { numAffectedRows } = await sql`
    update feed set data = 'null' where event_id = any(${ids}::bigint[])`.execute(tx);
  return Number(numAffectedRows ?? 0);
};

const eraseDeliveries = async (tx: StoreTransaction, ids: readonly number[]): Promise<number> => {
  const { numAffectedRows } = await sql`
    update delivery set error = null from work
     where delivery.work_id = work.id and work.event_id = any(${ids}::bigint[])`.execute(tx);
  return Number(numAffectedRows ?? 0);
};

const audit = async (
  tx: StoreTransaction,
  { subject, connection, by, reference }: Erasure,
  counts: Erased,
): Promise<void> => {
  await tx
    .insertInto("audit")
    .values({
      actor: by,
      action: "erase",
      // What kind of subject, never which.
      subject: subject.includes(":") ? (subject.split(":", 1)[0] as string) : "subject",
      details: JSON.stringify({ ...counts, connection: connection ?? null, reference: reference ?? null }),
    })
    .execute();
};
