import { ConnectorError } from "@trunkline/core";
import type { Database, ReplayState, Store } from "@trunkline/store";
import { sql } from "kysely";
import { z } from "zod";
import { type DryRun, runDry } from "../handlers/dry-run.js";
import type { Plan } from "../handlers/plan.js";
import { toEvent } from "../inbox/stored-event.js";
import { conditionsOf, parseFilter } from "./filter.js";
import { previewReplay } from "./preview.js";
import { withProgress } from "./progress.js";
import { needsCountAbove, type Replay, type ReplayPreview, type ReplayRequest } from "./replay.js";
import { giveBackDeadLetters } from "./take-up-dead-letters.js";

/** What replays are built on. */
export interface ReplayDeps {
  readonly store: Store;
  readonly plan: Plan;
  /** Called when a replay was started or goes on, so that nobody waits for a poll. */
  onStarted?(): void;
}

/** Stored events, handled once more. */
export interface Replays {
  /** @throws ConnectorError `INVALID_INPUT` for an empty or wrong filter */
  preview(filter: unknown): Promise<ReplayPreview>;
  /** What the handlers would do about the newest few events, without doing it. Default 5, at most 20. */
  dryRun(request: Pick<ReplayRequest, "filter" | "handlers"> & { readonly limit?: number }): Promise<readonly DryRun[]>;
  /**
   * Starts a replay of what fits the filter now.
   * @throws ConnectorError `INVALID_INPUT` for an empty filter, an unknown handler, or a count that is missing or not true;
   *   `NOT_FOUND` when nothing fits
   */
  start(request: ReplayRequest): Promise<Replay>;
  get(id: number): Promise<Replay | undefined>;
  /** Newest first. */
  list(query?: {
    readonly state?: ReplayState;
    readonly limit?: number;
    readonly before?: number;
  }): Promise<readonly Replay[]>;
  /** @throws ConnectorError `NOT_FOUND`; `CONFLICT` when it is not running */
  pause(id: number): Promise<Replay>;
  /** @throws ConnectorError `NOT_FOUND`; `CONFLICT` when it is not paused */
  resume(id: number): Promise<Replay>;
  /** Stops it for good; what it put into the queue and did not begin is discarded. @throws as `pause` */
  cancel(id: number): Promise<Replay>;
}

const defaultPerSecond = 50;
const rate = z.number().positive().max(100_000);

/** Replays on the tables `event`, `work` and `replay`. Something has to step them: see `createReplayRunner`. */
export const createReplays = ({ store, plan, onStarted = () => {} }: ReplayDeps): Replays => {
  const { db } = store;
  return {
    preview: async (filter) => previewReplay(db, parseFilter(filter), plan),
    dryRun: (request) => dryRun(store, plan, request),
    start: async (request) => {
      const replay = await start(db, plan, request);
      onStarted();
      return replay;
    },
    get: (id) => find(db, id),
    list: (query = {}) => list(db, query),
    pause: (id) => move(db, id, { from: ["running"], to: "paused" }),
    resume: async (id) => {
      const replay = await move(db, id, { from: ["paused"], to: "running" });
      onStarted();
      return replay;
    },
    cancel: (id) => cancel(store, id),
  };
};

const mostDryRuns = 20;

const dryRun = async (
  store: Store,
  plan: Plan,
  { filter, handlers, limit = 5 }: Parameters<Replays["dryRun"]>[0],
): Promise<readonly DryRun[]> => {
  const rows = await store.db
    .selectFrom("event")
    .selectAll()
    .where(conditionsOf(parseFilter(filter)))
    .orderBy("id", "desc")
    .limit(Math.min(mostDryRuns, Math.max(1, limit)))
    .execute();
  const runs: DryRun[] = [];
  for (const event of rows.map(toEvent))
    for (const handler of plan.handlersFor(event))
      if (handlers === undefined || handlers.includes(handler.name)) runs.push(await runDry(store, handler, event));
  return runs;
};

const start = async (db: Database, plan: Plan, request: ReplayRequest): Promise<Replay> => {
  const filter = parseFilter(request.filter);
  const preview = await previewReplay(db, filter, plan);
  refuse(request, preview);
  const row = await db
    .insertInto("replay")
    .values({
      kind: "replay",
      state: "running",
      filter: JSON.stringify(filter),
      queues: request.handlers === undefined ? null : [...request.handlers],
      per_second: rate.parse(request.perSecond ?? defaultPerSecond),
      total: preview.total,
      cursor: sql<string>`(select jsonb_build_object('after', 0, 'last', coalesce(max(id), 0)) from event)`,
      reason: request.reason ?? null,
      created_by: request.by,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return (await withProgress(db, [row]))[0] as Replay;
};

const find = async (db: Database, id: number): Promise<Replay | undefined> => {
  const row = await db.selectFrom("replay").selectAll().where("id", "=", id).executeTakeFirst();
  return row && (await withProgress(db, [row]))[0];
};

const list = async (
  db: Database,
  { state, limit = 50, before }: NonNullable<Parameters<Replays["list"]>[0]>,
): Promise<readonly Replay[]> => {
  let query = db
    .selectFrom("replay")
    .selectAll()
    .orderBy("id", "desc")
    .limit(Math.min(200, Math.max(1, limit)));
  if (state) query = query.where("state", "=", state);
  if (before !== undefined) query = query.where("id", "<", before);
  return withProgress(db, await query.execute());
};

interface Move {
  readonly from: readonly ReplayState[];
  readonly to: ReplayState;
}

const move = async (db: Database, id: number, { from, to }: Move): Promise<Replay> => {
  const { numUpdatedRows } = await db
    .updateTable("replay")
    .set({ state: to, ...(to === "cancelled" && { finished_at: sql<Date>`clock_timestamp()` }) })
    .where("id", "=", id)
    .where("state", "in", from)
    .executeTakeFirst();
  const replay = await find(db, id);
  if (!replay) throw new ConnectorError("NOT_FOUND", { message: `There is no replay ${id}.` });
  if (numUpdatedRows === 0n)
    throw new ConnectorError("CONFLICT", { message: `Replay ${id} is ${replay.state}, not ${from.join(" or ")}.` });
  return replay;
};

const cancel = async (store: Store, id: number): Promise<Replay> => {
  await move(store.db, id, { from: ["running", "paused"], to: "cancelled" });
  await store.transaction((tx) => giveBackDeadLetters(tx, id));
  return (await find(store.db, id)) as Replay;
};

/** @throws ConnectorError what is wrong with the request, given what it would be about */
const refuse = ({ handlers, confirmTotal }: ReplayRequest, { total, handlers: wanting }: ReplayPreview): void => {
  if (total === 0) throw new ConnectorError("NOT_FOUND", { message: "No stored event fits the filter." });
  const unknown = handlers?.filter((handler) => !wanting.includes(handler)) ?? [];
  if (unknown.length > 0)
    throw invalid("handlers", `${unknown.join(", ")} would get none of these events; ${listed(wanting)} would`);
  if (wanting.length === 0) throw invalid("filter", "no handler wants any of these events");
  if (confirmTotal === undefined && total > needsCountAbove)
    throw invalid("confirmTotal", `the replay is about ${total} events: repeat that number to start it`);
  if (confirmTotal !== undefined && confirmTotal !== total)
    throw invalid(
      "confirmTotal",
      `the filter fits ${total} events now, not ${confirmTotal}: look at the preview again`,
    );
};

const listed = (names: readonly string[]): string => (names.length > 0 ? names.join(", ") : "none");

const invalid = (path: string, message: string): ConnectorError =>
  new ConnectorError("INVALID_INPUT", { message: `${path}: ${message}.`, issues: [{ path, message }] });
