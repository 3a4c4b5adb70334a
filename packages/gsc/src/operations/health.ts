import { defineOperation, parseWire } from "@trunkline/core";
import { z } from "zod";
import { gscScopes } from "../auth.js";
import { permissionLevel, SitesWire, toSite } from "../schemas/sites.js";
import { apiDocs } from "../wire/docs-link.js";
import { toRead } from "../wire/request.js";
import { noPropertiesWarning } from "./sites.js";

/** The probe: proves login, scope and that the API is turned on, without a query. */
export const checkHealth = defineOperation({
  id: "gsc.health.check",
  summary: "Check that Search Console answers and how many properties the login sees",
  description: "A login without properties is healthy, with a warning.",
  docs: apiDocs("v1/sites/list"),
  effect: "read",
  input: z.object({}),
  output: z.object({
    properties: z.number().int().describe("Properties in the account's list"),
    readable: z.number().int().describe("Those whose data may be read"),
    configuredSite: z
      .object({ siteUrl: z.string(), permissionLevel: permissionLevel.optional().describe("Absent: not in the list") })
      .optional()
      .describe("The property that the configuration names"),
  }),
  scopes: gscScopes.read,
  keywords: ["ping", "status", "probe", "connection", "login"],
  examples: [{ title: "Does the login work?", input: {} }],
  request: () => toRead({ method: "GET", path: "/webmasters/v3/sites" }),
  response: (reply, { warn, settings }) => {
    const sites = (parseWire(SitesWire, reply.json()).siteEntry ?? []).map(toSite);
    const readable = sites.filter((site) => site.permissionLevel !== "siteUnverifiedUser");
    if (sites.length === 0) warn(noPropertiesWarning);
    const summary = { properties: sites.length, readable: readable.length };
    const { siteUrl } = settings;
    if (typeof siteUrl !== "string") return summary;
    const level = sites.find((site) => site.siteUrl === siteUrl)?.permissionLevel;
    if (!readable.some((site) => site.siteUrl === siteUrl))
      warn({
        code: "CONFIGURED_SITE_UNREADABLE",
        message: `The configured property ${siteUrl} is ${level === undefined ? "not in the account's list" : "not verified for this account"}.`,
        path: "configuredSite",
      });
    return { ...summary, configuredSite: { siteUrl, ...(level !== undefined && { permissionLevel: level }) } };
  },
  quota: { bucket: "other" },
  cache: { ttlMs: 60_000, staleIfErrorMs: 0 },
});

/** Branch `health` of the tree. */
export const health = { check: checkHealth };
