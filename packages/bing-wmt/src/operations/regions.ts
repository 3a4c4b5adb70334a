import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { callsBucket } from "../quotas.js";
import { readScopes, siteUrl } from "../schemas/common.js";
import { DateWire, Moment, toMoment } from "../wire/dates.js";
import { methodDocs } from "../wire/docs-link.js";
import { decodeList } from "../wire/envelope.js";
import { getList, pageInput, pageOutput, slice } from "../wire/paging.js";
import { present } from "../wire/present.js";

const kinds: Readonly<Record<number, string>> = { 0: "page", 1: "directory", 2: "domain", 3: "subdomain" };

/** Which country parts of a site are for. */
export const listRegions = defineOperation({
  id: "bing-wmt.regions.list",
  summary: "List which country a site's pages, directories or domains are meant for",
  docs: methodDocs("GetCountryRegionSettings"),
  effect: "read",
  input: z.object({ siteUrl, ...pageInput }),
  output: z.object({
    regions: z.array(
      z.object({
        url: z.string(),
        country: z.string().optional().describe("ISO 3166, two letters, lower case"),
        kind: z.string().describe("page, directory, domain or subdomain; a number where Bing sends another"),
        setAt: Moment.optional(),
      }),
    ),
    ...pageOutput,
  }),
  pagination: { items: "regions" },
  scopes: readScopes,
  keywords: ["geo targeting", "country", "international", "hreflang", "market", "language", "audience abroad"],
  examples: [{ title: "Which countries are set?", input: { siteUrl: "https://nordlicht-tee.example/" } }],
  request: ({ siteUrl, cursor }) => getList("GetCountryRegionSettings", cursor, { siteUrl }),
  response: decodeList(
    z.object({
      Url: z.string(),
      TwoLetterIsoCountryCode: z.string().nullish(),
      Type: z.number().nullish(),
      Date: DateWire.nullish(),
    }),
    (all, { input }: { input: { limit: number; cursor?: string } }) => {
      const { items, next } = slice(all, input);
      return {
        regions: items.map((region) => ({
          url: region.Url,
          kind: kinds[region.Type ?? -1] ?? String(region.Type ?? "unknown"),
          ...present({
            country: region.TwoLetterIsoCountryCode?.toLowerCase(),
            setAt: toMoment(region.Date),
          }),
        })),
        ...next,
      };
    },
  ),
  quota: { bucket: callsBucket },
  cache: { ttlMs: 600_000 },
});

/** Branch `regions` of the tree. */
export const regions = { list: listRegions };
