import { bareDayDate, type DayNumber, pacificDayOf, parseIsoDay, saturdayOf } from "../dates.js";
import { get, getOfSite, type Method, type MethodCall } from "../method.js";
import { noise, noisyInteger } from "../noise.js";
import { seedPages } from "../seed/pages.js";
import { faultOf, typed } from "../wire.js";

/** Weeks of keyword data that are served. */
const keywordWeeks = 25;
const linksPerPage = 20;
const words = [
  "kaufen",
  "wirkung",
  "zubereiten",
  "bio",
  "test",
  "preis",
  "gesund",
  "koffein",
  "lose",
  "beutel",
  "set",
  "rezept",
];
const linkingSites = ["teeblog", "kueche-nord", "leer-online", "genussmagazin", "ostfriesland-tipps", "matchawelt"];

const marketOf = ({ parameters }: MethodCall) => {
  const country = parameters.text("country");
  if (country !== country.toLowerCase()) throw faultOf(8);
  return `${country}/${parameters.text("language")}`;
};

/** Searches in one week. */
const searchesIn = (call: MethodCall, keyword: string, saturday: DayNumber) => {
  const { seed } = call.account;
  const market = marketOf(call);
  const size = 40 + 4_000 * noise(seed, "volume", market, keyword) ** 3;
  const impressions = Math.round(size * (0.8 + 0.4 * noise(seed, "week", market, keyword, saturday)));
  return { impressions, broadImpressions: Math.round(impressions * (2 + 3 * noise(seed, "broad", keyword))) };
};

const toKeyword = (keyword: string | null, impressions: number, broadImpressions: number): object =>
  typed("Keyword", { BroadImpressions: broadImpressions, Impressions: impressions, Query: keyword });

const datesOf = ({ parameters, nowMs }: MethodCall): readonly DayNumber[] => {
  const from = parseIsoDay(parameters.text("startDate"));
  const to = parseIsoDay(parameters.text("endDate"));
  if (from === undefined || to === undefined || to < from) throw faultOf(8);
  const last = saturdayOf(pacificDayOf(nowMs) - 2);
  return Array.from({ length: keywordWeeks }, (_, index) => last - 7 * index).filter(
    (week) => week >= from && week <= to + 6,
  );
};

/** A time without data has no query and zeros. */
const keywordIn = (call: MethodCall, keyword: string, weeks: readonly DayNumber[]): object => {
  if (weeks.length === 0) return toKeyword(null, 0, 0);
  const all = weeks.map((week) => searchesIn(call, keyword, week));
  return toKeyword(
    keyword,
    all.reduce((sum, { impressions }) => sum + impressions, 0),
    all.reduce((sum, { broadImpressions }) => sum + broadImpressions, 0),
  );
};

const pageOf = <T>(all: readonly T[], page: number) => ({
  rows: all.slice(page * linksPerPage, (page + 1) * linksPerPage),
  // Out of range: an empty page that says that there are none.
  totalPages: page * linksPerPage >= all.length ? 0 : Math.ceil(all.length / linksPerPage),
});

/** What people search for, and who links to the site. */
export const researchMethods: Readonly<Record<string, Method>> = {
  GetKeyword: get((call) => keywordIn(call, call.parameters.text("q"), datesOf(call))),
  GetKeywordStats: get((call) => {
    const keyword = call.parameters.text("q");
    const last = saturdayOf(pacificDayOf(call.nowMs) - 2);
    return Array.from({ length: keywordWeeks }, (_, index) => last - 7 * (keywordWeeks - 1 - index)).map((week) => {
      const { impressions, broadImpressions } = searchesIn(call, keyword, week);
      return typed("KeywordStats", {
        BroadImpressions: broadImpressions,
        Date: bareDayDate(week),
        Impressions: impressions,
        Query: keyword,
      });
    });
  }),
  GetRelatedKeywords: get((call) => {
    const keyword = call.parameters.text("q");
    const weeks = datesOf(call);
    return weeks.length === 0 ? [] : words.map((word) => keywordIn(call, `${keyword} ${word}`, weeks));
  }),
  GetLinkCounts: getOfSite(({ account, site, parameters }) => {
    const linked = site.hasData ? seedPages.map(({ path }) => ({ path, count: linkCount(account.seed, path) })) : [];
    const { rows, totalPages } = pageOf(
      linked.filter(({ count }) => count > 0).toSorted((one, other) => other.count - one.count),
      parameters.index("page"),
    );
    const toLink = ({ path, count }: { path: string; count: number }) =>
      typed("LinkCount", { Count: count, Url: new URL(path, site.url).href });
    return typed("LinkCounts", { Links: rows.map(toLink), TotalPages: totalPages });
  }),
  GetUrlLinks: getOfSite(({ account, site, parameters }) => {
    const { pathname } = URL.parse(parameters.text("link")) ?? { pathname: "" };
    const page = site.hasData ? seedPages.find(({ path }) => path === pathname) : undefined;
    const links = Array.from({ length: page ? linkCount(account.seed, page.path) : 0 }, (_, index) => {
      const host = linkingSites[noisyInteger(0, linkingSites.length - 1, account.seed, "host", pathname, index)];
      return typed("LinkDetail", {
        AnchorText: index % 3 === 0 ? "hier" : (page?.title ?? ""),
        Url: `https://${host}.example/beitrag-${index + 1}`,
      });
    });
    const { rows, totalPages } = pageOf(links, parameters.index("page"));
    return typed("LinkDetails", { Details: rows, TotalPages: totalPages });
  }),
};

const linkCount = (seed: number, path: string): number => Math.floor(40 * noise(seed, "inlinks", path) ** 4);
