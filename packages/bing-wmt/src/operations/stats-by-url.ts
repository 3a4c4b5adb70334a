import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { looseUrl, siteUrl } from "../schemas/common.js";
import { toUrlTraffic, UrlTraffic, UrlTrafficWire } from "../schemas/stats.js";
import { methodDocs } from "../wire/docs-link.js";
import { decodeList } from "../wire/envelope.js";
import { decodeFound } from "../wire/found.js";
import { getMethod } from "../wire/method-call.js";
import { pageInput, pageOutput, placeOf, slicePage } from "../wire/paging.js";
import { rowsFacts } from "./stats-rows.js";

const site = "https://nordlicht-tee.example/";

/** Traffic of one page or folder. */
export const urlTraffic = defineOperation({
  ...rowsFacts,
  id: "bing-wmt.stats.urlTraffic",
  summary: "Get the total clicks and impressions of one page or folder",
  docs: methodDocs("GetUrlTrafficInfo"),
  input: z.object({ siteUrl, url: looseUrl.describe("Address of a page or folder on the site") }),
  output: UrlTraffic,
  keywords: ["page", "directory", "performance", "total", "visitors of one page", "clicks on a folder"],
  examples: [{ title: "All teas", input: { siteUrl: site, url: "https://nordlicht-tee.example/products/" } }],
  request: (input) => getMethod("GetUrlTrafficInfo", input),
  response: decodeFound(UrlTrafficWire, "traffic of this address", toUrlTraffic),
});

/** Traffic of what is in a folder. */
export const childrenTraffic = defineOperation({
  ...rowsFacts,
  id: "bing-wmt.stats.childrenTraffic",
  summary: "Get the clicks and impressions of every page and folder in a folder",
  docs: methodDocs("GetChildrenUrlTrafficInfo"),
  input: z.object({ siteUrl, url: looseUrl.describe("Address of a folder on the site"), ...pageInput }),
  output: z.object({ urls: z.array(UrlTraffic), ...pageOutput }),
  pagination: { items: "urls" },
  keywords: ["directory", "section", "pages", "breakdown", "page by page", "compare sections", "subfolders"],
  examples: [{ title: "Tea by tea", input: { siteUrl: site, url: "https://nordlicht-tee.example/products/" } }],
  request: ({ siteUrl, url, cursor }) =>
    getMethod("GetChildrenUrlTrafficInfo", { siteUrl, url, page: placeOf(cursor).page }),
  response: decodeList(UrlTrafficWire, (rows, { input }: { input: { limit: number; cursor?: string } }) => {
    // Bing does not say how many pages there are: the one after the last is empty.
    const { items, next } = slicePage(rows, input, rows.length > 0);
    return { urls: items.map(toUrlTraffic), ...next };
  }),
});
