import type { GapReport } from "@trunkline/events";
import { z } from "zod";
import { defineAdminAction } from "../action.js";
import { connectionKey } from "./common.js";
import { ReplayRow } from "./replay-row.js";

/** `backfills sources`. */
export const listBackfillSources = defineAdminAction({
  id: "backfills.sources",
  summary: "List what can be fetched from which connection",
  effect: "read",
  method: "GET",
  path: "/admin/backfills/sources",
  input: z.strictObject({}),
  output: z.object({
    sources: z.array(z.object({ connection: z.string(), source: z.string(), summary: z.string() })),
  }),
  table: { rows: "sources", columns: ["connection", "source", "summary"] },
  next: (_, { sources: [first] }) => {
    if (!first) return [];
    const dayMs = 86_400_000;
    const now = Date.now();
    const [from, to] = [new Date(now - dayMs).toISOString(), new Date(now).toISOString()];
    const { connection, source } = first;
    return [{ about: "Fetch the last day", action: "backfills.start", input: { connection, source, from, to } }];
  },
  run: async ({ plane }) => ({ sources: [...plane.backfills.sources()] }),
});

/** `backfills start`. */
export const startBackfill = defineAdminAction({
  id: "backfills.start",
  summary: "Fetch what changed at an upstream in some interval, and hand it to the handlers",
  description:
    "It reads as bulk work, so that nobody else waits for it, and goes on after a restart. Follow it with replays watch; pause, resume and cancel it like a replay.",
  effect: "write",
  method: "POST",
  path: "/admin/backfills",
  input: z.strictObject({
    connection: connectionKey.describe("tenant/connector/name, e.g. default/shopify/default"),
    source: z.string().min(1).max(63).describe("What to fetch, e.g. orders; see backfills sources"),
    from: z.iso.datetime({ offset: true }).describe("Changed at or after, ISO 8601"),
    to: z.iso.datetime({ offset: true }).describe("Changed before, ISO 8601"),
    onlyMissing: z.boolean().default(false).describe("Leave out changes that an event has told of"),
    reason: z.string().max(500).optional().describe("Why; kept in the audit"),
  }),
  output: ReplayRow,
  reachesOutside: true,
  words: { watchedBy: "replays.watch" },
  examples: [
    {
      about: "Orders of one day",
      input: {
        connection: "default/shopify/default",
        source: "orders",
        from: "2026-01-01T00:00:00Z",
        to: "2026-01-02T00:00:00Z",
      },
    },
  ],
  next: (_, { id }) => [
    { about: "Follow it", action: "replays.watch", input: { id } },
    { about: "Let it rest", action: "replays.pause", input: { id } },
  ],
  audit: ({ connection, source, from, to }, replay) => ({
    subject: `replay:${replay.id}`,
    details: { connection, source, from, to },
  }),
  run: async ({ plane }, { reason, ...interval }, { actor }) =>
    structuredClone(
      await plane.backfills.start({ ...interval, by: actor, ...(reason !== undefined && { reason }) }),
    ) as never,
});

/** `gaps check`. */
export const checkGaps = defineAdminAction({
  id: "gaps.check",
  summary: "Compare what upstreams say has changed with what arrived, now, and fetch what did not",
  description: "It runs by itself every quarter of an hour.",
  effect: "write",
  method: "POST",
  path: "/admin/gaps/check",
  reachesOutside: true,
  trouble: ({ failures }) =>
    failures.length === 0
      ? undefined
      : `${failures.length} sources could not be asked; they are tried again in a quarter of an hour.`,
  input: z.strictObject({}),
  output: z.object({
    reports: z.array(
      z.object({
        connection: z.string(),
        source: z.string(),
        from: z.string(),
        to: z.string(),
        checked: z.number(),
        healed: z.number().describe("Changes that no event had told of"),
        examples: z.array(z.string()),
      }),
    ),
    failures: z.array(z.object({ connection: z.string(), source: z.string(), message: z.string() })),
  }),
  table: { rows: "reports", columns: ["connection", "source", "checked", "healed", "from", "to"] },
  run: async ({ plane }) => {
    const { reports, failures } = await plane.gaps.runAll();
    return {
      reports: reports.map(({ examples, ...report }: GapReport) => ({ ...report, examples: [...examples] })),
      failures: failures.map(({ connection, source, error }) => ({
        connection,
        source,
        message: error instanceof Error ? error.message : String(error),
      })),
    };
  },
});
