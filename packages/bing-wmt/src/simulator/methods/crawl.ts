import { dayDate, pacificDayOf } from "../dates.js";
import { getOfSite, type Method, writeToSite } from "../method.js";
import { noisyInteger } from "../noise.js";
import { seedIssues, seedPages } from "../seed/pages.js";
import { daysOfWindow } from "../traffic.js";
import { faultOf, typed } from "../wire.js";

/** Days of crawling that are served: 6 months. */
const crawlWindowDays = 182;

/** What the crawler did and met. */
export const crawlMethods: Readonly<Record<string, Method>> = {
  GetCrawlStats: getOfSite(({ account, site, nowMs }) => {
    if (!site.hasData) return [];
    return daysOfWindow(pacificDayOf(nowMs) - 1, crawlWindowDays).map((day) => {
      const number = (min: number, max: number, what: string) =>
        noisyInteger(min, max, account.seed, "crawl", what, day);
      const crawled = number(60, 190, "pages");
      const notFound = number(0, 4, "404");
      const broken = number(0, 40, "500") === 0 ? 3 : 0;
      return typed("CrawlStats", {
        AllOtherCodes: number(0, 2, "other"),
        BlockedByRobotsTxt: number(0, 3, "robots"),
        Code2xx: crawled - notFound - broken - 2,
        Code301: number(0, 3, "301"),
        Code302: number(0, 1, "302"),
        Code4xx: notFound,
        Code5xx: broken,
        ConnectionTimeout: number(0, 30, "timeout") === 0 ? 1 : 0,
        ContainsMalware: 0,
        CrawlErrors: notFound + broken,
        CrawledPages: crawled,
        Date: dayDate(day),
        DnsFailures: 0,
        InIndex: seedPages.length + number(0, 6, "index"),
        InLinks: 150 + number(0, 20, "links"),
      });
    });
  }),
  GetCrawlIssues: getOfSite(({ site }) =>
    site.hasData
      ? seedIssues.map(({ path, status, issues, inLinks }) =>
          typed("UrlWithCrawlIssues", {
            HttpCode: status,
            InLinks: inLinks,
            Issues: issues,
            Url: new URL(path, site.url).href,
          }),
        )
      : [],
  ),
  GetCrawlSettings: getOfSite(({ site }) =>
    typed("CrawlSettings", { CrawlBoostAvailable: false, CrawlBoostEnabled: false, CrawlRate: site.crawlRate }),
  ),
  SaveCrawlSettings: writeToSite(({ site, parameters }) => {
    // The boost flags are ignored, and null is answered all the same.
    const { CrawlRate: rate } = parameters.object("crawlSettings");
    const isRate = (value: unknown) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 10;
    if (!Array.isArray(rate) || rate.length !== 24 || !rate.every(isRate)) throw faultOf(8);
    site.crawlRate = rate;
  }),
};
