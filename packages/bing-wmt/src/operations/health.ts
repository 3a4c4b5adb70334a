import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { callsBucket } from "../quotas.js";
import { readScopes } from "../schemas/common.js";
import { SiteWire } from "../schemas/sites.js";
import { methodDocs } from "../wire/docs-link.js";
import { decodeList } from "../wire/envelope.js";
import { getMethod } from "../wire/method-call.js";

/** The probe: proves the login in one cheap call. */
export const checkHealth = defineOperation({
  id: "bing-wmt.health.check",
  summary: "Check that Bing accepts the login and count the account's sites",
  description: "No sites is no failure. RATE_LIMITED means that Bing is up but throttles the account.",
  docs: methodDocs("GetUserSites"),
  effect: "read",
  input: z.object({}),
  output: z.object({ siteCount: z.number().int(), verifiedSiteCount: z.number().int() }),
  scopes: readScopes,
  keywords: ["ping", "status", "probe", "connection", "api key"],
  examples: [{ title: "Does the key work?", input: {} }],
  request: () => getMethod("GetUserSites"),
  response: decodeList(SiteWire, (sites) => ({
    siteCount: sites.length,
    verifiedSiteCount: sites.filter(({ IsVerified }) => IsVerified === true).length,
  })),
  quota: { bucket: callsBucket },
});

/** Branch `health` of the tree. */
export const health = { check: checkHealth };
