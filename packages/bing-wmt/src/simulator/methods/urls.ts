import { bareMomentDate, momentDate, neverDate } from "../dates.js";
import { addressOnSite, getOfSite, type Method, postToSite, type SiteCall, writeToSite } from "../method.js";
import { noisyInteger } from "../noise.js";
import { seedIssues, seedPages } from "../seed/pages.js";
import { entriesOf, isFolder, pathOn } from "../site-pages.js";
import { BingFault, faultOf, typed } from "../wire.js";
import { entriesPerPage } from "./stats.js";

const dayMs = 86_400_000;
/** Calls of `GetUrlInfo` within a minute that go through. */
const urlInfoPerMinute = 10;
const throttledMs = 40_000;
/** How long after a submission the crawler comes. */
const crawlDelayMs = 3_600_000;

const isKnown = (path: string): boolean =>
  isFolder(path) || [...seedPages, ...seedIssues].some((known) => known.path === path);

const lastCrawlOf = ({ account, site, nowMs }: SiteCall, path: string): number | undefined => {
  const submittedAtMs = site.submitted.get(new URL(path, site.url).href);
  const afterSubmission =
    submittedAtMs !== undefined && submittedAtMs + crawlDelayMs <= nowMs ? submittedAtMs + crawlDelayMs : undefined;
  if (!isKnown(path)) return afterSubmission;
  const everyDays = noisyInteger(1, 9, account.seed, "crawls", path);
  const usual = Math.floor(nowMs / (everyDays * dayMs)) * everyDays * dayMs + noisyInteger(0, dayMs / 24, path);
  return Math.max(afterSubmission ?? 0, Math.min(usual, nowMs));
};

const toUrlInfo = (call: SiteCall, path: string): object => {
  const { account, site, nowMs } = call;
  const known = isKnown(path) && site.hasData;
  const crawledAtMs = lastCrawlOf(call, path);
  const discoveredAtMs = known
    ? nowMs - (nowMs % dayMs) - noisyInteger(200, 480, account.seed, "discovered", path) * dayMs
    : crawledAtMs;
  return typed("UrlInfo", {
    AnchorCount: known ? noisyInteger(0, 24, account.seed, "anchors", path) : 0,
    DiscoveryDate: discoveredAtMs === undefined ? neverDate : momentDate(discoveredAtMs),
    DocumentSize: known && !isFolder(path) ? noisyInteger(18_000, 90_000, account.seed, "size", path) : 0,
    // 0 also for pages in the index.
    HttpStatus: 0,
    IsPage: !isFolder(path),
    LastCrawledDate: crawledAtMs === undefined ? neverDate : momentDate(crawledAtMs),
    TotalChildUrlCount: isFolder(path) ? entriesOf(site, path).length : 0,
    Url: new URL(path, site.url).href,
  });
};

const pathGiven = ({ site, parameters }: SiteCall): string => {
  const path = pathOn(site, parameters.text("url"));
  if (path === undefined) throw faultOf(7);
  return path;
};

/** About ten a minute go through; then the host is throttled for some time. */
const passUrlInfo = ({ account, nowMs }: SiteCall): void => {
  const { urlInfo } = account;
  if (nowMs < urlInfo.throttledUntilMs) throw faultOf(5);
  urlInfo.calls = [...urlInfo.calls.filter((atMs) => atMs > nowMs - 60_000), nowMs];
  if (urlInfo.calls.length <= urlInfoPerMinute) return;
  urlInfo.throttledUntilMs = nowMs + throttledMs;
  throw faultOf(5);
};

const statusFilters: Readonly<Record<number, (status: number) => boolean>> = {
  1: (status) => status >= 200 && status < 300,
  2: (status) => status >= 300 && status < 400,
  4: (status) => status === 301,
  8: (status) => status === 302,
  16: (status) => status >= 400 && status < 500,
  32: (status) => status >= 500,
  64: (status) => status === 0,
};

const childrenOf = (call: SiteCall): readonly object[] => {
  const { HttpCodeFilters: codes, DocFlagsFilters: flags } = call.parameters.object("filterProperties");
  const suits = statusFilters[Number(codes)];
  const first = call.parameters.index("page") * entriesPerPage;
  return entriesOf(call.site, pathGiven(call))
    .filter(({ issue }) => suits === undefined || suits(issue?.status ?? 200))
    .filter(({ issue }) => flags !== 1 || ((issue?.issues ?? 0) & 16) !== 0)
    .filter(({ issue }) => flags !== 2 || ((issue?.issues ?? 0) & 32) !== 0)
    .slice(first, first + entriesPerPage)
    .map(({ path }) => toUrlInfo(call, path));
};

/** What Bing knows of addresses, and what it fetched when asked to. */
export const urlMethods: Readonly<Record<string, Method>> = {
  GetUrlInfo: getOfSite((call) => {
    passUrlInfo(call);
    const path = pathGiven(call);
    if (!call.site.hasData) throw new BingFault(2, "UnknownError: no data is available for this site");
    return toUrlInfo(call, path);
  }),
  // A read, although it is a POST.
  GetChildrenUrlInfo: postToSite(childrenOf),
  FetchUrl: writeToSite((call) => {
    const { href } = addressOnSite(call, call.parameters.text("url"));
    call.site.fetched.set(href, { requestedAtMs: call.nowMs });
  }),
  GetFetchedUrls: getOfSite(({ site, nowMs }) =>
    [...site.fetched].map(([url, { requestedAtMs }]) =>
      typed("FetchedUrl", {
        Date: bareMomentDate(requestedAtMs),
        Expired: false,
        Fetched: nowMs >= requestedAtMs + fetchMs,
        Url: url,
      }),
    ),
  ),
  GetFetchedUrlDetails: getOfSite(({ site, parameters, nowMs }) => {
    const url = parameters.text("url");
    const fetched = site.fetched.get(url);
    if (!fetched) throw faultOf(11);
    const isDone = nowMs >= fetched.requestedAtMs + fetchMs;
    return typed("FetchedUrlDetails", {
      Date: bareMomentDate(fetched.requestedAtMs),
      Document: isDone ? base64(documentOf(url)) : null,
      Headers: isDone ? base64("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n") : null,
      Status: isDone ? "200 OK" : "Pending",
      Url: url,
    });
  }),
};

/** How long Bing takes to fetch a page. */
const fetchMs = 30_000;

const base64 = (text: string): string => Buffer.from(text).toString("base64");

const documentOf = (url: string): string => {
  const title = seedPages.find(({ path }) => path === new URL(url).pathname)?.title ?? "Nicht gefunden";
  return `<!doctype html><html lang="de"><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
};
