import { z } from "zod";
import { addressOf } from "./addresses.js";
import {
  type Compared,
  type ComparedPages,
  SearchFigures,
  type VisitFigures,
  VisitFigures as Visits,
} from "./figures.js";

const compared = <T extends z.ZodType>(figures: T) =>
  z.object({ current: figures.optional(), previous: figures.optional() }).optional();

/** A page with what each source tells of it. */
export const PerformanceRow = z.object({
  page: z.string().describe("Address without query and closing slash"),
  clicks: z.number().describe("Of all search engines that answered, in the period"),
  clicksBefore: z.number().describe("The same in the period compared with"),
  clicksChange: z.number(),
  impressions: z.number(),
  google: compared(SearchFigures).describe("From Search Console"),
  bing: compared(SearchFigures),
  analytics: compared(Visits).describe("Visits from unpaid search that began here, and what they bought"),
});
/** A page with what each source tells of it. */
export type PerformanceRow = z.infer<typeof PerformanceRow>;

/** What the sources gave; absent: the source failed. */
export interface PageSources {
  readonly google?: ComparedPages<SearchFigures> | undefined;
  readonly bing?: ComparedPages<SearchFigures> | undefined;
  readonly analytics?: ComparedPages<VisitFigures> | undefined;
}

/** What rows can be sorted by. */
export const sortKeys = ["clicks", "loss", "gain", "impressions", "sessions", "revenue"] as const;
/** What rows can be sorted by. */
export type SortKey = (typeof sortKeys)[number];

const ranks: Readonly<Record<SortKey, (row: PerformanceRow) => number>> = {
  clicks: ({ clicks }) => clicks,
  loss: ({ clicksChange }) => -clicksChange,
  gain: ({ clicksChange }) => clicksChange,
  impressions: ({ impressions }) => impressions,
  sessions: ({ analytics }) => analytics?.current?.sessions ?? 0,
  revenue: ({ analytics }) => analytics?.current?.revenue ?? 0,
};

/** Every page that some source knows in some period. */
export const joinPages = ({ google, bing, analytics }: PageSources): readonly PerformanceRow[] => {
  const keys = new Set([google, bing, analytics].flatMap((source) => (source ? keysOf(source) : [])));
  return [...keys].map((key) => {
    const engines = { google: at(google, key), bing: at(bing, key) };
    const total = (period: keyof Compared<SearchFigures>, field: "clicks" | "impressions") =>
      (engines.google?.[period]?.[field] ?? 0) + (engines.bing?.[period]?.[field] ?? 0);
    const clicks = total("current", "clicks");
    const clicksBefore = total("previous", "clicks");
    return {
      page: addressOf(key),
      clicks,
      clicksBefore,
      clicksChange: clicks - clicksBefore,
      impressions: total("current", "impressions"),
      ...present({ ...engines, analytics: at(analytics, key) }),
    };
  });
};

/** The rows in an order that does not change from call to call: ties by address. */
export const sortPages = (rows: readonly PerformanceRow[], by: SortKey): readonly PerformanceRow[] =>
  rows.toSorted((one, other) => ranks[by](other) - ranks[by](one) || (one.page < other.page ? -1 : 1));

const keysOf = ({ current, previous }: ComparedPages<unknown>): readonly string[] => [
  ...current.keys(),
  ...previous.keys(),
];

const at = <T>(source: ComparedPages<T> | undefined, key: string): Compared<T> | undefined => {
  const current = source?.current.get(key);
  const previous = source?.previous.get(key);
  if (current === undefined && previous === undefined) return undefined;
  return { ...(current !== undefined && { current }), ...(previous !== undefined && { previous }) };
};

const present = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
