import { defineOperation, readAll } from "@trunkline/core";
import { z } from "zod";
import { callsBucket } from "../quotas.js";
import { manageScopes, pageUrl, readScopes, siteUrl } from "../schemas/common.js";
import { ConnectedPage, ConnectedPageWire, toConnectedPage } from "../schemas/connected-pages.js";
import { methodDocs } from "../wire/docs-link.js";
import { Accepted, decodeAccepted, decodeList } from "../wire/envelope.js";
import { postMethod } from "../wire/method-call.js";
import { getList, pageInput, pageOutput, slice } from "../wire/paging.js";
import { isSameAddress, verdictOnPresence } from "./verdicts.js";

const site = "https://nordlicht-tee.example/";

/** Pages elsewhere that belong to a site. */
export const listConnectedPages = defineOperation({
  id: "bing-wmt.connectedPages.list",
  summary: "List pages elsewhere that are connected with a site, such as social profiles",
  docs: methodDocs("GetConnectedPages"),
  effect: "read",
  input: z.object({ siteUrl, ...pageInput }),
  output: z.object({ pages: z.array(ConnectedPage), ...pageOutput }),
  pagination: { items: "pages" },
  scopes: readScopes,
  keywords: ["social", "profile", "facebook", "app", "verified"],
  examples: [{ title: "Which profiles are connected?", input: { siteUrl: site } }],
  request: ({ siteUrl, cursor }) => getList("GetConnectedPages", cursor, { siteUrl }),
  response: decodeList(ConnectedPageWire, (all, { input }: { input: { limit: number; cursor?: string } }) => {
    const { items, next } = slice(all, input);
    return { pages: items.map(toConnectedPage), ...next };
  }),
  quota: { bucket: callsBucket },
  cache: { ttlMs: 3_600_000 },
});

/** Connects a page with a site. */
export const addConnectedPage = defineOperation({
  id: "bing-wmt.connectedPages.add",
  summary: "Connect a page elsewhere with a site",
  description:
    "Bing then checks that the page links to the site. Not repeated by itself: check with connectedPages.list.",
  docs: methodDocs("AddConnectedPage"),
  effect: "write",
  idempotency: "none",
  input: z.object({ siteUrl, masterUrl: pageUrl.describe("Address of the page to connect") }),
  verify: {
    read: async (call, { input: { siteUrl: site, masterUrl } }) => {
      const pages = await readAll(call, listConnectedPages, { siteUrl: site, limit: 10_000 });
      return verdictOnPresence(pages.some(({ url }) => isSameAddress(url, masterUrl)));
    },
  },
  output: Accepted,
  scopes: manageScopes,
  keywords: ["social", "profile", "facebook", "app", "link"],
  examples: [
    { title: "Connect a profile", input: { siteUrl: site, masterUrl: "https://social.example/nordlicht-tee" } },
  ],
  request: (input) => postMethod("AddConnectedPage", input),
  response: decodeAccepted,
  quota: { bucket: callsBucket },
});

/** Branch `connectedPages` of the tree. */
export const connectedPages = { list: listConnectedPages, add: addConnectedPage };
