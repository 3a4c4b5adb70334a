import { type InboundEvent, isConnectorError, type Poll } from "@trunkline/core";
import { z } from "zod";

const metrics = ["sessions", "totalUsers", "keyEvents", "purchaseRevenue"];

const Report = z.object({
  columns: z.array(z.looseObject({ name: z.string() })),
  rows: z.array(z.array(z.unknown())),
  currencyCode: z.string().optional(),
  timeZone: z.string().optional(),
});

/** The totals of each day, as text, by the day. */
const Seen = z.record(z.string(), z.string()).catch({});

/** Google goes on counting a day for about three days. */
const dateRanges = [{ startDate: "4daysAgo", endDate: "yesterday" }];

/** Tells the totals of a day, and tells them again when Google has corrected them. */
const dailyTotals: Poll = {
  name: "daily-totals",
  summary: "Notices the property's totals of the last days, and their corrections",
  cron: "37 */3 * * *",
  run: async ({ call, checkpoint }) => {
    const seen = Seen.parse(checkpoint ?? {});
    const report = await read(call);
    if (report === undefined) return { events: [], checkpoint: seen };
    const days = report.rows.map((row) => {
      const values = Object.fromEntries(report.columns.map(({ name }, at) => [name, row[at]]));
      return { day: String(values.date), values };
    });
    const changed = days.filter(({ day, values }) => seen[day] !== JSON.stringify(values));
    const { currencyCode, timeZone } = report;
    return {
      events: changed.map(({ day, values }) => toEvent(day, { ...values, currencyCode, timeZone }, values)),
      checkpoint: Object.fromEntries(days.map(({ day, values }) => [day, JSON.stringify(values)])),
    };
  },
};

/** Nothing for a connection that names no property of its own: there is nothing to watch. */
const read = async (call: Parameters<Poll["run"]>[0]["call"]): Promise<z.output<typeof Report> | undefined> => {
  try {
    return Report.parse(await call("ga4.reports.run", { dimensions: ["date"], metrics, dateRanges, limit: 10 }));
  } catch (error) {
    if (isConnectorError(error) && error.code === "INVALID_INPUT") return undefined;
    throw error;
  }
};

const toEvent = (day: string, payload: unknown, values: unknown): InboundEvent => ({
  type: "totals/changed",
  dedupeKey: `totals:${day}:${JSON.stringify(values)}`,
  orderingKey: `day:${day}`,
  payload,
});

/** Analytics sends no webhooks. */
export const polls: readonly Poll[] = [dailyTotals];
