import { ConnectorError, defineComposedOperation, defineOperation, readAll, verdictOf } from "@trunkline/core";
import { z } from "zod";
import { callsBucket } from "../quotas.js";
import { BlockedUrl, BlockedUrlWire, entityNumbers, requestNumbers, toBlockedUrl } from "../schemas/blocked-urls.js";
import { manageScopes, pageUrl, readScopes, siteUrl } from "../schemas/common.js";
import { methodDocs } from "../wire/docs-link.js";
import { Accepted, decodeAccepted, decodeList } from "../wire/envelope.js";
import { getMethod, postMethod } from "../wire/method-call.js";
import { getList, pageInput, pageOutput, slice } from "../wire/paging.js";
import { accepted, verdictOnAbsence } from "./verdicts.js";

const site = "https://nordlicht-tee.example/";
const oldPage = { siteUrl: site, url: `${site}products/hibiskus-pur` };
const entityType = z.enum(["page", "directory"]);

/** Blocked addresses. */
export const listBlockedUrls = defineOperation({
  id: "bing-wmt.blockedUrls.list",
  summary: "List pages and directories of a site that are blocked in Bing",
  description: "In Bing's order, which is none; double slashes in addresses are kept.",
  docs: methodDocs("GetBlockedUrls"),
  effect: "read",
  input: z.object({ siteUrl, ...pageInput }),
  output: z.object({ blockedUrls: z.array(BlockedUrl), ...pageOutput }),
  pagination: { items: "blockedUrls" },
  scopes: readScopes,
  keywords: ["removed", "hidden", "takedown", "deindexed"],
  examples: [{ title: "What is blocked?", input: { siteUrl: site } }],
  request: ({ siteUrl, cursor }) => getList("GetBlockedUrls", cursor, { siteUrl }),
  response: decodeList(BlockedUrlWire, (all, { input }: { input: { limit: number; cursor?: string } }) => {
    const { items, next } = slice(all, input);
    return { blockedUrls: items.map(toBlockedUrl), ...next };
  }),
  quota: { bucket: callsBucket },
  cache: { ttlMs: 60_000 },
});

/** Blocks an address. */
export const addBlockedUrl = defineOperation({
  id: "bing-wmt.blockedUrls.add",
  summary: "Take a page or a whole directory out of Bing's results for up to 90 days",
  description: "A directory takes everything in it along: the site's root takes the whole site out of Bing.",
  docs: methodDocs("AddBlockedUrl"),
  effect: "destroy",
  idempotency: "none",
  input: z.object({
    siteUrl,
    url: pageUrl.describe("Address of the page or directory"),
    entityType: entityType.describe("Whether url is one page or a directory with all in it"),
    requestType: z
      .enum(["cacheOnly", "fullRemoval"])
      .default("cacheOnly")
      .describe("cacheOnly hides the cached copy, fullRemoval the result itself"),
    daysToExpire: z.number().int().min(1).max(90).default(90).describe("How long, 1–90 days"),
  }),
  verify: {
    read: async (call, write) => {
      const { siteUrl: site, url, entityType: kind } = write.input;
      const blocks = await readAll(call, listBlockedUrls, { siteUrl: site, limit: 10_000 });
      const alike = blocks.filter((block) => block.url === url && block.entityType === kind);
      return verdictOf(
        alike.map(({ blockedAt }) => ({ data: accepted, madeAt: blockedAt })),
        write,
      );
    },
  },
  output: Accepted,
  scopes: manageScopes,
  keywords: ["remove", "hide", "takedown", "deindex", "block"],
  examples: [{ title: "Hide a page", input: { ...oldPage, entityType: "page", requestType: "fullRemoval" } }],
  request: ({ siteUrl, url, entityType, requestType, daysToExpire }) =>
    postMethod("AddBlockedUrl", {
      siteUrl,
      blockedUrl: {
        Url: url,
        EntityType: entityNumbers[entityType],
        RequestType: requestNumbers[requestType],
        DaysToExpire: daysToExpire,
      },
    }),
  response: decodeAccepted,
  quota: { bucket: callsBucket },
});

const readBlocks = defineOperation({
  id: "bing-wmt.blockedUrls.list",
  summary: "Blocks as Bing sends them",
  docs: methodDocs("GetBlockedUrls"),
  effect: "read",
  input: z.object({ siteUrl }),
  output: z.array(BlockedUrlWire),
  request: (input) => getMethod("GetBlockedUrls", input),
  response: decodeList(BlockedUrlWire, (blocks) => [...blocks]),
  quota: { bucket: callsBucket },
});

const isSameBlock = (
  { Url, EntityType }: z.output<typeof BlockedUrlWire>,
  url: string,
  kind: number | null | undefined,
): boolean => Url === url && (kind === undefined || EntityType === kind);

const postRemoval = defineOperation({
  id: "bing-wmt.blockedUrls.remove",
  summary: "Remove a block given as Bing sent it",
  docs: methodDocs("RemoveBlockedUrl"),
  effect: "write",
  idempotency: "none",
  input: z.object({ siteUrl, blockedUrl: BlockedUrlWire }),
  verify: {
    read: async (call, { input: { siteUrl: site, blockedUrl } }) => {
      const blocks = await call.run(readBlocks, { siteUrl: site });
      return verdictOnAbsence(!blocks.some((block) => isSameBlock(block, blockedUrl.Url, blockedUrl.EntityType)));
    },
  },
  output: Accepted,
  request: (input) => postMethod("RemoveBlockedUrl", input),
  response: decodeAccepted,
  quota: { bucket: callsBucket },
});

/** Ends a block. Bing wants the whole block back, so it is looked up first. */
export const removeBlockedUrl = defineComposedOperation({
  id: "bing-wmt.blockedUrls.remove",
  summary: "Let a blocked page or directory appear in Bing again",
  description: "Looks the block up first, since Bing wants it back whole.",
  docs: methodDocs("RemoveBlockedUrl"),
  effect: "write",
  idempotency: "none",
  input: z.object({
    siteUrl,
    url: pageUrl.describe("The address exactly as blockedUrls.list gives it"),
    entityType: entityType.optional().describe("Only where the same address is blocked as both"),
  }),
  verify: {
    read: async (call, { input: { siteUrl: site, url, entityType: kind } }) => {
      const blocks = await call.run(readBlocks, { siteUrl: site });
      return verdictOnAbsence(!blocks.some((block) => isSameBlock(block, url, kind && entityNumbers[kind])));
    },
  },
  output: Accepted,
  scopes: manageScopes,
  keywords: ["unblock", "restore", "unhide", "show again"],
  examples: [{ title: "Show the page again", input: oldPage }],
  run: async (call, { siteUrl, url, entityType }) => {
    const blocks = await call.run(readBlocks, { siteUrl });
    const blockedUrl = blocks.find((block) => isSameBlock(block, url, entityType && entityNumbers[entityType]));
    if (!blockedUrl)
      throw new ConnectorError("NOT_FOUND", {
        message: `${url} is not blocked on ${siteUrl}.`,
        help: "Take the address exactly as blockedUrls.list gives it.",
      });
    return call.run(postRemoval, { siteUrl, blockedUrl });
  },
});

/** Branch `blockedUrls` of the tree. */
export const blockedUrls = { list: listBlockedUrls, add: addBlockedUrl, remove: removeBlockedUrl };
