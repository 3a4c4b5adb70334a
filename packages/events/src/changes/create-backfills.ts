import { ConnectorError } from "@trunkline/core";
import type { ReplayTable, Store, StoreTransaction } from "@trunkline/store";
import { type Selectable, sql } from "kysely";
import { z } from "zod";
import type { Accepted, NewEvent } from "../event.js";
import { withProgress } from "../replay/progress.js";
import type { Replay } from "../replay/replay.js";
import { type ChangeFeed, toNewEvent } from "./change-feed.js";
import { findMissing } from "./find-missing.js";

const Interval = z
  .strictObject({
    connection: z.string().min(1).max(255).describe("tenant/connector/name"),
    source: z.string().min(1).max(63).describe("What to ask for, e.g. orders"),
    from: z.iso.datetime({ offset: true }).describe("Changed at or after"),
    to: z.iso.datetime({ offset: true }).describe("Changed before"),
    onlyMissing: z.boolean().default(false).describe("Leave out changes that an event has told of"),
  })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), { path: ["to"], message: "must be after from" });

/** What a backfill is to fetch. */
export type BackfillInterval = z.input<typeof Interval>;

const Cursor = z.object({ page: z.string().optional() });

/** What backfills are built on. */
export interface BackfillDeps {
  readonly store: Store;
  feeds(): readonly ChangeFeed[];
  acceptIn(tx: StoreTransaction, events: readonly NewEvent[]): Promise<readonly Accepted[]>;
  /** Says that events were committed. */
  wake(): void;
  onStarted?(): void;
}

/** What changed at an upstream in some interval, fetched and handed to the same handlers as what it sends by itself. */
export interface Backfills {
  /** Connections and what each can be asked for. */
  sources(): readonly { readonly connection: string; readonly source: string; readonly summary: string }[];
  /** @throws ConnectorError `INVALID_INPUT` naming the field; `NOT_FOUND` with what there is */
  start(request: BackfillInterval & { readonly by: string; readonly reason?: string }): Promise<Replay>;
  /** Fetches and stores the next page, in one transaction with the cursor. For the runner. */
  step(tx: StoreTransaction, row: Selectable<ReplayTable>): Promise<boolean>;
}

/** Backfills on the table `replay`: they are listed, paused, resumed and cancelled like replays. */
export const createBackfills = ({ store, feeds, acceptIn, wake, onStarted = () => {} }: BackfillDeps): Backfills => {
  const find = (connection: string, name: string) => {
    const feed = feeds().find((one) => one.connection === connection);
    const source = feed?.sources.find((one) => one.name === name);
    if (feed && source) return { feed, source };
    const known = feeds().flatMap((one) => one.sources.map((each) => `${one.connection} ${each.name}`));
    throw new ConnectorError("NOT_FOUND", {
      message: `${connection} has no source "${name}"; there is ${known.length > 0 ? known.join(", ") : "none"}.`,
    });
  };

  return {
    sources: () =>
      feeds().flatMap(({ connection, sources }) =>
        sources.map(({ name, summary }) => ({ connection, source: name, summary })),
      ),
    start: async ({ by, reason, ...given }) => {
      const interval = parseInterval(given);
      find(interval.connection, interval.source);
      const row = await store.db
        .insertInto("replay")
        .values({
          kind: "backfill",
          state: "running",
          filter: JSON.stringify(interval),
          per_second: 1,
          cursor: "{}",
          created_by: by,
          reason: reason ?? null,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      onStarted();
      return (await withProgress(store.db, [row]))[0] as Replay;
    },
    step: async (tx, row) => {
      const interval = parseInterval(row.filter);
      const { page: cursor } = Cursor.parse(row.cursor ?? {});
      const { feed, source } = find(interval.connection, interval.source);
      const { from, to, connection } = interval;
      const page = await source.page(feed.call, { from, to, ...(cursor !== undefined && { cursor }) });
      const wanted = interval.onlyMissing ? await findMissing(tx, connection, page.events) : page.events;
      const accepted = await acceptIn(
        tx,
        wanted.map((event) => toNewEvent(connection, "backfill", event)),
      );
      const stored = accepted.filter(({ duplicate }) => !duplicate).length;
      await tx
        .updateTable("replay")
        .set({
          cursor: JSON.stringify(page.nextCursor === undefined ? {} : { page: page.nextCursor }),
          enqueued: sql`enqueued + ${stored}`,
          last_error: null,
        })
        .where("id", "=", row.id)
        .execute();
      if (stored > 0) setImmediate(wake);
      return page.nextCursor === undefined;
    },
  };
};

const parseInterval = (given: unknown): z.output<typeof Interval> => {
  const parsed = Interval.safeParse(given);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  throw new ConnectorError("INVALID_INPUT", {
    message: `The backfill does not fit: ${issues.map(({ path, message }) => `${path} ${message}`).join("; ")}.`,
    issues,
  });
};
