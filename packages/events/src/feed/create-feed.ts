import { type Clock, systemClock } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import type { FeedPage } from "./feed-item.js";
import { toMatcher } from "./patterns.js";
import { readFeed } from "./read-feed.js";
import { type FeedRetention, latestCursor, oldestCursor, pruneFeed } from "./removed-mark.js";
import { createWakeUps } from "./wake-ups.js";

/** Which part of the feed is wanted. */
export interface FeedRequest {
  /** Cursor, `oldest` or `latest`. */
  readonly after: string;
  /** Patterns of public types, e.g. `shopify.orders.*`. Default: all. */
  readonly types?: readonly string[];
  /** Patterns of connections. Default: all. */
  readonly connections?: readonly string[];
  /** Most rows looked at. Default 200. */
  readonly limit?: number;
}

/** Which part of the feed is waited for. */
export interface FeedWait extends FeedRequest {
  /** Longest wait. Milliseconds. */
  readonly waitMs: number;
  readonly signal: AbortSignal;
}

/** What became known to the outside, in an order that no reader sees change. */
export interface Feed {
  /** What is there now. @throws ConnectorError `CURSOR_EXPIRED`, `INVALID_INPUT` */
  read(request: FeedRequest): Promise<FeedPage>;
  /** What is there now, or else as soon as something is; a page without items when the wait is over or nothing matched. */
  next(request: FeedWait): Promise<FeedPage>;
  /** Where the oldest that is kept begins. */
  oldestCursor(): Promise<string>;
  /** The end as it is now. */
  latestCursor(): Promise<string>;
  /** Removes what is too old; to be repeated while it removes `limit` rows. */
  prune(retention: FeedRetention): Promise<number>;
  /** Listens for new rows. Without it `next` finds them by looking once a second. */
  start(): void;
  stop(): Promise<void>;
}

/** What the feed is built on. */
export interface FeedDeps {
  readonly store: Store;
  readonly clock?: Clock;
}

/** Longest time until a look without a notice: notices are hints and may be lost. */
const lookMs = 1_000;
/** Time until the next look while there is movement: writers give one notice for many rows. */
const lookSoonMs = 50;
/** Pages kept for readers who follow closely behind. */
const keptPages = 4;

/** The feed of a store. */
export const createFeed = ({ store, clock = systemClock }: FeedDeps): Feed => {
  const { db } = store;
  const wakeUps = createWakeUps({ store, clock, channel: "trunkline_feed" });
  const readShared = shareReads((after, limit) => readFeed(db, { after, limit }));
  const resolve = (after: string): Promise<string> | string =>
    after === "oldest" ? oldestCursor(db) : after === "latest" ? latestCursor(db) : after;
  const read = async ({ after, types = [], connections = [], limit = 200 }: FeedRequest): Promise<FeedPage> => {
    const page = await readShared(await resolve(after), limit);
    if (types.length === 0 && connections.length === 0) return page;
    const [isType, isConnection] = [toMatcher(types), toMatcher(connections)];
    const items = page.items.filter(({ type, connection }) => isType(type) && isConnection(connection));
    return { ...page, items };
  };
  return {
    read,
    next: async ({ waitMs, signal, ...request }) => {
      const endMs = clock.monotonic() + waitMs;
      const after = await resolve(request.after);
      for (let looks = 1; ; looks++) {
        signal.throwIfAborted();
        const page = await read({ ...request, after });
        const nowMs = clock.monotonic();
        if (page.cursor !== after || nowMs >= endMs) return page;
        const everyMs = page.held || looks === 1 ? lookSoonMs : lookMs;
        // To the beat, so that all who wait look at once and share one query.
        await wakeUps.next(Math.min(endMs - nowMs, everyMs - (nowMs % everyMs)), signal);
      }
    },
    oldestCursor: () => oldestCursor(db),
    latestCursor: () => latestCursor(db),
    prune: (retention) => store.transaction((tx) => pruneFeed(tx, retention)),
    start: wakeUps.start,
    stop: wakeUps.stop,
  };
};

type ReadPage = (after: string, limit: number) => Promise<FeedPage>;

/**
 * Readers at the same place share one query, and those close behind share the page: what lies between two cursors never
 * changes. A page at the end of the feed may still grow, so it is shared only while it is being read.
 */
const shareReads = (read: ReadPage): ReadPage => {
  const pages = new Map<string, Promise<FeedPage>>();
  return (after, limit) => {
    const key = `${after}/${limit}`;
    const known = pages.get(key);
    if (known) return known;
    const reading = read(after, limit);
    pages.set(key, reading);
    const settle = (isKept: boolean) => {
      if (!isKept) pages.delete(key);
      for (const old of [...pages.keys()].slice(0, -keptPages)) pages.delete(old);
    };
    reading.then(
      ({ more }) => settle(more),
      () => settle(false),
    );
    return reading;
  };
};
