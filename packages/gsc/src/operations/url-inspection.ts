import { ConnectorError, decode, defineOperation } from "@trunkline/core";
import { z } from "zod";
import { gscScopes } from "../auth.js";
import { urlInspectionQuota } from "../quotas.js";
import { siteInput, webAddress } from "../schemas/common.js";
import { Inspection, InspectionWire, toInspection } from "../schemas/inspection.js";
import { apiDocs } from "../wire/docs-link.js";
import { covers } from "../wire/property.js";
import { toRead } from "../wire/request.js";
import { refuse } from "../wire/search-rules.js";
import { withSite } from "../wire/site-of.js";

/** Language of texts for people. */
export const languageCode = z
  .string()
  .regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, "Expected a BCP 47 language, e.g. de or en-US")
  .default("en-US")
  .describe("Language of texts for people, e.g. de");

/** The rule that an address lies in its property; one that is not named is looked at when it is known. */
export const outsideProblem = (siteUrl: string | undefined, address: string, path: string) =>
  siteUrl === undefined || covers(siteUrl, address)
    ? []
    : [{ path, message: `Does not lie in the property ${siteUrl}: see gsc.sites.resolve` }];

/**
 * The same rule of the connection's property, which the schema of an input does not know.
 * @throws ConnectorError `INVALID_INPUT` naming each address that lies outside.
 */
export const refuseOutside = (siteUrl: string, addresses: Readonly<Record<string, string>>): void => {
  const issues = Object.entries(addresses).flatMap(([path, address]) => outsideProblem(siteUrl, address, path));
  const [first] = issues;
  if (first) throw new ConnectorError("INVALID_INPUT", { message: `${first.path}: ${first.message}.`, issues });
};

interface InspectionInput {
  readonly siteUrl: string;
  readonly inspectionUrl: string;
  readonly languageCode: string;
}

/** `InspectUrlIndexRequest`. */
export const toInspectionBody = ({ siteUrl, inspectionUrl, languageCode }: InspectionInput) => ({
  siteUrl,
  inspectionUrl,
  languageCode,
});

/** One address in Google's index. */
export const inspectUrl = defineOperation({
  id: "gsc.urlInspection.inspect",
  summary: "Inspect one address in Google's index: indexed or why not, canonical, last crawl, rich results",
  description: "Shows the indexed copy, not a live test, and cannot ask for indexing. 2,000 a day per property.",
  docs: apiDocs("v1/urlInspection.index/inspect"),
  effect: "read",
  input: z
    .object({
      siteUrl: siteInput,
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
  request: (input, { settings }) => {
    const named = withSite(input, settings);
    refuseOutside(named.siteUrl, { inspectionUrl: named.inspectionUrl });
    return toRead({ method: "POST", path: "/v1/urlInspection/index:inspect", body: toInspectionBody(named) });
  },
  response: decode(InspectionWire, (wire, { input }: { input: { inspectionUrl: string } }) =>
    toInspection(wire, input.inspectionUrl),
  ),
  quota: urlInspectionQuota,
  cache: { ttlMs: 3_600_000 },
  timeoutMs: 30_000,
  deadlineMs: 60_000,
});
