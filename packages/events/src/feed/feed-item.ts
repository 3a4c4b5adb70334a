/** One thing that happened, as the outside is told. */
export interface FeedItem {
  /** Where a reader goes on after it. */
  readonly cursor: string;
  readonly feedId: number;
  /** What repeats of it have in common. */
  readonly messageId: string;
  /** Public name, e.g. `shopify.orders.create`. */
  readonly type: string;
  readonly connector: string;
  /** `tenant/connector/name`. */
  readonly connection: string;
  /** Items of one connection with the same key come in the order in which they happened. */
  readonly key: string;
  /** ISO 8601: when it happened. */
  readonly timestamp: string;
  /** JSON as the database holds it: numbers that a parser would round are still exact. One line. */
  readonly dataJson: string;
  /** W3C `traceparent`. */
  readonly trace?: string;
}

/** What one reading of the feed gave. */
export interface FeedPage {
  readonly items: readonly FeedItem[];
  /** Where to go on: behind everything looked at, whether it matched or not. */
  readonly cursor: string;
  /** Whether more is there already. */
  readonly more: boolean;
  /** Whether there are rows that wait for a transaction that began before theirs ended. */
  readonly held: boolean;
}
