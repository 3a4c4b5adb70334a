import { decode, defineOperation } from "@trunkline/core";
import { z } from "zod";
import { editScope, readScope } from "../auth.js";
import { adminRead } from "../quotas.js";
import {
  DataRetention,
  DataRetentionWire,
  GoogleAdsLink,
  GoogleAdsLinkWire,
  toDataRetention,
  toGoogleAdsLink,
} from "../schemas/admin-properties.js";
import { nextCursor, propertyInput, tokenPage, tokenPageInput } from "../schemas/common.js";
import { adminDocs } from "../wire/docs-link.js";
import { adminUrl } from "../wire/hosts.js";
import { propertyName } from "../wire/names.js";
import { decodeList } from "./admin-list.js";

const scopes = [[readScope, editScope]];
const hourMs = 3_600_000;

/** How long data is kept. */
export const getDataRetention = defineOperation({
  id: "ga4.admin.dataRetention.get",
  summary: "See how long a property keeps data on single users",
  description: "Explorations and funnels reach back no further; reports of sums do.",
  docs: adminDocs("properties/getDataRetentionSettings"),
  effect: "read",
  input: z.object(propertyInput),
  output: DataRetention,
  scopes,
  keywords: ["privacy", "GDPR", "retention", "history"],
  examples: [{ title: "How far back?", input: {} }],
  request: (input, { settings }) => ({
    method: "GET",
    path: adminUrl(`${propertyName(input, settings)}/dataRetentionSettings`),
  }),
  response: decode(DataRetentionWire, toDataRetention),
  quota: adminRead,
  cache: { ttlMs: hourMs },
});

/** Links to Google Ads. */
export const listGoogleAdsLinks = defineOperation({
  id: "ga4.admin.googleAdsLinks.list",
  summary: "List the Google Ads accounts that a property is linked to",
  docs: adminDocs("properties.googleAdsLinks/list"),
  effect: "read",
  input: z.object({ ...propertyInput, ...tokenPageInput }),
  output: z.object({ googleAdsLinks: z.array(GoogleAdsLink), nextCursor }),
  pagination: { items: "googleAdsLinks" },
  scopes,
  keywords: ["advertising", "AdWords", "campaigns"],
  examples: [{ title: "Is Google Ads linked?", input: {} }],
  request: (input, { settings }) => ({
    method: "GET",
    path: adminUrl(`${propertyName(input, settings)}/googleAdsLinks`),
    query: tokenPage(input),
  }),
  response: decodeList("googleAdsLinks", GoogleAdsLinkWire, toGoogleAdsLink),
  quota: adminRead,
  cache: { ttlMs: hourMs },
});
