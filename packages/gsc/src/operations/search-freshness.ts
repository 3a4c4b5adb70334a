import { ConnectorError, defineComposedOperation } from "@trunkline/core";
import { z } from "zod";
import { gscScopes } from "../auth.js";
import { Day, siteInput } from "../schemas/common.js";
import { searchType } from "../schemas/search-input.js";
import { addDays, countDays } from "../wire/days.js";
import { apiDocs } from "../wire/docs-link.js";
import { withSite } from "../wire/site-of.js";
import { readWindow } from "./search-window.js";
import { getSite } from "./sites.js";

/** Days looked at: data that is older is certainly final. */
const lookBackDays = 10;

/** How far the data goes. */
export const freshnessSearchAnalytics = defineComposedOperation({
  id: "gsc.searchAnalytics.freshness",
  summary: "Find out up to which day a property's search data is final, and which newer days exist",
  description: "Days are Pacific days by Google's clock. Ask before comparing periods or syncing.",
  docs: apiDocs("v1/how-tos/all-your-data"),
  effect: "read",
  input: z.object({ siteUrl: siteInput, type: searchType }),
  output: z.object({
    today: Day,
    newestFinalDay: Day.optional(),
    firstIncompleteDate: Day.optional().describe("From this day on numbers still change"),
    newestDay: Day.optional().describe("The newest day with any data"),
    lagDays: z.number().int().optional().describe("Days from newestFinalDay to today"),
    days: z.array(z.object({ date: Day, isFinal: z.boolean(), clicks: z.number(), impressions: z.number() })),
  }),
  scopes: gscScopes.read,
  keywords: ["latest", "lag", "delay", "last available", "final data", "up to date"],
  examples: [{ title: "How current is the data?", input: { siteUrl: "sc-domain:nordlicht-tee.example" } }],
  deadlineMs: 90_000,
  run: async (call, input) => {
    const { siteUrl, type } = withSite(input, call.settings);
    // Google's day, not ours: a clock that is off, or another zone, would ask for days that do not exist.
    const { today } = await call.run(getSite, { siteUrl });
    if (today === undefined)
      throw new ConnectorError("CONTRACT_VIOLATION", { message: "The reply has no date.", outcome: "executed" });
    const startDate = addDays(today, 1 - lookBackDays);
    const { rows, firstIncompleteDate } = await readWindow(
      call,
      {
        siteUrl,
        startDate,
        endDate: today,
        dimensions: ["date"],
        type,
        filters: [],
        dataState: "all",
        aggregationType: "auto",
      },
      { rowLimit: lookBackDays + 1, startRow: 0 },
    );
    const days = rows
      .map(({ date = "", clicks, impressions }) => ({
        date,
        isFinal: firstIncompleteDate === undefined || date < firstIncompleteDate,
        clicks,
        impressions,
      }))
      .sort((one, other) => one.date.localeCompare(other.date));
    if (days.length === 0)
      call.warn({
        code: "NO_RECENT_DATA",
        message: `The property had no ${type} impressions in the last ${lookBackDays} days.`,
        path: "days",
      });
    const newestFinalDay = firstIncompleteDate === undefined ? days.at(-1)?.date : addDays(firstIncompleteDate, -1);
    const newestDay = days.at(-1)?.date;
    return {
      today,
      ...(newestFinalDay !== undefined && { newestFinalDay, lagDays: countDays(newestFinalDay, today) - 1 }),
      ...(firstIncompleteDate !== undefined && { firstIncompleteDate }),
      ...(newestDay !== undefined && { newestDay }),
      days,
    };
  },
});
