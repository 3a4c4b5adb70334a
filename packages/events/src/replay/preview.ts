import type { Database } from "@trunkline/store";
import type { Plan } from "../handlers/plan.js";
import { conditionsOf, type EventFilter } from "./filter.js";
import { needsCountAbove, type ReplayPreview } from "./replay.js";

const sampleSize = 10;
const mostTypes = 50;

/** Counts what a filter means. One statement's view; events that come later are not part of a replay started from it. */
export const previewReplay = async (db: Database, filter: EventFilter, plan: Plan): Promise<ReplayPreview> => {
  const where = conditionsOf(filter);
  const types = await db
    .selectFrom("event")
    .where(where)
    .groupBy(["connection", "connector", "type"])
    .select(({ fn }) => [
      "connection",
      "connector",
      "type",
      fn.countAll<number>().as("count"),
      fn.min("received_at").as("oldest"),
      fn.max("received_at").as("newest"),
    ])
    .orderBy("count", "desc")
    .execute();
  const sample = await db
    .selectFrom("event")
    .where(where)
    .select(["id", "connection", "type", "ordering_key", "received_at"])
    .orderBy("id", "desc")
    .limit(sampleSize)
    .execute();
  const total = types.reduce((sum, { count }) => sum + Number(count), 0);
  const times = types.flatMap(({ oldest, newest }) => [oldest, newest]).map(Number);
  return {
    total,
    ...(total > 0 && {
      oldestAt: new Date(Math.min(...times)).toISOString(),
      newestAt: new Date(Math.max(...times)).toISOString(),
    }),
    byType: types
      .slice(0, mostTypes)
      .map(({ connection, type, count }) => ({ connection, type, count: Number(count) })),
    sample: sample.map((row) => ({
      id: row.id,
      connection: row.connection,
      type: row.type,
      orderingKey: row.ordering_key,
      receivedAt: row.received_at.toISOString(),
    })),
    handlers: [...new Set(types.flatMap((type) => plan.handlersFor(type)).map(({ name }) => name))].sort(),
    needsCount: total > needsCountAbove,
  };
};
