import type { ComposedCall } from "@trunkline/core";
import { z } from "zod";

/** Some days, both ends included. */
export interface Period {
  readonly startDate: string;
  readonly endDate: string;
}

/** Some days, as answers name them. */
export const PeriodOutput = z.object({ startDate: z.string(), endDate: z.string() });

const day = z.iso.date();
const inOrder = (period: { readonly startDate?: string | undefined; readonly endDate?: string | undefined }) =>
  period.startDate === undefined || period.endDate === undefined || period.startDate <= period.endDate;

/** Days looked at and days compared with. */
export const periodInput = {
  startDate: day.optional().describe("First day, YYYY-MM-DD. Default: 28 days that all sources know in full"),
  endDate: day.optional().describe("Last day, included"),
  compareTo: z
    .strictObject({ startDate: day, endDate: day })
    .refine(inOrder, "endDate lies before startDate")
    .optional()
    .describe("Days to compare with; default: as many right before"),
};

/** Refuses a period with one end, or that ends before it begins. */
export const checkPeriod = (
  { startDate, endDate }: { readonly startDate?: string | undefined; readonly endDate?: string | undefined },
  context: z.RefinementCtx,
): void => {
  const refuse = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
  if ((startDate === undefined) !== (endDate === undefined))
    refuse(startDate === undefined ? "startDate" : "endDate", "Give startDate and endDate, or neither");
  if (!inOrder({ startDate, endDate })) refuse("endDate", "Lies before startDate");
};

/** What the input may say of days. */
export interface PeriodInput extends Partial<{ [K in keyof Period]: Period[K] | undefined }> {
  readonly compareTo?: Period | undefined;
}

/** Days and the days they are compared with. */
export interface Periods {
  readonly current: Period;
  readonly previous: Period;
}

const dayMs = 86_400_000;
const defaultDays = 28;

/** The ISO day so many days from another. */
export const addDays = (from: string, days: number): string =>
  new Date(Date.parse(`${from}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

const today = (nowMs: number): string => new Date(nowMs).toISOString().slice(0, 10);

/** The periods that are meant: by default four weeks that end when the slowest source is complete. */
export const resolvePeriods = ({ startDate, endDate, compareTo }: PeriodInput, nowMs: number): Periods => {
  const last = endDate ?? addDays(today(nowMs), -longestLag);
  const first = startDate ?? addDays(last, 1 - defaultDays);
  const days = (Date.parse(last) - Date.parse(first)) / dayMs + 1;
  return {
    current: { startDate: first, endDate: last },
    previous: compareTo ?? { startDate: addDays(first, -days), endDate: addDays(first, -1) },
  };
};

/** How far each source is behind, and what a day is to it. */
const lags: Readonly<Record<string, { readonly days: number; readonly says: string }>> = {
  gsc: { days: 4, says: "final data 3 to 4 days late, in Pacific days" },
  "bing-wmt": { days: 3, says: "1 to 3 days late, in weeks that end on Saturdays: those count that end in the period" },
  ga4: { days: 2, says: "24 to 48 hours late, in days of the property's time zone" },
  shopify: { days: 0, says: "some seconds late, in UTC days here" },
};
const longestLag = Math.max(...Object.values(lags).map(({ days }) => days));

/** Says of each source how late it is, and whether the period reaches into what it does not know yet. */
export const warnFreshness = (
  call: ComposedCall,
  sources: readonly string[],
  { endDate }: Period,
  nowMs: number,
): void => {
  for (const source of sources) {
    const lag = lags[source];
    if (lag === undefined) continue;
    const complete = addDays(today(nowMs), -lag.days);
    const reaches =
      endDate > complete ? ` The period ends later than ${complete}, so its last days are incomplete.` : "";
    call.warn({ code: "FRESHNESS", message: `${source}: ${lag.says}.${reaches}` });
  }
};
