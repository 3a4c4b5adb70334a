import { EventFilter } from "@trunkline/events";
import { z } from "zod";
import { defineAdminAction } from "../action.js";
import { chosen, handlersField } from "./replay-row.js";

/** `replays preview`. */
export const previewReplay = defineAdminAction({
  id: "replays.preview",
  summary: "Count the stored events that a filter means, with a sample",
  description: "Do this first: a replay of more than 100 events wants its count repeated when it is started.",
  effect: "read",
  method: "POST",
  path: "/admin/replays/preview",
  input: z.strictObject({ filter: EventFilter }),
  examples: [
    {
      about: "Orders of a week",
      input: { filter: { types: ["orders/*"], from: "2026-01-01T00:00:00Z", to: "2026-01-08T00:00:00Z" } },
    },
    { about: "What a handler gave up", input: { filter: { deadIn: ["count-orders"] } } },
    { about: "Everything about one order", input: { filter: { orderingKeys: ["order:17"] } } },
  ],
  next: ({ filter }, { total, needsCount }) =>
    total === 0
      ? []
      : [
          { about: "See what handlers would do", action: "replays.dry-run", input: { filter } },
          {
            about: `Handle ${total === 1 ? "it" : `all ${total}`} once more`,
            action: "replays.start",
            input: { filter, ...(needsCount && { confirmTotal: total }) },
          },
        ],
  output: z.object({
    total: z.number(),
    oldestAt: z.string().optional(),
    newestAt: z.string().optional(),
    byType: z.array(z.object({ connection: z.string(), type: z.string(), count: z.number() })),
    sample: z.array(
      z.object({
        id: z.number(),
        connection: z.string(),
        type: z.string(),
        orderingKey: z.string(),
        receivedAt: z.string(),
      }),
    ),
    handlers: z.array(z.string()).describe("Who would get them"),
    needsCount: z.boolean().describe("True: start it with confirmTotal"),
  }),
  table: { rows: "byType", columns: ["connection", "type", "count"] },
  run: async ({ plane }, { filter }) => {
    const preview = structuredClone(await plane.replays.preview(filter));
    const wanted = chosen(filter, undefined)?.handlers;
    return {
      ...preview,
      ...(wanted && { handlers: preview.handlers.filter((name) => wanted.includes(name)) }),
    } as never;
  },
});

/** `replays dry-run`. */
export const dryRunReplay = defineAdminAction({
  id: "replays.dry-run",
  summary: "Show what the handlers would do about the newest few events of a filter, without doing it",
  examples: [
    { about: "The newest orders, one handler", input: { filter: { types: ["orders/*"] }, handlers: ["count-orders"] } },
  ],
  effect: "read",
  method: "POST",
  path: "/admin/replays/dry-run",
  input: z.strictObject({
    filter: EventFilter,
    handlers: handlersField,
    limit: z.number().int().min(1).max(20).default(5).describe("Events to try, at most 20"),
  }),
  output: z.object({
    runs: z.array(
      z.object({
        eventId: z.number(),
        handler: z.string(),
        outcome: z
          .enum(["done", "called", "failed"])
          .describe("called: it stopped at a call, whose answer a dry run does not have"),
        notes: z.array(z.string()),
        calls: z.array(
          z.object({
            connection: z.string(),
            operation: z.string(),
            input: z.unknown(),
            idempotencyKey: z.string(),
          }),
        ),
        error: z.object({ code: z.string(), message: z.string() }).optional(),
      }),
    ),
  }),
  table: { rows: "runs", columns: ["eventId", "handler", "outcome", "notes", "calls", "error.message"] },
  run: async ({ plane }, { filter, handlers: names, limit }) => ({
    runs: structuredClone(await plane.replays.dryRun({ filter, limit, ...chosen(filter, names) })) as never,
  }),
});
