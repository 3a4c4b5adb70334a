import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { callsBucket } from "../quotas.js";
import { readScopes, siteUrl } from "../schemas/common.js";
import { methodDocs } from "../wire/docs-link.js";
import { decodeList } from "../wire/envelope.js";
import { getList, pageInput, pageOutput, slice } from "../wire/paging.js";
import { present } from "../wire/present.js";

/** Links below a result that were blocked. */
export const listDeepLinkBlocks = defineOperation({
  id: "bing-wmt.deepLinkBlocks.list",
  summary: "List links below a site's result that are blocked in Bing",
  docs: methodDocs("GetDeepLinkBlocks"),
  effect: "read",
  input: z.object({ siteUrl, ...pageInput }),
  output: z.object({
    deepLinkBlocks: z.array(
      z.object({
        market: z.string().optional().describe("e.g. de-DE"),
        searchUrl: z.string().optional().describe("The result they stand below"),
        deepLinkUrl: z.string().optional().describe("The blocked link"),
      }),
    ),
    ...pageOutput,
  }),
  pagination: { items: "deepLinkBlocks" },
  scopes: readScopes,
  keywords: ["sitelinks", "hidden", "below result"],
  examples: [{ title: "Which links are blocked?", input: { siteUrl: "https://nordlicht-tee.example/" } }],
  request: ({ siteUrl, cursor }) => getList("GetDeepLinkBlocks", cursor, { siteUrl }),
  // The documents do not name the fields; these are the parameters of AddDeepLinkBlock.
  response: decodeList(
    z.object({ Market: z.string().nullish(), SearchUrl: z.string().nullish(), DeepLinkUrl: z.string().nullish() }),
    (all, { input }: { input: { limit: number; cursor?: string } }) => {
      const { items, next } = slice(all, input);
      return {
        deepLinkBlocks: items.map(({ Market, SearchUrl, DeepLinkUrl }) =>
          present({ market: Market, searchUrl: SearchUrl, deepLinkUrl: DeepLinkUrl }),
        ),
        ...next,
      };
    },
  ),
  quota: { bucket: callsBucket },
  cache: { ttlMs: 3_600_000 },
});

/** Branch `deepLinkBlocks` of the tree. */
export const deepLinkBlocks = { list: listDeepLinkBlocks };
