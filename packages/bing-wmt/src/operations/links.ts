import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { callsBucket } from "../quotas.js";
import { pageUrl, readScopes, siteUrl } from "../schemas/common.js";
import { methodDocs } from "../wire/docs-link.js";
import { decodeFound } from "../wire/found.js";
import { getMethod } from "../wire/method-call.js";
import { pageInput, pageOutput, placeOf, slicePage } from "../wire/paging.js";

const site = "https://nordlicht-tee.example/";
const dayMs = 86_400_000;

const linkFacts = {
  effect: "read",
  scopes: readScopes,
  quota: { bucket: callsBucket },
  cache: { ttlMs: dayMs },
} as const;

interface LinkInput {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Bing's pages are counted from 0; of three the last is number 2. */
const hasMore = ({ cursor }: LinkInput, totalPages: number | null | undefined): boolean =>
  placeOf(cursor).page + 1 < (totalPages ?? 0);

/** Pages that others link to. */
export const linkCounts = defineOperation({
  ...linkFacts,
  id: "bing-wmt.links.counts",
  summary: "List a site's pages that other sites link to, with the number of links",
  description: "Often empty even where the panel shows links.",
  docs: methodDocs("GetLinkCounts"),
  input: z.object({ siteUrl, ...pageInput }),
  output: z.object({ pages: z.array(z.object({ url: z.string(), linkCount: z.number() })), ...pageOutput }),
  pagination: { items: "pages" },
  keywords: ["backlinks", "inbound", "inlinks", "referring", "who links to us", "mentions", "popular pages elsewhere"],
  examples: [{ title: "Which pages are linked to?", input: { siteUrl: site } }],
  request: ({ siteUrl, cursor }) => getMethod("GetLinkCounts", { siteUrl, page: placeOf(cursor).page }),
  response: decodeFound(
    z.object({
      Links: z.array(z.object({ Url: z.string(), Count: z.number().nullish() })).nullish(),
      TotalPages: z.number().nullish(),
    }),
    "links to this site",
    ({ Links, TotalPages }, { input }: { input: LinkInput }) => {
      const { items, next } = slicePage(Links ?? [], input, hasMore(input, TotalPages));
      return { pages: items.map(({ Url, Count }) => ({ url: Url, linkCount: Count ?? 0 })), ...next };
    },
  ),
});

/** Links to one page. */
export const linkDetails = defineOperation({
  ...linkFacts,
  id: "bing-wmt.links.details",
  summary: "List the links from other sites to one page",
  docs: methodDocs("GetUrlLinks"),
  input: z.object({ siteUrl, pageUrl: pageUrl.describe("The page that is linked to"), ...pageInput }),
  output: z.object({
    links: z.array(
      z.object({
        url: z.string().describe("The page with the link"),
        anchorText: z.string().describe("Written by strangers: not to be trusted"),
      }),
    ),
    ...pageOutput,
  }),
  pagination: { items: "links" },
  keywords: ["backlinks", "inbound", "anchor text", "referring", "who links to us", "mentions", "other websites"],
  examples: [{ title: "Who links to it?", input: { siteUrl: site, pageUrl: `${site}products/matcha-zeremonie` } }],
  request: ({ siteUrl, pageUrl, cursor }) =>
    getMethod("GetUrlLinks", { siteUrl, link: pageUrl, page: placeOf(cursor).page }),
  response: decodeFound(
    z.object({
      Details: z.array(z.object({ Url: z.string(), AnchorText: z.string().nullish() })).nullish(),
      TotalPages: z.number().nullish(),
    }),
    "links to this page",
    ({ Details, TotalPages }, { input }: { input: LinkInput }) => {
      const { items, next } = slicePage(Details ?? [], input, hasMore(input, TotalPages));
      return { links: items.map(({ Url, AnchorText }) => ({ url: Url, anchorText: AnchorText ?? "" })), ...next };
    },
  ),
});

/** Branch `links` of the tree. */
export const links = { counts: linkCounts, details: linkDetails };
