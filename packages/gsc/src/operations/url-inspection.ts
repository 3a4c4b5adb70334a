import { decode, defineOperation } from "@trunkline/core";
import { z } from "zod";
import { gscScopes } from "../auth.js";
import { urlInspectionQuota } from "../quotas.js";
import { siteUrl, webAddress } from "../schemas/common.js";
import { Inspection, InspectionWire, toInspection } from "../schemas/inspection.js";
import { apiDocs } from "../wire/docs-link.js";
import { covers } from "../wire/property.js";
import { toRead } from "../wire/request.js";
import { refuse } from "../wire/search-rules.js";

/** Language of texts for people. */
export const languageCode = z
  .string()
  .regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, "Expected a BCP 47 language, e.g. de or en-US")
  .default("en-US")
  .describe("Language of texts for people, e.g. de");

/** The rule that an address lies in its property. */
export const outsideProblem = (siteUrl: string, address: string, path: string) =>
  covers(siteUrl, address) ? [] : [{ path, message: `Does not lie in the property ${siteUrl}: see gsc.sites.resolve` }];

/** One address in Google's index. */
export const inspectUrl = defineOperation({
  id: "gsc.urlInspection.inspect",
  summary: "Inspect one address in Google's index: indexed or why not, canonical, last crawl, rich results",
  description: "Shows the indexed copy, not a live test, and cannot ask for indexing. 2,000 a day per property.",
  docs: apiDocs("v1/urlInspection.index/inspect"),
  effect: "read",
  input: z
    .object({
      siteUrl,
      inspectionUrl: webAddress.describe("The whole address; must lie in the property"),
      languageCode,
    })
    .superRefine(({ siteUrl, inspectionUrl }, context) =>
      refuse(outsideProblem(siteUrl, inspectionUrl, "inspectionUrl"), context),
    ),
  output: Inspection,
  scopes: gscScopes.read,
  keywords: ["indexed", "crawled", "canonical", "coverage", "rich results", "robots", "noindex"],
  examples: [
    {
      title: "Is a product page indexed?",
      input: {
        siteUrl: "sc-domain:nordlicht-tee.example",
        inspectionUrl: "https://nordlicht-tee.example/products/sencha-uji",
      },
    },
  ],
  request: ({ siteUrl, inspectionUrl, languageCode }) =>
    toRead({ method: "POST", path: "/v1/urlInspection/index:inspect", body: { siteUrl, inspectionUrl, languageCode } }),
  response: decode(InspectionWire, (wire, { input }: { input: { inspectionUrl: string } }) =>
    toInspection(wire, input.inspectionUrl),
  ),
  quota: urlInspectionQuota,
  cache: { ttlMs: 3_600_000 },
  timeoutMs: 30_000,
  deadlineMs: 60_000,
});
