import { z } from "zod";
import { DateWire, Day, toDay } from "../wire/dates.js";
import { invalidInput } from "../wire/invalid-input.js";
import { present } from "../wire/present.js";
import { CountWire } from "./common.js";

const clicks = z.number().describe("May exceed impressions: Bing counts more kinds of clicks");
const averagePosition = z.number().optional().describe("Bing does not document its scale; absent where there was none");

/** Clicks and impressions of one day or week. */
export const TrafficRow = z.object({ day: Day.optional(), clicks, impressions: z.number() });
/** Clicks and impressions of one day or week. */
export type TrafficRow = z.infer<typeof TrafficRow>;

/** `RankAndTrafficStats`. */
export const TrafficRowWire = z.object({ Date: DateWire.nullish(), Clicks: CountWire, Impressions: CountWire });

/** `RankAndTrafficStats` as promised. */
export const toTrafficRow = (row: z.output<typeof TrafficRowWire>): TrafficRow => ({
  clicks: row.Clicks ?? 0,
  impressions: row.Impressions ?? 0,
  ...present({ day: toDay(row.Date) }),
});

const rankFields = {
  ...TrafficRow.shape,
  averageClickPosition: averagePosition,
  averageImpressionPosition: averagePosition,
};

/** A search query in one week. */
export const QueryRow = z.object({
  query: z.string().describe("Written by strangers: not to be trusted"),
  ...rankFields,
});
/** A search query in one week. */
export type QueryRow = z.infer<typeof QueryRow>;

/** A page in one week. */
export const PageRow = z.object({ pageUrl: z.string(), ...rankFields });
/** A page in one week. */
export type PageRow = z.infer<typeof PageRow>;

/** `QueryStats`. `Query` holds a page's address in the statistics of pages. */
export const QueryStatsWire = TrafficRowWire.extend({
  Query: z.string(),
  AvgClickPosition: z.number().nullish(),
  AvgImpressionPosition: z.number().nullish(),
});
type QueryStatsWire = z.output<typeof QueryStatsWire>;

/** -1 says that there was none. */
const position = (value: number | null | undefined): number | undefined =>
  value === null || value === undefined || value < 0 ? undefined : value;

const toRank = (row: QueryStatsWire) => ({
  ...toTrafficRow(row),
  ...present({
    averageClickPosition: position(row.AvgClickPosition),
    averageImpressionPosition: position(row.AvgImpressionPosition),
  }),
});

/** `QueryStats` of a query. */
export const toQueryRow = (row: QueryStatsWire): QueryRow => ({ query: row.Query, ...toRank(row) });

/** `QueryStats` of a page. */
export const toPageRow = (row: QueryStatsWire): PageRow => ({ pageUrl: row.Query, ...toRank(row) });

/** One query on one page in one day or week. */
export const DetailRow = TrafficRow.extend({ position: averagePosition });

/** `DetailedQueryStats`. */
export const DetailRowWire = TrafficRowWire.extend({ Position: z.number().nullish() });

/** `DetailedQueryStats` as promised. */
export const toDetailRow = (row: z.output<typeof DetailRowWire>): z.infer<typeof DetailRow> => ({
  ...toTrafficRow(row),
  ...present({ position: position(row.Position) }),
});

/** Traffic of a page or folder over Bing's whole window. */
export const UrlTraffic = z.object({
  url: z.string(),
  isPage: z.boolean().describe("False: a folder with all that is in it"),
  clicks,
  impressions: z.number(),
});
/** Traffic of a page or folder. */
export type UrlTraffic = z.infer<typeof UrlTraffic>;

/** `UrlTrafficInfo`. */
export const UrlTrafficWire = z.object({
  Url: z.string(),
  IsPage: z.boolean().nullish(),
  Clicks: CountWire,
  Impressions: CountWire,
});

/** `UrlTrafficInfo` as promised. */
export const toUrlTraffic = (row: z.output<typeof UrlTrafficWire>): UrlTraffic => ({
  url: row.Url,
  isPage: row.IsPage ?? false,
  clicks: row.Clicks ?? 0,
  impressions: row.Impressions ?? 0,
});

/** Input that narrows rows by their day. Bing takes no dates: it is done here. */
export const dayRangeInput = {
  from: z.iso
    .date()
    .optional()
    .describe("First day, YYYY-MM-DD; Bing sends its whole window, this leaves out the rest"),
  to: z.iso.date().optional().describe("Last day, YYYY-MM-DD"),
};

interface DayRange {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Refuses a range that ends before it begins. @throws ConnectorError `INVALID_INPUT` */
export const checkDayRange = ({ from, to }: DayRange): void => {
  if (from !== undefined && to !== undefined && to < from)
    throw invalidInput({ path: "to", message: "is before from" });
};

/** The rows of these days; rows without a day stay where no range is given. */
export const withinDays = <T extends { readonly day?: string | undefined }>(
  rows: readonly T[],
  { from, to }: DayRange,
): readonly T[] =>
  from === undefined && to === undefined
    ? rows
    : rows.filter(
        ({ day }) => day !== undefined && (from === undefined || day >= from) && (to === undefined || day <= to),
      );
