import { ConnectorError, toIssues } from "@trunkline/core";
import type { Tables } from "@trunkline/store";
import { type ExpressionBuilder, type ExpressionWrapper, type SqlBool, sql } from "kysely";
import { z } from "zod";
import { toLike } from "../patterns.js";

const pattern = z.string().min(1).max(255);
const patterns = z.array(pattern).min(1).max(50);

/** Which stored events are meant: all conditions at once. */
export const EventFilter = z
  .strictObject({
    ids: z.array(z.number().int().positive()).min(1).max(1_000).optional().describe("These events"),
    connections: patterns.optional().describe("tenant/connector/name, with * for anything, e.g. default/shopify/*"),
    types: patterns.optional().describe("As the upstream names them, with *, e.g. orders/*"),
    sources: z
      .array(z.enum(["webhook", "poll", "backfill", "gap", "manual"]))
      .min(1)
      .optional()
      .describe("How they came"),
    orderingKeys: z
      .array(z.string().min(1).max(512))
      .min(1)
      .max(100)
      .optional()
      .describe("What they are about, e.g. order:17"),
    subjects: z
      .array(z.string().min(1).max(512))
      .min(1)
      .max(100)
      .optional()
      .describe("Whom they are about, e.g. customer:17"),
    from: z.iso.datetime({ offset: true }).optional().describe("Received at or after"),
    to: z.iso.datetime({ offset: true }).optional().describe("Received before"),
    deadIn: z
      .array(z.string().min(1).max(63))
      .optional()
      .describe("Only those that are dead letters of these handlers; an empty list: of any handler"),
  })
  .describe("Which events; all conditions hold at once");

/** See the schema. */
export type EventFilter = z.output<typeof EventFilter>;

/**
 * Reads a filter.
 * @throws ConnectorError `INVALID_INPUT` when it does not fit, or has no condition at all: everything is never meant by accident
 */
export const parseFilter = (given: unknown): EventFilter => {
  const parsed = EventFilter.safeParse(given);
  if (!parsed.success) {
    const issues = toIssues(parsed.error).map(({ path, message }) => ({
      path: path ? `filter.${path}` : "filter",
      message,
    }));
    throw new ConnectorError("INVALID_INPUT", {
      message: `The filter does not fit: ${issues.map(({ path, message }) => `${path}: ${message}`).join("; ")}.`,
      issues,
    });
  }
  if (Object.values(parsed.data).every((value) => value === undefined))
    throw new ConnectorError("INVALID_INPUT", {
      message:
        'The filter is empty, which would mean every event there is. Say at least one condition; `types: ["*"]` means all.',
      issues: [{ path: "filter", message: "must have at least one condition" }],
    });
  return parsed.data;
};

type Condition = ExpressionWrapper<Tables, "event", SqlBool>;

/** The filter as conditions on the table `event`. */
export const conditionsOf =
  (filter: EventFilter) =>
  (eb: ExpressionBuilder<Tables, "event">): Condition => {
    const anyLike = (column: "connection" | "type", wanted: readonly string[]): Condition =>
      eb.or(wanted.map((one) => eb(column, "like", toLike(one)))) as Condition;
    return eb.and([
      ...(filter.ids ? [eb("event.id", "in", filter.ids)] : []),
      ...(filter.connections ? [anyLike("connection", filter.connections)] : []),
      ...(filter.types ? [anyLike("type", filter.types)] : []),
      ...(filter.sources ? [eb("source", "in", filter.sources)] : []),
      ...(filter.orderingKeys ? [eb("ordering_key", "in", filter.orderingKeys)] : []),
      ...(filter.subjects ? [sql<SqlBool>`subjects && ${sql.val([...filter.subjects])}::text[]`] : []),
      ...(filter.from ? [eb("received_at", ">=", new Date(filter.from))] : []),
      ...(filter.to ? [eb("received_at", "<", new Date(filter.to))] : []),
      ...(filter.deadIn ? [deadIn(filter.deadIn)] : []),
      // What was erased has nothing to handle.
      eb("erased_at", "is", null),
    ]) as Condition;
  };

const deadIn = (queues: readonly string[]) => sql<SqlBool>`exists (
  select 1 from work where work.event_id = event.id and work.state = 'dead'
     and (${queues.length === 0} or work.queue = any(${sql.val([...queues])}::text[])))`;
