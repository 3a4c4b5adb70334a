import { defineComposedOperation, defineOperation, readAll } from "@trunkline/core";
import { z } from "zod";
import { callsBucket } from "../quotas.js";
import { manageScopes, readScopes, siteUrl } from "../schemas/common.js";
import { Site, SiteWire, toSite } from "../schemas/sites.js";
import { methodDocs } from "../wire/docs-link.js";
import { Accepted, decodeAccepted, decodeList, decodeValue } from "../wire/envelope.js";
import { postMethod } from "../wire/method-call.js";
import { getList, pageInput, pageOutput, slice } from "../wire/paging.js";
import { acceptExisting } from "./accept-existing.js";
import { roles } from "./site-roles.js";
import { isSameAddress, verdictOnAbsence } from "./verdicts.js";

const shop = "https://nordlicht-tee.example/";

/** Sites of the account. */
export const listSites = defineOperation({
  id: "bing-wmt.sites.list",
  summary: "List the account's sites and whether they are verified",
  description: "Every other call wants a site's url exactly as given here.",
  docs: methodDocs("GetUserSites"),
  effect: "read",
  input: z.object({
    ...pageInput,
    includeVerificationCodes: z
      .boolean()
      .default(false)
      .describe("Also the codes that prove ownership: secrets, needed to verify a new site"),
  }),
  output: z.object({ sites: z.array(Site), ...pageOutput }),
  pagination: { items: "sites" },
  scopes: readScopes,
  keywords: ["domains", "properties", "websites", "verified"],
  examples: [{ title: "Which sites are there?", input: {} }],
  request: ({ cursor }) => getList("GetUserSites", cursor),
  response: decodeList(
    SiteWire,
    (wire, { input }: { input: { limit: number; cursor?: string; includeVerificationCodes: boolean } }) => {
      const { items, next } = slice(wire, input);
      return { sites: items.map((site) => toSite(site, input.includeVerificationCodes)), ...next };
    },
  ),
  quota: { bucket: callsBucket },
  cache: { ttlMs: 600_000 },
});

const postSite = defineOperation({
  id: "bing-wmt.sites.add",
  summary: "Add a site to the account",
  docs: methodDocs("AddSite"),
  effect: "write",
  idempotency: "natural",
  input: z.object({ siteUrl }),
  output: Accepted,
  request: (input) => postMethod("AddSite", input),
  response: decodeAccepted,
  quota: { bucket: callsBucket },
});

/** A new site, not verified yet. */
export const addSite = defineComposedOperation({
  id: "bing-wmt.sites.add",
  summary: "Add a site to the account",
  description: "It has no data until it is verified. Adding one that is there already is harmless.",
  docs: methodDocs("AddSite"),
  effect: "write",
  idempotency: "natural",
  input: z.object({
    siteUrl: siteUrl.describe("Address of the new site with scheme, e.g. https://nordlicht-tee.example/"),
  }),
  output: Accepted,
  scopes: manageScopes,
  keywords: ["register", "domain", "new", "property"],
  examples: [{ title: "Add the shop", input: { siteUrl: shop } }],
  run: (call, input) => acceptExisting(call, `the site ${input.siteUrl}`, () => call.run(postSite, input)),
});

/** Asks Bing to look for the proof of ownership. */
export const verifySite = defineOperation({
  id: "bing-wmt.sites.verify",
  summary: "Ask Bing to verify the ownership of a site",
  description:
    "False is a result: Bing did not find the proof. Get the codes with sites.list and includeVerificationCodes.",
  docs: methodDocs("VerifySite"),
  effect: "write",
  idempotency: "natural",
  input: z.object({ siteUrl }),
  output: z.object({ isVerified: z.boolean() }),
  scopes: manageScopes,
  keywords: ["ownership", "proof", "confirm"],
  examples: [{ title: "Verify the shop", input: { siteUrl: shop } }],
  request: (input) => postMethod("VerifySite", input),
  response: decodeValue(z.boolean(), (isVerified) => ({ isVerified })),
  quota: { bucket: callsBucket },
});

/** Takes a site off the account. */
export const removeSite = defineOperation({
  id: "bing-wmt.sites.remove",
  summary: "Remove a site from the account",
  description: "Its reports are gone from the account until it is added and verified again.",
  docs: methodDocs("RemoveSite"),
  effect: "destroy",
  idempotency: "none",
  input: z.object({ siteUrl }),
  verify: {
    read: async (call, { input }) => {
      const known = await readAll(call, listSites, { limit: 10_000 });
      return verdictOnAbsence(!known.some((site) => isSameAddress(site.url, input.siteUrl)));
    },
  },
  output: Accepted,
  scopes: manageScopes,
  keywords: ["delete", "domain", "property"],
  examples: [{ title: "Remove an old shop", input: { siteUrl: "https://alt.nordlicht-tee.example/" } }],
  request: (input) => postMethod("RemoveSite", input),
  response: decodeAccepted,
  quota: { bucket: callsBucket },
});

/** Branch `sites` of the tree. */
export const sites = { list: listSites, add: addSite, verify: verifySite, remove: removeSite, roles };
