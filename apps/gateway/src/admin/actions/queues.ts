import { ConnectorError } from "@trunkline/core";
import { z } from "zod";
import { defineAdminAction } from "../action.js";

const QueueRow = z.object({
  queue: z.string(),
  ready: z.number().describe("Waiting; counted up to 100,000"),
  running: z.number(),
  dead: z.number(),
  oldestSeconds: z.number().optional().describe("Age of the oldest that waits"),
  paused: z.boolean(),
});
const queue = z.string().min(1).max(63).describe("Name of the queue, usually that of a handler");

/** `queues list`. */
export const listQueues = defineAdminAction({
  id: "queues.list",
  summary: "List queues with what waits, runs and was given up",
  effect: "read",
  method: "GET",
  path: "/admin/queues",
  input: z.strictObject({}),
  output: z.object({ queues: z.array(QueueRow) }),
  table: { rows: "queues", columns: ["queue", "ready", "running", "dead", "oldestSeconds", "paused"] },
  run: async ({ plane }) => ({ queues: [...(await plane.queue.stats())] }),
});

/** `queues pause`. */
export const pauseQueue = defineAdminAction({
  id: "queues.pause",
  summary: "Take nothing more from a queue, on every replica, until it is resumed",
  description: "What is under way is finished; what comes meanwhile waits.",
  effect: "write",
  method: "POST",
  path: "/admin/queues/{queue}/pause",
  isIdempotent: true,
  examples: [
    { about: "With the reason for others to read", input: { queue: "count-orders", reason: "The warehouse is away." } },
  ],
  next: ({ queue: name }) => [{ about: "Take from it again", action: "queues.resume", input: { queue: name } }],
  input: z.strictObject({ queue, reason: z.string().max(500).default("").describe("Why, for others to read") }),
  output: z.object({ queue: z.string(), paused: z.boolean() }),
  audit: ({ queue: subject, reason }) => ({ subject, details: { reason } }),
  run: async ({ plane }, { queue: name, reason }, { actor }) => {
    const known = await plane.queue.stats();
    if (!known.some((stats) => stats.queue === name))
      throw unknownQueue(
        name,
        known.map((stats) => stats.queue),
      );
    await plane.queue.pause(name, actor, reason);
    return { queue: name, paused: true };
  },
});

/** `queues resume`. */
export const resumeQueue = defineAdminAction({
  id: "queues.resume",
  summary: "Take from a paused queue again",
  effect: "write",
  method: "POST",
  path: "/admin/queues/{queue}/resume",
  input: z.strictObject({ queue }),
  output: z.object({ queue: z.string(), paused: z.boolean() }),
  audit: ({ queue: subject }) => ({ subject }),
  run: async ({ plane }, { queue: name }) => {
    if (!(await plane.queue.resume(name)))
      throw new ConnectorError("CONFLICT", { message: `The queue "${name}" is not paused.` });
    return { queue: name, paused: false };
  },
});

const unknownQueue = (name: string, known: readonly string[]): ConnectorError =>
  new ConnectorError("NOT_FOUND", { message: `There is no queue "${name}"; there are ${known.join(", ")}.` });
