import { ConnectorError } from "@trunkline/core";
import type { Database } from "@trunkline/store";
import { sql } from "kysely";
import { type FeedPlace, formatCursor, isBefore, parseCursor } from "./cursor.js";
import type { FeedItem, FeedPage } from "./feed-item.js";
import { publicTypeOf } from "./patterns.js";
import { parseMark } from "./removed-mark.js";

/** Which part of the feed to read. */
export interface FeedWindow {
  /** Where to begin: behind this cursor. */
  readonly after: string;
  /** Most rows. */
  readonly limit: number;
}

/** About how much one reading holds: rows are added until they exceed it. Bytes, as stored. */
const pageBytes = 1_048_576;

interface Edges {
  readonly xmin: string;
  readonly xmax: string;
  readonly removed: string | null;
  readonly held: boolean;
}

interface Row extends Edges {
  /** Null in the one row that stands for "nothing there". */
  readonly id: number | null;
  readonly xid: string;
  readonly message_id: string;
  readonly connection: string;
  readonly connector: string;
  readonly type: string;
  readonly ordering_key: string;
  readonly data: string;
  readonly trace: string | null;
  readonly occurred_at: Date;
  readonly remaining: boolean;
}

/**
 * Reads what comes behind a cursor, in the order (xid, id). Rows of transactions that are not over for certain are left for
 * later, so that nothing can ever appear before something that was read. One statement, so that rows and the mark of what
 * retention has removed are of the same moment.
 * @throws ConnectorError `CURSOR_EXPIRED`, `INVALID_INPUT`
 */
export const readFeed = async (db: Database, { after, limit }: FeedWindow): Promise<FeedPage> => {
  const place = parseCursor(after);
  const { rows } = await sql<Row>`
    with head as (
      select xid, id, sum(pg_column_size(data)) over (order by xid, id) - pg_column_size(data) as bytes_before
      from (
        select xid, id, data from feed
        where (xid, id) > (${place.xid}::xid8, ${place.id}::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
        order by xid, id limit ${limit + 1}
      ) as ahead
    ), page as (
      select f.*, h.bytes_before from head h join feed f on f.id = h.id
      where h.bytes_before < ${pageBytes} order by h.xid, h.id limit ${limit}
    )
    select page.id, page.xid::text, page.message_id, page.connection, page.connector, page.type, page.ordering_key,
      page.data::text as data, page.trace, page.occurred_at,
      (select count(*) from head) > (select count(*) from page) as remaining,
      pg_snapshot_xmin(pg_current_snapshot())::text as xmin, pg_snapshot_xmax(pg_current_snapshot())::text as xmax,
      (select value->>'removed' from checkpoint where connection = '' and name = 'feed') as removed,
      exists (select from feed where xid >= pg_snapshot_xmin(pg_current_snapshot())) as held
    from (values (1)) as one left join page on true order by page.xid, page.id`.execute(db);
  const [first] = rows;
  if (first === undefined) throw new Error("The feed gave no answer.");
  refuseExpired(place, first);
  const items = rows.flatMap((row) => (row.id === null ? [] : [toItem(row, row.id)]));
  return { items, cursor: items.at(-1)?.cursor ?? after, more: first.remaining, held: first.held };
};

const toItem = (row: Row, feedId: number): FeedItem => ({
  cursor: formatCursor({ xid: row.xid, id: String(feedId) }),
  feedId,
  messageId: row.message_id,
  type: publicTypeOf(row),
  connector: row.connector,
  connection: row.connection,
  key: row.ordering_key,
  timestamp: row.occurred_at.toISOString(),
  dataJson: row.data,
  ...(row.trace !== null && { trace: row.trace }),
});

/** A cursor ahead of every transaction was given by another database, or by this one before it was restored. */
const refuseExpired = (place: FeedPlace, { removed, xmax }: Edges): void => {
  const mark = parseMark(removed);
  const isAhead = BigInt(place.xid) > BigInt(xmax);
  if (!isAhead && !isBefore(place, mark)) return;
  const oldest = formatCursor(mark);
  throw new ConnectorError("CURSOR_EXPIRED", {
    message: isAhead
      ? `The cursor ${formatCursor(place)} is not of this database; the oldest one here is ${oldest}.`
      : `Events after the cursor ${formatCursor(place)} have been removed by retention; the oldest cursor is ${oldest}.`,
    issues: [{ path: "after", message: `oldest: ${oldest}` }],
  });
};
