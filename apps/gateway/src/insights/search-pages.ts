import { bingWmt } from "@trunkline/bing-wmt";
import type { ComposedCall, OperationOutput } from "@trunkline/core";
import { gsc } from "@trunkline/gsc";
import { pageKey } from "./addresses.js";
import { addUp, byPage, type ComparedPages, type SearchFigures } from "./figures.js";
import { addDays, type Period, type Periods } from "./period.js";
import { bingSiteUses, findBingSite, findGscSite, gscSiteUses, type SiteInput } from "./sites.js";

const gscQuery = gsc.operations.searchAnalytics.query;
const bingPages = bingWmt.operations.stats.pages;

/** Rows that one query gives at most. */
export const gscRowLimit = 25_000;
/** Rows of weeks that are read from Bing at most. */
export const bingRowLimit = 10_000;

/** Ids of the operations that reading pages of both search engines runs. */
export const searchPagesUses = [...gscSiteUses, gscQuery.id, ...bingSiteUses, bingPages.id];

/** Google's pages in both periods. */
export const readGooglePages = async (
  call: ComposedCall,
  input: SiteInput,
  { current, previous }: Periods,
): Promise<ComparedPages<SearchFigures>> => {
  const siteUrl = await findGscSite(call, input);
  const read = async (period: Period) => {
    const answer = await call.run(gscQuery, { siteUrl, ...period, dimensions: ["page"], limit: gscRowLimit });
    if (answer.nextCursor !== undefined) warnCapped(call, "gsc", gscRowLimit);
    return byPage(answer.rows, ({ page = "" }) => pageKey(page), addUp);
  };
  const [now, before] = await Promise.all([read(current), read(previous)]);
  return { current: now, previous: before };
};

type BingRow = OperationOutput<typeof bingPages>["rows"][number];

/** Bing's pages in both periods: the weeks that end in them. */
export const readBingPages = async (
  call: ComposedCall,
  input: SiteInput,
  periods: Periods,
): Promise<ComparedPages<SearchFigures>> => {
  const siteUrl = await findBingSite(call, input);
  const read = async ({ startDate: from, endDate: to }: Period) => {
    const answer = await call.run(bingPages, { siteUrl, from, to, limit: bingRowLimit });
    if (answer.nextCursor !== undefined) warnCapped(call, "bing-wmt", bingRowLimit);
    return byPage(answer.rows, ({ pageUrl }) => pageKey(pageUrl), addUpWeeks);
  };
  warnUnevenWeeks(call, periods);
  const [now, before] = await Promise.all([read(periods.current), read(periods.previous)]);
  return { current: now, previous: before };
};

const addUpWeeks = (rows: readonly BingRow[]): SearchFigures =>
  addUp(
    rows.map(({ clicks, impressions, averageImpressionPosition: position }) => ({ clicks, impressions, position })),
  );

const warnCapped = (call: ComposedCall, source: string, rows: number): void =>
  call.warn({
    code: "ROWS_CAPPED",
    message: `${source} has more than ${rows.toLocaleString("en")} rows of pages; those with fewest clicks are left out. Ask for fewer days.`,
  });

const saturday = 6;

/** Saturdays in a period. */
export const weeksIn = ({ startDate, endDate }: Period): number => {
  let weeks = 0;
  for (let day = startDate; day <= endDate; day = addDays(day, 1))
    if (new Date(`${day}T00:00:00Z`).getUTCDay() === saturday) weeks += 1;
  return weeks;
};

const warnUnevenWeeks = (call: ComposedCall, { current, previous }: Periods): void => {
  const [now, before] = [weeksIn(current), weeksIn(previous)];
  if (now !== before)
    call.warn({
      code: "UNEVEN_WEEKS",
      message: `Bing counts in weeks: ${now} end in the period and ${before} in the one compared with. Choose whole weeks to compare fairly.`,
    });
};
