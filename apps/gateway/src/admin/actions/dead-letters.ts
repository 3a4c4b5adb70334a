import { ConnectorError } from "@trunkline/core";
import { z } from "zod";
import { defineAdminAction } from "../action.js";
import { rowId } from "./common.js";

const Failure = z.object({ code: z.string(), message: z.string() });

const DeadLetterRow = z.object({
  id: z.number(),
  queue: z.string().describe("The handler, or another consumer, that gave up"),
  key: z.string().describe("What it is about: later work of the same key went on"),
  attempts: z.number(),
  error: Failure.optional().describe("Why the last try failed"),
  diedAt: z.string(),
  event: z
    .object({ id: z.number(), connection: z.string(), type: z.string(), receivedAt: z.string() })
    .optional()
    .describe("Absent for work without an event, such as a delivery"),
  replayId: z.number().optional(),
  originId: z.number().optional().describe("The dead letter that this one repeated"),
  trace: z.string().optional(),
});

const pattern = z.string().max(255).optional();

/** `dead-letters list`. */
export const listDeadLetters = defineAdminAction({
  id: "dead-letters.list",
  summary: "List work that was given up after its tries, newest first",
  description: "A dead letter blocks nothing: later work of the same key has gone on.",
  effect: "read",
  method: "GET",
  path: "/admin/dead-letters",
  input: z.strictObject({
    queue: pattern.describe("Name of the handler; * stands for anything"),
    connection: pattern.describe("tenant/connector/name; * stands for anything"),
    type: pattern.describe("Type of the event, e.g. orders/*"),
    code: z.string().max(64).optional().describe("Code of the last error, e.g. INTERNAL"),
    limit: z.number().int().min(1).max(1_000).default(50).describe("Rows at most"),
    cursor: z.string().max(20).optional().describe("nextCursor of the page before"),
  }),
  output: z.object({
    items: z.array(DeadLetterRow),
    total: z.number().describe("Of all that fit"),
    nextCursor: z.string().optional(),
  }),
  table: { rows: "items", columns: ["id", "diedAt", "queue", "event.type", "key", "attempts", "error.message"] },
  examples: [
    { about: "The newest", input: {} },
    { about: "Those of one handler, about orders", input: { queue: "count-orders", type: "orders/*" } },
  ],
  next: (_, { items: [first] }) =>
    first ? [{ about: "Look at one", action: "dead-letters.get", input: { id: first.id } }] : [],
  run: async ({ plane }, query) => copyOf(await plane.deadLetters.list(given(query))),
});

/** `dead-letters get`. */
export const getDeadLetter = defineAdminAction({
  id: "dead-letters.get",
  summary: "Show a dead letter with its payload, every try and what became of repeats",
  effect: "read",
  method: "GET",
  path: "/admin/dead-letters/{id}",
  input: z.strictObject({ id: rowId.describe("Number of the dead letter") }),
  examples: [{ about: "One of the list", input: { id: 17 } }],
  next: ({ id }, { state, queue }) =>
    state === "dead"
      ? [
          { about: "Once the cause is gone, repeat it", action: "dead-letters.retry", input: { id } },
          {
            about: "Or every dead letter of this handler",
            action: "replays.preview",
            input: { filter: { deadIn: [queue] } },
          },
          { about: "Or let it go", action: "dead-letters.discard", input: { id, reason: "…" } },
        ]
      : [],
  output: DeadLetterRow.extend({
    state: z.enum(["dead", "discarded"]).describe("discarded: it was retried or given up"),
    payload: z.unknown(),
    tries: z.array(
      z.object({
        attempt: z.number(),
        worker: z.string(),
        startedAt: z.string(),
        finishedAt: z.string().optional(),
        outcome: z.string().optional(),
        error: Failure.optional(),
      }),
    ),
    repeats: z.array(z.object({ id: z.number(), state: z.string() })),
  }),
  run: async ({ plane }, { id }) => {
    const found = await plane.deadLetters.get(id);
    if (!found) throw new ConnectorError("NOT_FOUND", { message: `There is no dead letter ${id}.` });
    return copyOf(found);
  },
});

/** `dead-letters retry`. */
export const retryDeadLetter = defineAdminAction({
  id: "dead-letters.retry",
  summary: "Put a dead letter into its queue again, as it was or with another payload",
  description:
    "Remove the cause first. The original is kept as it was and leaves the list; to repeat many at once, start a replay of what is dead in a queue.",
  effect: "write",
  method: "POST",
  path: "/admin/dead-letters/{id}/retry",
  reachesOutside: true,
  input: z.strictObject({
    id: rowId.describe("Number of the dead letter"),
    payload: z.unknown().optional().describe("What to handle instead of its payload; the stored event is not changed"),
  }),
  output: z.object({ workId: z.number().describe("The repeat") }),
  examples: [
    { about: "As it was", input: { id: 17 } },
    {
      about: "With another payload; --field payload of dead-letters get gives the one it has",
      input: { id: 17, payload: { id: "1" } },
    },
  ],
  next: ({ id }) => [{ about: "See what becomes of the repeat", action: "dead-letters.get", input: { id } }],
  run: ({ plane }, { id, ...change }, { actor }) =>
    plane.deadLetters.retry(id, actor, change.payload === undefined ? {} : { payload: change.payload }),
});

/** `dead-letters discard`. */
export const discardDeadLetter = defineAdminAction({
  id: "dead-letters.discard",
  summary: "Give a dead letter up for good",
  effect: "destroy",
  method: "POST",
  path: "/admin/dead-letters/{id}/discard",
  input: z.strictObject({
    id: rowId.describe("Number of the dead letter"),
    reason: z.string().min(1).max(500).describe("Why; kept in the audit"),
  }),
  output: z.object({ id: z.number() }),
  examples: [{ about: "With the reason for those who ask later", input: { id: 17, reason: "A test order." } }],
  run: async ({ plane }, { id, reason }, { actor }) => {
    await plane.deadLetters.discard(id, actor, reason);
    return { id };
  },
});

/** Without what was not said: an absent field and `undefined` differ to strict types. */
const given = <T extends object>(input: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as never;

/** A value of our own, where the library gives a read-only one. */
const copyOf = <T>(value: unknown): T => structuredClone(value) as T;
