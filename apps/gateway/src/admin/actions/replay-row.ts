import type { EventFilter, Replay } from "@trunkline/events";
import { z } from "zod";

/** States of a replay or backfill. */
export const replayStates = ["running", "paused", "done", "cancelled", "failed"] as const;

/** A replay or backfill as it is shown. */
export const ReplayRow = z.object({
  id: z.number(),
  kind: z.enum(["replay", "backfill"]),
  state: z.enum(replayStates),
  filter: z.record(z.string(), z.unknown()),
  handlers: z.array(z.string()).nullable().describe("null: all that want the events"),
  perSecond: z.number(),
  total: z.number().optional().describe("Events it is about; absent while unknown"),
  enqueued: z.number().describe("Events put into the queue so far"),
  work: z
    .object({ waiting: z.number(), running: z.number(), done: z.number(), dead: z.number() })
    .describe("Pieces of work: an event has one for each handler that gets it"),
  etaSeconds: z.number().optional(),
  reason: z.string().optional(),
  createdBy: z.string(),
  createdAt: z.string(),
  finishedAt: z.string().optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional().describe("Why the last step failed"),
});

/** Who is to handle the events, as it is given. */
export const handlersField = z
  .array(z.string().max(63))
  .min(1)
  .optional()
  .describe("Default: those of deadIn, else every handler that wants the events");

/** Who is to handle the events: what one handler gave up is not for the others, unless that is asked for. */
export const chosen = ({ deadIn }: EventFilter, names: readonly string[] | undefined) => {
  const wanted = names ?? (deadIn && deadIn.length > 0 ? deadIn : undefined);
  return wanted && { handlers: wanted };
};

/** A value of our own, where the library gives a read-only one. */
export const copyOf = (replay: Replay): z.output<typeof ReplayRow> => structuredClone(replay) as never;
