import { decode, defineOperation, parseWire, type Warning } from "@trunkline/core";
import { z } from "zod";
import { gscScopes } from "../auth.js";
import { Day, siteInput, siteUrl } from "../schemas/common.js";
import { Site, SitesWire, SiteWire, toSite } from "../schemas/sites.js";
import { pacificDay, repliedAtMs } from "../wire/days.js";
import { apiDocs } from "../wire/docs-link.js";
import { requireEmptyOrJson } from "../wire/empty-reply.js";
import { sitePath, toRead, toWrite } from "../wire/request.js";
import { siteOf } from "../wire/site-of.js";
import { resolveSite } from "./site-resolve.js";

/** What an empty list means nearly always. */
export const noPropertiesWarning: Warning = {
  code: "NO_PROPERTIES",
  message:
    "The login works but sees no property. Add its e-mail address (for a service account: client_email of the key) as a user of the property in Search Console, Settings, Users and permissions.",
};

/** Properties of the account. */
const listSites = defineOperation({
  id: "gsc.sites.list",
  summary: "List the properties of the account and what it may do with each",
  description: "Use the ids exactly as given: http, https, www and paths are properties of their own.",
  docs: apiDocs("v1/sites/list"),
  effect: "read",
  input: z.object({}),
  output: z.object({ sites: z.array(Site) }),
  scopes: gscScopes.read,
  keywords: ["properties", "websites", "domains", "permissions", "accounts"],
  examples: [{ title: "Which properties are there?", input: {} }],
  request: () => toRead({ method: "GET", path: "/webmasters/v3/sites" }),
  response: decode(SitesWire, ({ siteEntry }, { warn }) => {
    const sites = (siteEntry ?? []).map(toSite);
    if (sites.length === 0) warn(noPropertiesWarning);
    return { sites };
  }),
  quota: { bucket: "other" },
  cache: { ttlMs: 300_000 },
});

/** One property of the account. */
export const getSite = defineOperation({
  id: "gsc.sites.get",
  summary: "Get one property and what the account may do with it",
  docs: apiDocs("v1/sites/get"),
  effect: "read",
  input: z.object({ siteUrl: siteInput }),
  output: Site.extend({
    today: Day.optional().describe("The current day by Google's clock in Pacific time, which data is counted by"),
  }),
  scopes: gscScopes.read,
  keywords: ["property", "permission", "verified", "website"],
  examples: [{ title: "May the data of a domain be read?", input: { siteUrl: "sc-domain:nordlicht-tee.example" } }],
  request: (input, { settings }) => toRead({ method: "GET", path: sitePath(siteOf(input, settings)) }),
  response: (reply) => {
    const nowMs = repliedAtMs(reply.headers);
    return {
      ...toSite(parseWire(SiteWire, reply.json())),
      ...(nowMs !== undefined && { today: pacificDay(nowMs) }),
    };
  },
  quota: { bucket: "other" },
  cache: { ttlMs: 300_000 },
});

/** Puts a property on the account's list. */
const addSite = defineOperation({
  id: "gsc.sites.add",
  summary: "Add a property to the account's list",
  description: "Adding does not verify: until the account is proven to own the property, its data cannot be read.",
  docs: apiDocs("v1/sites/add"),
  effect: "write",
  idempotency: "natural",
  input: z.object({ siteUrl }),
  output: z.object({ siteUrl: z.string() }),
  scopes: gscScopes.write,
  keywords: ["property", "register", "new website", "domain"],
  examples: [{ title: "Add a domain", input: { siteUrl: "sc-domain:nordlicht-tee.example" } }],
  request: ({ siteUrl }, context) => toWrite({ method: "PUT", path: sitePath(siteUrl) }, context),
  response: (reply, { input, warn }) => {
    requireEmptyOrJson(reply);
    warn({
      code: "MAY_BE_UNVERIFIED",
      message:
        "The property is listed; whether it is verified for this account is not told. Ask gsc.sites.get: at siteUnverifiedUser every query of its data is refused.",
    });
    return { siteUrl: input.siteUrl };
  },
  quota: { bucket: "other" },
});

/** Takes a property off the account's list. */
const deleteSite = defineOperation({
  id: "gsc.sites.delete",
  summary: "Remove a property from the account's list",
  description:
    "The site and its data stay as they are; others keep their access. A property that is not listed is NOT_FOUND.",
  docs: apiDocs("v1/sites/delete"),
  effect: "destroy",
  idempotency: "natural",
  input: z.object({ siteUrl }),
  output: z.object({ siteUrl: z.string() }),
  scopes: gscScopes.write,
  keywords: ["property", "unlist", "forget", "website"],
  examples: [{ title: "Remove an old address", input: { siteUrl: "http://nordlicht-tee.example/" } }],
  request: ({ siteUrl }, context) => toWrite({ method: "DELETE", path: sitePath(siteUrl) }, context),
  response: (reply, { input }) => {
    requireEmptyOrJson(reply);
    return { siteUrl: input.siteUrl };
  },
  quota: { bucket: "other" },
});

/** Branch `sites` of the tree. */
export const sites = { list: listSites, get: getSite, resolve: resolveSite, add: addSite, delete: deleteSite };
