import type { SimulatorReply } from "@trunkline/core/simulator";
import { covers, parseAddress } from "../wire/property.js";
import { badRequest, noPermission } from "./google-error.js";
import { hash01, hashText } from "./hash.js";
import { shopHost, shopOrigin } from "./seed/shop.js";
import type { SimulatedPage, Universe } from "./seed/universe.js";

/** What an inspection runs on. */
export interface InspectDeps {
  readonly seed: number;
  readonly universe: Universe;
  readonly nowMs: number;
}

/** An inspection as asked for. */
export interface InspectRequest {
  readonly siteUrl: string;
  readonly inspectionUrl: string;
  readonly languageCode: string;
}

/** Reads the body of an inspection; nothing when it lacks something. */
export const readInspection = (body: unknown): InspectRequest | undefined => {
  const { siteUrl, inspectionUrl, languageCode = "en-US" } = (body ?? {}) as Record<string, unknown>;
  if (typeof siteUrl !== "string" || typeof inspectionUrl !== "string" || typeof languageCode !== "string")
    return undefined;
  return { siteUrl, inspectionUrl, languageCode };
};

/** Coverage sentences: free text in the asked language. */
const sentences: Readonly<Record<string, readonly [english: string, german: string]>> = {
  indexed: ["Submitted and indexed", "Gesendet und indexiert"],
  crawled: ["Crawled - currently not indexed", "Gecrawlt – zurzeit nicht indexiert"],
  unknown: ["URL is unknown to Google", "URL ist Google nicht bekannt"],
  blocked: ["Blocked by robots.txt", "Durch robots.txt-Datei blockiert"],
  noindex: ["Excluded by ‘noindex’ tag", "Durch „noindex“-Tag ausgeschlossen"],
  redirect: ["Page with redirect", "Seite mit Weiterleitung"],
};

/** `POST /v1/urlInspection/index:inspect` of a property that the account may inspect. */
export const answerInspection = (request: InspectRequest, deps: InspectDeps): SimulatorReply => {
  const { siteUrl, inspectionUrl } = request;
  const url = parseAddress(inspectionUrl);
  if (!url) return badRequest("Invalid inspection URL.", "inspectionUrl");
  if (!covers(siteUrl, inspectionUrl)) return noPermission(siteUrl);
  const link = `https://search.google.com/search-console/inspect?resource_id=${encodeURIComponent(siteUrl)}&id=simulator`;
  return { status: 200, body: { inspectionResult: { inspectionResultLink: link, ...resultOf(url, request, deps) } } };
};

const resultOf = (url: URL, request: InspectRequest, deps: InspectDeps): Readonly<Record<string, unknown>> => {
  const say = (name: string) => sentences[name]?.[request.languageCode.startsWith("de") ? 1 : 0];
  const seen = crawlTime(url.href, deps);
  if (url.hostname !== shopHost || url.protocol !== "https:")
    return url.hostname.endsWith(shopHost)
      ? {
          indexStatusResult: {
            verdict: "NEUTRAL",
            coverageState: say("redirect"),
            robotsTxtState: "ALLOWED",
            pageFetchState: "REDIRECT_ERROR",
            lastCrawlTime: seen,
            crawledAs: "MOBILE",
          },
        }
      : unknown(say("unknown"));
  if (/^\/(?:cart|checkout|account)(?:\/|$)/.test(url.pathname))
    return {
      indexStatusResult: {
        verdict: "NEUTRAL",
        coverageState: say("blocked"),
        robotsTxtState: "DISALLOWED",
        indexingState: "BLOCKED_BY_ROBOTS_TXT",
        pageFetchState: "BLOCKED_ROBOTS_TXT",
      },
    };
  if (url.pathname === "/search")
    return {
      indexStatusResult: {
        verdict: "NEUTRAL",
        coverageState: say("noindex"),
        robotsTxtState: "ALLOWED",
        indexingState: "BLOCKED_BY_META_TAG",
        pageFetchState: "SUCCESSFUL",
        lastCrawlTime: seen,
        crawledAs: "MOBILE",
      },
    };
  const page = deps.universe.pages.find((known) => known.url === url.href);
  return page ? known(page, say, seen, deps) : unknown(say("unknown"));
};

const unknown = (coverageState: string | undefined) => ({
  indexStatusResult: {
    verdict: "NEUTRAL",
    coverageState,
    robotsTxtState: "ROBOTS_TXT_STATE_UNSPECIFIED",
    indexingState: "INDEXING_STATE_UNSPECIFIED",
    pageFetchState: "PAGE_FETCH_STATE_UNSPECIFIED",
  },
});

/** One product in twelve is crawled and left out; one in seven has a faulty rich result though it is indexed. */
const known = (
  { url, kind, appearances }: SimulatedPage,
  say: (name: string) => string | undefined,
  lastCrawlTime: string,
  { seed }: InspectDeps,
) => {
  const number = hashText(url);
  const isLeftOut = kind === "product" && hash01(seed, number, 1) < 1 / 12;
  const isFaulty = hash01(seed, number, 2) < 1 / 7;
  const index = {
    verdict: isLeftOut ? "NEUTRAL" : "PASS",
    coverageState: say(isLeftOut ? "crawled" : "indexed"),
    robotsTxtState: "ALLOWED",
    indexingState: "INDEXING_ALLOWED",
    lastCrawlTime,
    pageFetchState: "SUCCESSFUL",
    ...(!isLeftOut && { googleCanonical: url }),
    userCanonical: url,
    crawledAs: "MOBILE",
    referringUrls: kind === "home" ? [] : [`${shopOrigin}/`],
    sitemap: [`${shopOrigin}/sitemap.xml`],
  };
  if (appearances.length === 0 || isLeftOut) return { indexStatusResult: index };
  const issue = isFaulty
    ? { issueMessage: 'Either "offers", "review", or "aggregateRating" should be specified', severity: "ERROR" }
    : { issueMessage: 'Missing field "review"', severity: "WARNING" };
  const name = decodeURIComponent(url.split("/").pop() ?? "");
  return {
    indexStatusResult: index,
    richResultsResult: {
      verdict: isFaulty ? "FAIL" : "PASS",
      detectedItems: [
        { richResultType: kind === "product" ? "Product snippets" : "Videos", items: [{ name, issues: [issue] }] },
      ],
    },
  };
};

/** Some day of the last three weeks, with the nanoseconds that Google tells. */
const crawlTime = (url: string, { seed, nowMs }: InspectDeps): string => {
  const dayMs = 86_400_000;
  const today = Math.floor(nowMs / dayMs) * dayMs;
  const at = today - Math.floor(hash01(seed, hashText(url), 3) * 21 * dayMs);
  return new Date(at).toISOString().replace("Z", "456789Z");
};
