import { decode, defineOperation } from "@trunkline/core";
import { z } from "zod";
import { gscScopes } from "../auth.js";
import { siteInput, webAddress } from "../schemas/common.js";
import { Sitemap, SitemapsWire, SitemapWire, toSitemap } from "../schemas/sitemaps.js";
import { apiDocs } from "../wire/docs-link.js";
import { requireEmptyOrJson } from "../wire/empty-reply.js";
import { sitemapPath, sitePath, toRead, toWrite } from "../wire/request.js";
import { siteOf } from "../wire/site-of.js";

const one = {
  siteUrl: siteInput,
  feedpath: webAddress.describe("Address of the sitemap, e.g. https://www.example.com/sitemap.xml"),
};
const example = {
  siteUrl: "https://nordlicht-tee.example/",
  feedpath: "https://nordlicht-tee.example/sitemap.xml",
};
const done = z.object({ siteUrl: z.string(), feedpath: z.string() });

/** Sitemaps of a property. */
const listSitemaps = defineOperation({
  id: "gsc.sitemaps.list",
  summary: "List the sitemaps submitted for a property, or those inside a sitemap index",
  docs: apiDocs("v1/sitemaps/list"),
  effect: "read",
  input: z.object({
    siteUrl: siteInput,
    sitemapIndex: webAddress.optional().describe("Address of a sitemap index whose children to list"),
  }),
  output: z.object({ sitemaps: z.array(Sitemap) }),
  scopes: gscScopes.read,
  keywords: ["feeds", "xml", "crawl", "submitted", "errors"],
  examples: [
    { title: "Sitemaps of a property", input: { siteUrl: example.siteUrl } },
    { title: "Children of an index", input: { siteUrl: example.siteUrl, sitemapIndex: example.feedpath } },
  ],
  request: ({ sitemapIndex, ...input }, { settings }) =>
    toRead({ method: "GET", path: `${sitePath(siteOf(input, settings))}/sitemaps`, query: { sitemapIndex } }),
  response: decode(SitemapsWire, ({ sitemap }) => ({ sitemaps: (sitemap ?? []).map(toSitemap) })),
  quota: { bucket: "other" },
  cache: { ttlMs: 900_000 },
});

/** One sitemap. */
const getSitemap = defineOperation({
  id: "gsc.sitemaps.get",
  summary: "Get one sitemap with when it was fetched, its warnings and errors",
  docs: apiDocs("v1/sitemaps/get"),
  effect: "read",
  input: z.object(one),
  output: Sitemap,
  scopes: gscScopes.read,
  keywords: ["feed", "xml", "status", "errors", "fetched"],
  examples: [{ title: "Has the sitemap been fetched?", input: example }],
  request: (input, { settings }) =>
    toRead({ method: "GET", path: sitemapPath(siteOf(input, settings), input.feedpath) }),
  response: decode(SitemapWire, (wire) => toSitemap(wire)),
  quota: { bucket: "other" },
  cache: { ttlMs: 900_000 },
});

/** Tells Google of a sitemap. */
const submitSitemap = defineOperation({
  id: "gsc.sitemaps.submit",
  summary: "Submit a sitemap of a property, again if it changed",
  description:
    "Being accepted does not prove that Google has fetched it: see lastDownloaded of gsc.sitemaps.get later.",
  docs: apiDocs("v1/sitemaps/submit"),
  effect: "write",
  idempotency: "natural",
  input: z.object(one),
  output: done,
  scopes: gscScopes.write,
  keywords: ["feed", "xml", "resubmit", "notify", "crawl"],
  examples: [{ title: "Submit the shop's sitemap", input: example }],
  request: (input, context) =>
    toWrite({ method: "PUT", path: sitemapPath(siteOf(input, context.settings), input.feedpath) }, context),
  response: (reply, { input, settings }) => {
    requireEmptyOrJson(reply);
    return { siteUrl: siteOf(input, settings), feedpath: input.feedpath };
  },
  quota: { bucket: "other" },
});

/** Takes a sitemap off the property's list. */
const deleteSitemap = defineOperation({
  id: "gsc.sitemaps.delete",
  summary: "Remove a sitemap from a property's list",
  description: "Google goes on crawling the addresses that it learned from it.",
  docs: apiDocs("v1/sitemaps/delete"),
  effect: "destroy",
  idempotency: "natural",
  input: z.object(one),
  output: done,
  scopes: gscScopes.write,
  keywords: ["feed", "xml", "unsubmit", "withdraw"],
  examples: [{ title: "Remove a sitemap that is gone", input: example }],
  request: (input, context) =>
    toWrite({ method: "DELETE", path: sitemapPath(siteOf(input, context.settings), input.feedpath) }, context),
  response: (reply, { input, settings }) => {
    requireEmptyOrJson(reply);
    return { siteUrl: siteOf(input, settings), feedpath: input.feedpath };
  },
  quota: { bucket: "other" },
});

/** Branch `sitemaps` of the tree. */
export const sitemaps = { list: listSitemaps, get: getSitemap, submit: submitSitemap, delete: deleteSitemap };
