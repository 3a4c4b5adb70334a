import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { callsBucket } from "../quotas.js";
import { manageScopes, pageUrl, readScopes, siteUrl } from "../schemas/common.js";
import { Feed, FeedWire, toFeed } from "../schemas/feeds.js";
import { methodDocs } from "../wire/docs-link.js";
import { Accepted, decodeAccepted, decodeList } from "../wire/envelope.js";
import { postMethod } from "../wire/method-call.js";
import { getList, pageInput, pageOutput, slice } from "../wire/paging.js";

const site = "https://nordlicht-tee.example/";
const feedUrl = pageUrl.describe("Address of the sitemap or feed");
const shopMap = { siteUrl: site, feedUrl: `${site}sitemap.xml` };

const readFacts = {
  effect: "read",
  scopes: readScopes,
  quota: { bucket: callsBucket },
  cache: { ttlMs: 600_000 },
} as const;

const decodeFeeds = decodeList(FeedWire, (all, { input }: { input: { limit: number; cursor?: string } }) => {
  const { items, next } = slice(all, input);
  return { feeds: items.map(toFeed), ...next };
});

/** Sitemaps and feeds of a site. */
export const listFeeds = defineOperation({
  ...readFacts,
  id: "bing-wmt.feeds.list",
  summary: "List the sitemaps and feeds that Bing knows of a site",
  docs: methodDocs("GetFeeds"),
  input: z.object({ siteUrl, ...pageInput }),
  output: z.object({ feeds: z.array(Feed), ...pageOutput }),
  pagination: { items: "feeds" },
  keywords: ["sitemap", "rss", "atom", "status", "list of pages", "site map"],
  examples: [{ title: "Which sitemaps are there?", input: { siteUrl: site } }],
  request: ({ siteUrl, cursor }) => getList("GetFeeds", cursor, { siteUrl }),
  response: decodeFeeds,
});

/** One sitemap; of an index, the sitemaps in it. */
export const getFeed = defineOperation({
  ...readFacts,
  id: "bing-wmt.feeds.get",
  summary: "Get the state of one sitemap or feed; of a sitemap index also of those in it",
  docs: methodDocs("GetFeedDetails"),
  input: z.object({ siteUrl, feedUrl, ...pageInput }),
  output: z.object({ feeds: z.array(Feed), ...pageOutput }),
  pagination: { items: "feeds" },
  keywords: ["sitemap", "index", "status", "crawled", "list of pages", "site map", "was it read", "errors"],
  examples: [{ title: "Was the sitemap read?", input: shopMap }],
  request: ({ siteUrl, feedUrl, cursor }) => getList("GetFeedDetails", cursor, { siteUrl, feedUrl }),
  // Sometimes one object comes in place of a list.
  response: decodeFeeds,
});

/** Submits a sitemap. */
export const submitFeed = defineOperation({
  id: "bing-wmt.feeds.submit",
  summary: "Submit a sitemap or feed to Bing",
  description: "Submitting one again makes Bing read it again.",
  docs: methodDocs("SubmitFeed"),
  effect: "write",
  idempotency: "natural",
  input: z.object({ siteUrl, feedUrl }),
  output: Accepted,
  scopes: manageScopes,
  keywords: ["sitemap", "rss", "atom", "add", "resubmit", "list of pages", "site map", "tell Bing"],
  examples: [{ title: "Submit the sitemap", input: shopMap }],
  request: (input) => postMethod("SubmitFeed", input),
  response: decodeAccepted,
  quota: { bucket: callsBucket },
});

/** Takes a sitemap away. */
export const removeFeed = defineOperation({
  id: "bing-wmt.feeds.remove",
  summary: "Remove a sitemap or feed from Bing",
  description: "The pages in it stay known to Bing.",
  docs: methodDocs("RemoveFeed"),
  effect: "write",
  idempotency: "natural",
  input: z.object({ siteUrl, feedUrl }),
  output: Accepted,
  scopes: manageScopes,
  keywords: ["sitemap", "rss", "delete", "list of pages", "site map", "forget"],
  examples: [{ title: "Remove an old sitemap", input: { siteUrl: site, feedUrl: `${site}sitemap-alt.xml` } }],
  request: (input) => postMethod("RemoveFeed", input),
  response: decodeAccepted,
  quota: { bucket: callsBucket },
});

/** Branch `feeds` of the tree. */
export const feeds = { list: listFeeds, get: getFeed, submit: submitFeed, remove: removeFeed };
