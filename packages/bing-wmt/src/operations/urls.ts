import { defineOperation, readAll, verdictOf } from "@trunkline/core";
import { z } from "zod";
import { callsBucket, urlInfoBucket } from "../quotas.js";
import { looseUrl, manageScopes, pageUrl, readScopes, siteUrl } from "../schemas/common.js";
import { toFilterProperties, toUrlInfo, UrlInfo, UrlInfoWire, urlFilterInput } from "../schemas/urls.js";
import { methodDocs } from "../wire/docs-link.js";
import { Accepted, decodeAccepted, decodeList } from "../wire/envelope.js";
import { decodeFound } from "../wire/found.js";
import { getMethod, postMethod } from "../wire/method-call.js";
import { pageInput, pageOutput, placeOf, slicePage } from "../wire/paging.js";
import { fetchedUrls } from "./urls-fetched.js";
import { accepted, isSameAddress } from "./verdicts.js";

const site = "https://nordlicht-tee.example/";
const teaPage = "https://nordlicht-tee.example/products/sencha-uji";
const sixHoursMs = 6 * 3_600_000;

/** One address. */
export const getUrlInfo = defineOperation({
  id: "bing-wmt.urls.info",
  summary: "Get when Bing found and last visited a page or folder, its size and its links",
  description: "Bing does not tell whether a page is in its index. Limited to 8 calls a minute.",
  docs: methodDocs("GetUrlInfo"),
  effect: "read",
  input: z.object({
    siteUrl,
    url: looseUrl.describe("Address on the site; domain:nordlicht-tee.example asks for the whole domain"),
  }),
  output: UrlInfo,
  scopes: readScopes,
  keywords: ["inspect", "indexed", "crawled", "page", "status"],
  examples: [{ title: "Has Bing seen the page?", input: { siteUrl: site, url: teaPage } }],
  request: (input) => getMethod("GetUrlInfo", input),
  response: decodeFound(UrlInfoWire, "address", toUrlInfo),
  quota: { bucket: urlInfoBucket },
  cache: { ttlMs: sixHoursMs },
});

/** What is in a folder. A read, although it is served over POST. */
export const listChildUrls = defineOperation({
  id: "bing-wmt.urls.children",
  summary: "List the pages and folders that Bing knows in a folder of a site",
  docs: methodDocs("GetChildrenUrlInfo"),
  effect: "read",
  input: z.object({
    siteUrl,
    url: looseUrl.describe("Address of a folder on the site"),
    ...urlFilterInput,
    ...pageInput,
  }),
  output: z.object({ urls: z.array(UrlInfo), ...pageOutput }),
  pagination: { items: "urls" },
  scopes: readScopes,
  keywords: ["directory", "index explorer", "site explorer", "pages", "section"],
  examples: [{ title: "What failed in the shop?", input: { siteUrl: site, url: `${site}products/`, status: "4xx" } }],
  request: (input) =>
    postMethod("GetChildrenUrlInfo", {
      siteUrl: input.siteUrl,
      url: input.url,
      page: placeOf(input.cursor).page,
      filterProperties: toFilterProperties(input),
    }),
  response: decodeList(UrlInfoWire, (rows, { input }: { input: { limit: number; cursor?: string } }) => {
    // Bing does not say how many pages there are: the one after the last is empty.
    const { items, next } = slicePage(rows, input, rows.length > 0);
    return { urls: items.map(toUrlInfo), ...next };
  }),
  quota: { bucket: callsBucket },
  cache: { ttlMs: sixHoursMs },
});

/** Asks Bing to fetch a page now, to see what it sees. */
export const fetchUrl = defineOperation({
  id: "bing-wmt.urls.fetch",
  summary: "Ask Bing to fetch a page as its crawler sees it",
  description: "The result comes later: see urls.fetched. This does not submit the page for indexing.",
  docs: methodDocs("FetchUrl"),
  effect: "write",
  idempotency: "none",
  input: z.object({ siteUrl, url: pageUrl.describe("Address of the page") }),
  verify: {
    read: async (call, write) => {
      const fetched = await readAll(call, fetchedUrls, { siteUrl: write.input.siteUrl, limit: 10_000 });
      const alike = fetched.filter(({ url }) => isSameAddress(url, write.input.url));
      return verdictOf(
        alike.map(({ requestedAt }) => ({ data: accepted, madeAt: requestedAt })),
        write,
      );
    },
  },
  output: Accepted,
  scopes: manageScopes,
  keywords: ["fetch as bingbot", "render", "crawl now", "test"],
  examples: [{ title: "See the page as Bing does", input: { siteUrl: site, url: teaPage } }],
  request: (input) => postMethod("FetchUrl", input),
  response: decodeAccepted,
  quota: { bucket: callsBucket },
});

/** Branch `urls` of the tree. */
export const urls = { info: getUrlInfo, children: listChildUrls, fetch: fetchUrl, fetched: fetchedUrls };
