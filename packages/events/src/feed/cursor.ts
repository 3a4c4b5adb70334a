import { ConnectorError } from "@trunkline/core";

/** A place in the feed: behind the row of this transaction and id. */
export interface FeedPlace {
  /** Decimal digits: 64 bits. */
  readonly xid: string;
  readonly id: string;
}

const longestValue = 2n ** 63n - 1n;

/**
 * Reads a cursor as readers hold it, `<xid>.<id>`.
 * @throws ConnectorError `INVALID_INPUT`
 */
export const parseCursor = (cursor: string): FeedPlace => {
  const [, xid, id] = /^(\d{1,19})\.(\d{1,19})$/.exec(cursor) ?? [];
  if (xid !== undefined && id !== undefined && BigInt(xid) <= longestValue && BigInt(id) <= longestValue)
    return { xid, id };
  throw new ConnectorError("INVALID_INPUT", {
    message: `"${cursor.slice(0, 60)}" is not a cursor of the feed.`,
    issues: [{ path: "after", message: "must be an id that the feed gave, `oldest` or `latest`" }],
    help: "Send the last id that you received, unchanged.",
  });
};

/** A place as readers hold it. */
export const formatCursor = ({ xid, id }: FeedPlace): string => `${xid}.${id}`;

/** Whether a place is before another. */
export const isBefore = (place: FeedPlace, other: FeedPlace): boolean => {
  const [xid, otherXid] = [BigInt(place.xid), BigInt(other.xid)];
  return xid < otherXid || (xid === otherXid && BigInt(place.id) < BigInt(other.id));
};
