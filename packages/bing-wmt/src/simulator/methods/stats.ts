import { type DayNumber, dayDate, pacificDayOf } from "../dates.js";
import { getOfSite, type Method, type SiteCall } from "../method.js";
import { type SeedPage, seedPages } from "../seed/pages.js";
import { entriesOf, isFolder, pagesAt, pathOn } from "../site-pages.js";
import {
  daysOfWindow,
  lagDays,
  positionOf,
  queryShare,
  saturdaysOfWindow,
  shareOf,
  type Traffic,
  trafficInWeek,
  trafficOn,
} from "../traffic.js";
import { faultOf, typed } from "../wire.js";

/** Entries of one of Bing's pages. */
export const entriesPerPage = 20;

const lastDayOf = ({ nowMs }: SiteCall): DayNumber => pacificDayOf(nowMs) - lagDays;

const toRow = (type: string, day: DayNumber, { clicks, impressions }: Traffic, more: object = {}): object =>
  typed(type, { Clicks: clicks, Date: dayDate(day), Impressions: impressions, ...more });

/** Rows that nobody saw are not served. */
const weeklyRows = (
  call: SiteCall,
  keys: readonly { readonly key: string; readonly page: SeedPage; readonly share: number }[],
  toOne: (week: DayNumber, traffic: Traffic, key: string, position: number) => object,
): readonly object[] => {
  if (!call.site.hasData) return [];
  const { seed } = call.account;
  const lastDay = lastDayOf(call);
  return saturdaysOfWindow(lastDay).flatMap((week) => {
    const ofPages = new Map<SeedPage, Traffic>();
    return keys.flatMap(({ key, page, share }) => {
      const whole = ofPages.get(page) ?? trafficInWeek(seed, page, week, lastDay);
      ofPages.set(page, whole);
      const traffic = shareOf(whole, share);
      return traffic.impressions === 0 ? [] : [toOne(week, traffic, key, positionOf(seed, key, week))];
    });
  });
};

const toQueryStats = (week: DayNumber, traffic: Traffic, key: string, position: number): object =>
  toRow("QueryStats", week, traffic, {
    AvgClickPosition: traffic.clicks === 0 ? -1 : Math.max(1, position - 1),
    AvgImpressionPosition: position,
    Query: key,
  });

const addressOf = ({ site }: SiteCall, { path }: SeedPage): string => new URL(path, site.url).href;

const pageGiven = (call: SiteCall): readonly SeedPage[] => {
  const path = pathOn(call.site, call.parameters.text("page"));
  if (path === undefined) throw faultOf(7);
  return seedPages.filter((page) => page.path === path);
};

const queryKeys = (pages: readonly SeedPage[]) =>
  pages.flatMap((page) => page.queries.map((key) => ({ key, page, share: queryShare(page, key) })));

const pagesOfQuery = ({ parameters }: SiteCall): readonly SeedPage[] => {
  const query = parameters.text("query");
  return seedPages.filter(({ queries }) => queries.includes(query));
};

const totalOf = (call: SiteCall, pages: readonly SeedPage[]): Traffic => {
  const lastDay = lastDayOf(call);
  const days = daysOfWindow(lastDay, 182).map((day) => trafficOn(call.account.seed, pages, day, lastDay));
  return {
    clicks: days.reduce((sum, { clicks }) => sum + clicks, 0),
    impressions: days.reduce((sum, { impressions }) => sum + impressions, 0),
  };
};

const toUrlTraffic = (call: SiteCall, path: string, isPage: boolean, pages: readonly SeedPage[]): object => {
  const { clicks, impressions } = totalOf(call, pages);
  return typed("UrlTrafficInfo", {
    Clicks: clicks,
    Impressions: impressions,
    IsPage: isPage,
    Url: new URL(path, call.site.url).href,
  });
};

const pathGiven = (call: SiteCall): string => {
  const path = pathOn(call.site, call.parameters.text("url"));
  if (path === undefined) throw faultOf(7);
  return path;
};

/** Clicks and impressions, by day and by week. */
export const statsMethods: Readonly<Record<string, Method>> = {
  GetRankAndTrafficStats: getOfSite((call) => {
    const lastDay = lastDayOf(call);
    if (!call.site.hasData) return [];
    return daysOfWindow(lastDay).map((day) =>
      toRow("RankAndTrafficStats", day, trafficOn(call.account.seed, seedPages, day, lastDay)),
    );
  }),
  GetQueryStats: getOfSite((call) => weeklyRows(call, queryKeys(seedPages), toQueryStats)),
  GetPageStats: getOfSite((call) =>
    weeklyRows(
      call,
      seedPages.map((page) => ({ key: addressOf(call, page), page, share: 1 })),
      toQueryStats,
    ),
  ),
  GetQueryTrafficStats: getOfSite((call) => {
    const query = call.parameters.text("query");
    const keys = pagesOfQuery(call).map((page) => ({ key: query, page, share: queryShare(page, query) }));
    return weeklyRows(call, keys, (week, traffic) => toRow("RankAndTrafficStats", week, traffic));
  }),
  GetQueryPageStats: getOfSite((call) => {
    const query = call.parameters.text("query");
    const keys = pagesOfQuery(call).map((page) => ({
      key: addressOf(call, page),
      page,
      share: queryShare(page, query),
    }));
    return weeklyRows(call, keys, toQueryStats);
  }),
  GetPageQueryStats: getOfSite((call) => weeklyRows(call, queryKeys(pageGiven(call)), toQueryStats)),
  GetQueryPageDetailStats: getOfSite((call) => {
    const query = call.parameters.text("query");
    const keys = pageGiven(call).map((page) => ({ key: query, page, share: queryShare(page, query) }));
    return weeklyRows(call, keys, (week, traffic, _, position) =>
      toRow("DetailedQueryStats", week, traffic, { Position: position }),
    );
  }),
  GetUrlTrafficInfo: getOfSite((call) => {
    const path = pathGiven(call);
    return toUrlTraffic(call, path, !isFolder(path), pagesAt(call.site, path));
  }),
  GetChildrenUrlTrafficInfo: getOfSite((call) => {
    const first = call.parameters.index("page") * entriesPerPage;
    return entriesOf(call.site, pathGiven(call))
      .slice(first, first + entriesPerPage)
      .map(({ path, isPage, pages }) => toUrlTraffic(call, path, isPage, pages));
  }),
};
