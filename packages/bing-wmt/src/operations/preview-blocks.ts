import { defineOperation, readAll, verdictOf } from "@trunkline/core";
import { z } from "zod";
import { callsBucket } from "../quotas.js";
import { PreviewBlock, PreviewBlockWire, toPreviewBlock } from "../schemas/blocked-urls.js";
import { manageScopes, pageUrl, readScopes, siteUrl } from "../schemas/common.js";
import { methodDocs } from "../wire/docs-link.js";
import { Accepted, decodeAccepted, decodeList } from "../wire/envelope.js";
import { postMethod } from "../wire/method-call.js";
import { getList, pageInput, pageOutput, slice } from "../wire/paging.js";
import { accepted, isSameAddress } from "./verdicts.js";

const site = "https://nordlicht-tee.example/";
const url = pageUrl.describe("Address of the page");
const page = { siteUrl: site, url: `${site}products/geschenkbox-matcha` };

/** Blocked previews. */
export const listPreviewBlocks = defineOperation({
  id: "bing-wmt.previewBlocks.list",
  summary: "List pages of a site whose preview Bing does not show",
  docs: methodDocs("GetActivePagePreviewBlocks"),
  effect: "read",
  input: z.object({ siteUrl, ...pageInput }),
  output: z.object({ previewBlocks: z.array(PreviewBlock), ...pageOutput }),
  pagination: { items: "previewBlocks" },
  scopes: readScopes,
  keywords: ["page preview", "snippet", "hover", "hidden"],
  examples: [{ title: "Which previews are blocked?", input: { siteUrl: site } }],
  request: ({ siteUrl, cursor }) => getList("GetActivePagePreviewBlocks", cursor, { siteUrl }),
  response: decodeList(PreviewBlockWire, (all, { input }: { input: { limit: number; cursor?: string } }) => {
    const { items, next } = slice(all, input);
    return { previewBlocks: items.map(toPreviewBlock), ...next };
  }),
  quota: { bucket: callsBucket },
  cache: { ttlMs: 60_000 },
});

/** Blocks a preview. */
export const addPreviewBlock = defineOperation({
  id: "bing-wmt.previewBlocks.add",
  summary: "Keep Bing from showing a page's preview",
  description: "Not repeated by itself: check with previewBlocks.list.",
  docs: methodDocs("AddPagePreviewBlock"),
  effect: "write",
  idempotency: "none",
  input: z.object({
    siteUrl,
    url,
    reason: z
      .number()
      .int()
      .min(0)
      .max(255)
      .describe("Bing's number of a reason; its meaning is not documented, e.g. 4"),
  }),
  verify: {
    read: async (call, write) => {
      const blocks = await readAll(call, listPreviewBlocks, { siteUrl: write.input.siteUrl, limit: 10_000 });
      const alike = blocks.filter((block) => isSameAddress(block.url, write.input.url));
      return verdictOf(
        alike.map(({ blockedAt }) => ({ data: accepted, madeAt: blockedAt })),
        write,
      );
    },
  },
  output: Accepted,
  scopes: manageScopes,
  keywords: ["page preview", "snippet", "hide"],
  examples: [{ title: "Hide a preview", input: { ...page, reason: 4 } }],
  request: (input) => postMethod("AddPagePreviewBlock", input),
  response: decodeAccepted,
  quota: { bucket: callsBucket },
});

/** Ends the block of a preview. */
export const removePreviewBlock = defineOperation({
  id: "bing-wmt.previewBlocks.remove",
  summary: "Let Bing show a page's preview again",
  docs: methodDocs("RemovePagePreviewBlock"),
  effect: "write",
  idempotency: "natural",
  input: z.object({ siteUrl, url }),
  output: Accepted,
  scopes: manageScopes,
  keywords: ["page preview", "snippet", "unblock", "restore"],
  examples: [{ title: "Show the preview again", input: page }],
  request: (input) => postMethod("RemovePagePreviewBlock", input),
  response: decodeAccepted,
  quota: { bucket: callsBucket },
});

/** Branch `previewBlocks` of the tree. */
export const previewBlocks = { list: listPreviewBlocks, add: addPreviewBlock, remove: removePreviewBlock };
