import { type DayNumber, isoDayOf, momentDate, neverDate, utcDayOf } from "../dates.js";
import { addressOnSite, getOfSite, type Method, type SiteCall, writeToSite } from "../method.js";
import type { Allowance, FeedRecord } from "../state.js";
import { BingFault, faultOf, typed } from "../wire.js";

/** Most URLs in one call. */
const maxBatch = 500;
const maxContentBytes = 10 * 1024 * 1024;
/** How long after its submission a sitemap is read. */
const feedDelayMs = 600_000;

interface Left {
  readonly daily: number;
  readonly monthly: number;
}

const monthOf = (day: DayNumber): string => isoDayOf(day).slice(0, 7);

const leftOf = ({ daily, monthly, used }: Allowance, nowMs: number): Left => {
  const today = utcDayOf(nowMs);
  let inMonth = 0;
  for (const [day, count] of used) if (monthOf(day) === monthOf(today)) inMonth += count;
  return { daily: daily - (used.get(today) ?? 0), monthly: monthly - inMonth };
};

const spend = ({ used }: Allowance, count: number, nowMs: number): void => {
  const today = utcDayOf(nowMs);
  used.set(today, (used.get(today) ?? 0) + count);
};

const toQuota = (type: string, { daily, monthly }: Left): object =>
  typed(type, { DailyQuota: daily, MonthlyQuota: monthly });

/** A batch larger than what is left is refused whole; the same address twice counts twice. */
const takeBatch = (call: SiteCall): void => {
  const { site, parameters, nowMs } = call;
  const urls = parameters.texts("urlList");
  if (urls.length === 0 || urls.length > maxBatch) throw faultOf(8);
  const addresses = urls.map((url) => addressOnSite(call, url).href);
  const { daily, monthly } = leftOf(site.urlAllowance, nowMs);
  if (urls.length > Math.min(daily, monthly))
    throw new BingFault(8, `Quota remaining for today: ${Math.min(daily, monthly)}, Submitted: ${urls.length}`);
  spend(site.urlAllowance, urls.length, nowMs);
  for (const address of addresses) site.submitted.set(address, nowMs);
};

const takeOne = (call: SiteCall): void => {
  const { site, parameters, nowMs } = call;
  const { href } = addressOnSite(call, parameters.text("url"));
  const { daily, monthly } = leftOf(site.urlAllowance, nowMs);
  if (daily < 1)
    throw new BingFault(2, `You have exceeded your daily url submission quota : ${site.urlAllowance.daily}`);
  if (monthly < 1)
    throw new BingFault(2, `You have exceeded your monthly url submission quota : ${site.urlAllowance.monthly}`);
  spend(site.urlAllowance, 1, nowMs);
  site.submitted.set(href, nowMs);
};

const takeContent = (call: SiteCall): void => {
  const { site, parameters, nowMs } = call;
  const { href } = addressOnSite(call, parameters.text("url"));
  const message = Buffer.from(parameters.text("httpMessage"), "base64");
  if (message.length > maxContentBytes || !message.subarray(0, 5).equals(Buffer.from("HTTP/"))) throw faultOf(8);
  const { daily, monthly } = leftOf(site.contentAllowance, nowMs);
  if (Math.min(daily, monthly) < 1)
    throw new BingFault(2, `You have exceeded your daily content submission quota : ${site.contentAllowance.daily}`);
  spend(site.contentAllowance, 1, nowMs);
  site.submitted.set(href, nowMs);
};

const toFeed = (feed: FeedRecord, nowMs: number): object => {
  const readAfterMs = feed.submittedAtMs + feedDelayMs;
  const crawledAtMs = feed.lastCrawledAtMs ?? (readAfterMs <= nowMs && feed.type !== "RSS" ? readAfterMs : undefined);
  return typed("Feed", {
    Compressed: feed.url.endsWith(".gz"),
    FileSize: feed.fileSizeBytes,
    LastCrawled: crawledAtMs === undefined ? neverDate : momentDate(crawledAtMs),
    Status: crawledAtMs === undefined ? "Pending" : "Success",
    Submitted: momentDate(feed.submittedAtMs),
    Type: feed.type,
    Url: feed.url,
    UrlCount: feed.urlCount,
  });
};

/** What site owners hand to Bing: addresses, contents, sitemaps. */
export const submissionMethods: Readonly<Record<string, Method>> = {
  GetUrlSubmissionQuota: getOfSite(({ site, nowMs }) =>
    toQuota("UrlSubmissionQuota", leftOf(site.urlAllowance, nowMs)),
  ),
  SubmitUrl: writeToSite(takeOne),
  SubmitUrlBatch: writeToSite(takeBatch),
  GetContentSubmissionQuota: getOfSite(({ site, nowMs }) =>
    toQuota("ContentSubmissionQuota", leftOf(site.contentAllowance, nowMs)),
  ),
  SubmitContent: writeToSite(takeContent),
  GetFeeds: getOfSite(({ site, nowMs }) =>
    [...site.feeds.values()].filter(({ parent }) => parent === undefined).map((feed) => toFeed(feed, nowMs)),
  ),
  GetFeedDetails: getOfSite(({ site, parameters, nowMs }) => {
    const feed = site.feeds.get(parameters.text("feedUrl"));
    if (!feed) throw faultOf(11);
    const parts = [...site.feeds.values()].filter(({ parent }) => parent === feed.url);
    // Of one that is no index a single object comes in place of a list.
    return parts.length === 0 ? toFeed(feed, nowMs) : [feed, ...parts].map((part) => toFeed(part, nowMs));
  }),
  SubmitFeed: writeToSite(({ site, parameters, nowMs }) => {
    const url = parameters.text("feedUrl");
    const known = site.feeds.get(url);
    if (known) known.submittedAtMs = nowMs;
    else site.feeds.set(url, { url, type: "Sitemap", urlCount: 0, fileSizeBytes: 0, submittedAtMs: nowMs });
  }),
  RemoveFeed: writeToSite(({ site, parameters }) => {
    site.feeds.delete(parameters.text("feedUrl"));
  }),
};
