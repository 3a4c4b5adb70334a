import { ConnectorError, defineComposedOperation, defineOperation, verdictOf } from "@trunkline/core";
import { z } from "zod";
import { callsBucket } from "../quotas.js";
import { manageScopes, readScopes, siteUrl } from "../schemas/common.js";
import { maskedEmail, roleName, SiteRole, SiteRoleWire } from "../schemas/sites.js";
import { toMoment } from "../wire/dates.js";
import { methodDocs } from "../wire/docs-link.js";
import { Accepted, decodeAccepted, decodeList } from "../wire/envelope.js";
import { getMethod, postMethod } from "../wire/method-call.js";
import { getList, pageInput, pageOutput, slice } from "../wire/paging.js";
import { present } from "../wire/present.js";
import { accepted, verdictOnAbsence } from "./verdicts.js";

const includeAllSubdomains = z.boolean().default(false).describe("Also roles on the site's subdomains");
const site = "https://nordlicht-tee.example/";

/** Roles of people on a site. */
export const listRoles = defineOperation({
  id: "bing-wmt.sites.roles.list",
  summary: "List who may read or manage a site",
  description: "E-mail addresses are masked unless showEmails is set; delegation codes are never shown.",
  docs: methodDocs("GetSiteRoles"),
  effect: "read",
  input: z.object({
    siteUrl,
    includeAllSubdomains,
    showEmails: z.boolean().default(false).describe("Show e-mail addresses in full"),
    ...pageInput,
  }),
  output: z.object({ roles: z.array(SiteRole), ...pageOutput }),
  pagination: { items: "roles" },
  scopes: readScopes,
  keywords: ["users", "permissions", "access", "team", "delegates"],
  examples: [{ title: "Who has access?", input: { siteUrl: site } }],
  request: (input) =>
    getList("GetSiteRoles", input.cursor, {
      siteUrl: input.siteUrl,
      includeAllSubdomains: input.includeAllSubdomains,
    }),
  response: decodeList(
    SiteRoleWire,
    (wire, { input }: { input: { limit: number; cursor?: string; siteUrl: string; showEmails: boolean } }) => {
      const shown = input.showEmails ? (email: string) => email : maskedEmail;
      const { items, next } = slice(wire, input);
      return {
        roles: items.map((role) => ({
          site: role.Site ?? input.siteUrl,
          role: roleName(role.Role),
          email: shown(role.Email ?? ""),
          isExpired: role.Expired ?? false,
          ...present({
            grantedBy: role.DelegatorEmail ? shown(role.DelegatorEmail) : undefined,
            verificationSite: role.VerificationSite,
            grantedAt: toMoment(role.Date),
          }),
        })),
        ...next,
      };
    },
  ),
  quota: { bucket: callsBucket },
  cache: { ttlMs: 600_000 },
});

/** Gives a person access. */
export const addRole = defineOperation({
  id: "bing-wmt.sites.roles.add",
  summary: "Give a person access to a site",
  description: "The person sees everything of the site at once. Not repeated by itself: check with sites.roles.list.",
  docs: methodDocs("AddSiteRoles"),
  effect: "destroy",
  idempotency: "none",
  input: z.object({
    siteUrl,
    userEmail: z.email().describe("The person's Microsoft account"),
    role: z.enum(["readOnly", "readWrite", "administrator"]).default("readOnly").describe("What the person may do"),
    delegatedUrl: siteUrl.optional().describe("The site or folder the role is for; default siteUrl"),
    authenticationCode: z.string().optional().describe("The site's code, where Bing asks for it"),
  }),
  secretInputs: ["authenticationCode"],
  verify: {
    read: async (call, write) => {
      const roles = await call.run(readRoles, { siteUrl: write.input.siteUrl, includeAllSubdomains: true });
      const place = write.input.delegatedUrl ?? write.input.siteUrl;
      const alike = roles.filter((one) => isRoleOf(one, write.input.userEmail) && (one.Site ?? place) === place);
      return verdictOf(
        alike.map(({ Date: date }) => ({ data: accepted, madeAt: toMoment(date) })),
        write,
      );
    },
  },
  output: Accepted,
  scopes: manageScopes,
  keywords: ["user", "permission", "access", "invite", "delegate", "grant"],
  examples: [{ title: "Let the agency read", input: { siteUrl: site, userEmail: "seo@agentur.example" } }],
  request: ({ siteUrl, userEmail, role, delegatedUrl, authenticationCode }) =>
    postMethod("AddSiteRoles", {
      siteUrl,
      delegatedUrl: delegatedUrl ?? siteUrl,
      userEmail,
      authenticationCode: authenticationCode ?? "",
      isAdministrator: role === "administrator",
      isReadOnly: role === "readOnly",
    }),
  response: decodeAccepted,
  quota: { bucket: callsBucket },
});

const readRoles = defineOperation({
  id: "bing-wmt.sites.roles.list",
  summary: "Roles as Bing sends them",
  docs: methodDocs("GetSiteRoles"),
  effect: "read",
  input: z.object({ siteUrl, includeAllSubdomains }),
  output: z.array(SiteRoleWire),
  request: (input) => getMethod("GetSiteRoles", input),
  response: decodeList(SiteRoleWire, (roles) => [...roles]),
  quota: { bucket: callsBucket },
});

const isRoleOf = ({ Email }: SiteRoleWire, email: string): boolean => Email?.toLowerCase() === email.toLowerCase();

const postRemoval = defineOperation({
  id: "bing-wmt.sites.roles.remove",
  summary: "Remove a role given as Bing sent it",
  docs: methodDocs("RemoveSiteRole"),
  effect: "write",
  idempotency: "none",
  input: z.object({ siteUrl, siteRole: SiteRoleWire }),
  // It holds the role's delegation code.
  secretInputs: ["siteRole"],
  verify: {
    read: async (call, { input: { siteUrl: site, siteRole } }) => {
      const roles = await call.run(readRoles, { siteUrl: site, includeAllSubdomains: false });
      return verdictOnAbsence(!roles.some((one) => isRoleOf(one, siteRole.Email ?? "")));
    },
  },
  output: Accepted,
  request: (input) => postMethod("RemoveSiteRole", input),
  response: decodeAccepted,
  quota: { bucket: callsBucket },
});

/** Takes a person's access away. Bing wants the whole role back, so it is looked up first. */
export const removeRole = defineComposedOperation({
  id: "bing-wmt.sites.roles.remove",
  summary: "Take away a person's access to a site",
  description: "Looks the role up first, since Bing wants it back whole.",
  docs: methodDocs("RemoveSiteRole"),
  effect: "write",
  idempotency: "none",
  input: z.object({
    siteUrl,
    userEmail: z.email().describe("The person's address in full, as given when it was added"),
  }),
  verify: {
    read: async (call, { input: { siteUrl: site, userEmail } }) => {
      const roles = await call.run(readRoles, { siteUrl: site, includeAllSubdomains: false });
      return verdictOnAbsence(!roles.some((one) => isRoleOf(one, userEmail)));
    },
  },
  output: Accepted,
  scopes: manageScopes,
  keywords: ["user", "permission", "access", "revoke", "delegate"],
  examples: [{ title: "End the agency's access", input: { siteUrl: site, userEmail: "seo@agentur.example" } }],
  run: async (call, { siteUrl, userEmail }) => {
    const roles = await call.run(readRoles, { siteUrl, includeAllSubdomains: false });
    const siteRole = roles.find((role) => isRoleOf(role, userEmail));
    if (!siteRole)
      throw new ConnectorError("NOT_FOUND", {
        message: `${siteUrl} has no role for this address.`,
        help: "List the roles with sites.roles.list and showEmails.",
      });
    return call.run(postRemoval, { siteUrl, siteRole });
  },
});

/** Branch `sites.roles` of the tree. */
export const roles = { list: listRoles, add: addRole, remove: removeRole };
