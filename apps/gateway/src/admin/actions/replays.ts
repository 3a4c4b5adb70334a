import { ConnectorError, type Progress, systemClock } from "@trunkline/core";
import { EventFilter, type Replay } from "@trunkline/events";
import { z } from "zod";
import type { Durable } from "../../durable/durable.js";
import { defineAdminAction } from "../action.js";
import { rowId } from "./common.js";
import { chosen, copyOf, handlersField, ReplayRow, replayStates } from "./replay-row.js";

const id = rowId.describe("Number of the replay");

/** `replays start`. */
export const startReplay = defineAdminAction({
  id: "replays.start",
  summary: "Handle stored events once more",
  description:
    "Preview it first. Handlers see the same events with the same idempotency keys, so that a call made before is not made again. What is dead in a queue leaves the dead letters when it is repeated. It goes on after a restart.",
  effect: "write",
  method: "POST",
  path: "/admin/replays",
  reachesOutside: true,
  input: z.strictObject({
    filter: EventFilter,
    handlers: handlersField,
    perSecond: z.number().positive().max(100_000).default(50).describe("Events per second"),
    confirmTotal: z.number().int().min(0).optional().describe("The total of the preview; needed above 100 events"),
    reason: z.string().max(500).optional().describe("Why; kept in the audit"),
  }),
  output: ReplayRow,
  words: { watchedBy: "replays.watch" },
  examples: [
    { about: "A handful", input: { filter: { deadIn: ["count-orders"] }, reason: "The parser is mended." } },
    {
      about: "Many: the total of the preview says that they are meant",
      input: { filter: { types: ["orders/*"] }, confirmTotal: 2400, perSecond: 200 },
    },
  ],
  next: (_, { id }) => [
    { about: "Follow it", action: "replays.watch", input: { id } },
    { about: "Let it rest", action: "replays.pause", input: { id } },
  ],
  audit: ({ filter, reason }, replay) => ({
    subject: `replay:${(replay as Replay).id}`,
    details: { conditions: Object.keys(filter), total: (replay as Replay).total, reason },
  }),
  run: async ({ plane }, { filter, handlers: names, perSecond, confirmTotal, reason }, { actor }) =>
    copyOf(
      await plane.replays.start({
        filter,
        perSecond,
        by: actor,
        ...chosen(filter, names),
        ...(confirmTotal !== undefined && { confirmTotal }),
        ...(reason !== undefined && { reason }),
      }),
    ),
});

/** `replays list`. */
export const listReplays = defineAdminAction({
  id: "replays.list",
  summary: "List replays and backfills, newest first",
  effect: "read",
  method: "GET",
  path: "/admin/replays",
  input: z.strictObject({
    state: z.enum(replayStates).optional(),
    limit: z.number().int().min(1).max(200).default(50).describe("Rows at most"),
    before: rowId.optional().describe("Only those with a smaller number"),
  }),
  output: z.object({ replays: z.array(ReplayRow) }),
  table: {
    rows: "replays",
    columns: [
      "id",
      "kind",
      "state",
      "enqueued",
      "total",
      "work.done",
      "work.dead",
      "perSecond",
      "createdBy",
      "createdAt",
    ],
  },
  run: async ({ plane }, { state, limit, before }) => ({
    replays: (
      await plane.replays.list({ limit, ...(state && { state }), ...(before !== undefined && { before }) })
    ).map(copyOf),
  }),
});

/** Said on the command line beside an exit code of 1. */
const troubleOf = ({ id: number, state, error, work }: z.output<typeof ReplayRow>): string | undefined => {
  if (state === "failed") return `Replay ${number} failed: ${error?.message ?? "for an unknown reason"}`;
  return state === "done" && work.dead > 0 ? `${work.dead} pieces of work became dead letters.` : undefined;
};

/** `replays get`. */
export const getReplay = defineAdminAction({
  id: "replays.get",
  summary: "Show how far a replay or backfill is",
  effect: "read",
  method: "GET",
  path: "/admin/replays/{id}",
  input: z.strictObject({ id }),
  output: ReplayRow,
  trouble: troubleOf,
  run: async ({ plane }, input) => copyOf(await find(plane, input.id)),
});

const pollMs = 500;
const isOver = ({ state }: Replay): boolean => state === "done" || state === "cancelled" || state === "failed";

/** `replays watch`. */
export const watchReplay = defineAdminAction({
  id: "replays.watch",
  summary: "Follow a replay or backfill until it is over",
  effect: "read",
  method: "GET",
  path: "/admin/replays/{id}/watch",
  input: z.strictObject({ id }),
  output: ReplayRow,
  isLong: true,
  trouble: troubleOf,
  next: (_, { id: number, work }) =>
    work.dead === 0 ? [] : [{ about: `What replay ${number} could not do`, action: "dead-letters.list", input: {} }],
  run: async ({ plane }, input, { signal, onProgress }) => {
    for (;;) {
      const replay = await find(plane, input.id);
      onProgress(progressOf(replay));
      if (isOver(replay)) return copyOf(replay);
      await systemClock.sleep(pollMs, signal);
    }
  },
});

/** Handled events as far as that is known; a backfill does not know how many there will be. */
const progressOf = ({ work, total, enqueued, state, etaSeconds }: Replay): Progress => {
  const { waiting, running, done, dead } = work;
  const pieces = waiting + running + done + dead;
  const share = pieces === 0 ? 0 : (done + dead) / pieces;
  const eta = etaSeconds === undefined ? "" : `, about ${etaSeconds} s left`;
  return {
    done: Math.floor(enqueued * share),
    ...(total !== undefined && { total }),
    message: `${state}${dead > 0 ? `, ${dead} dead` : ""}${eta}`,
  };
};

const change = (verb: "pause" | "resume" | "cancel", summary: string, effect: "write" | "destroy" = "write") =>
  defineAdminAction({
    id: `replays.${verb}`,
    summary,
    effect,
    examples: [{ about: "By its number", input: { id: 1 } }],
    method: "POST",
    path: `/admin/replays/{id}/${verb}`,
    input: z.strictObject({ id }),
    output: ReplayRow,
    audit: (input) => ({ subject: `replay:${input.id}` }),
    run: async ({ plane }, input) => copyOf(await plane.replays[verb](input.id)),
  });

/** `replays pause`. */
export const pauseReplay = change("pause", "Let a replay or backfill rest");
/** `replays resume`. */
export const resumeReplay = change("resume", "Let a paused replay or backfill go on where it was");
/** `replays cancel`. */
export const cancelReplay = change(
  "cancel",
  "Stop a replay or backfill for good; what it has not begun is not done",
  "destroy",
);

const find = async (plane: Durable["plane"], number: number): Promise<Replay> => {
  const replay = await plane.replays.get(number);
  if (!replay) throw new ConnectorError("NOT_FOUND", { message: `There is no replay ${number}.` });
  return replay;
};
