import { bingWmt } from "@trunkline/bing-wmt";
import { type ComposedCall, isConnectorError } from "@trunkline/core";
import { ga4 } from "@trunkline/ga4";
import { gsc } from "@trunkline/gsc";
import { z } from "zod";
import { hostOf } from "./addresses.js";
import { bareSiteCovers, chooseSite, gscSiteCovers, rankAddress, rankGscSite } from "./choose-site.js";

const id = z.string().min(1).max(2_048).optional();

/** Which site, and where its id at a source cannot be found from that, the id. */
export const siteInput = {
  site: z
    .string()
    .min(1)
    .max(2_048)
    .refine((site) => hostOf(site) !== undefined, "Expected a host or address, e.g. nordlicht-tee.example")
    .optional()
    .describe("Host of the site, e.g. nordlicht-tee.example. Needed where an account has several"),
  gscSiteUrl: id.describe("Search Console property, from gsc.sites.list"),
  bingSiteUrl: id.describe("Bing site, from bing-wmt.sites.list"),
};

/** Which site, analytics included. */
export const siteAndPropertyInput = {
  ...siteInput,
  ga4Property: z
    .string()
    .regex(/^(?:properties\/)?\d{1,20}$/, "Expected the numeric property id")
    .optional()
    .describe("GA4 property, from ga4.admin.accountSummaries.list"),
};

/** A site as the input names it. */
export interface SiteInput {
  readonly site?: string | undefined;
  readonly gscSiteUrl?: string | undefined;
  readonly bingSiteUrl?: string | undefined;
  readonly ga4Property?: string | undefined;
}

/** Ids of the operations that finding a site runs. */
export const gscSiteUses = [gsc.operations.sites.list.id];
/** Ids of the operations that finding a site runs. */
export const bingSiteUses = [bingWmt.operations.sites.list.id];
/** Ids of the operations that finding a property runs. */
export const ga4PropertyUses = [ga4.operations.admin.accountSummaries.list.id];

const hostIn = ({ site }: SiteInput): string | undefined => (site === undefined ? undefined : hostOf(site));

/** The Search Console property that is meant. @throws ConnectorError `INVALID_INPUT`, `NOT_FOUND` */
export const findGscSite = async (call: ComposedCall, input: SiteInput): Promise<string> => {
  if (input.gscSiteUrl !== undefined) return input.gscSiteUrl;
  const { sites } = await call.run(gsc.operations.sites.list, {});
  return chooseSite({
    what: "Search Console property",
    field: "gscSiteUrl",
    candidates: sites
      .filter(({ permissionLevel }) => permissionLevel !== "siteUnverifiedUser")
      .map(({ siteUrl }) => siteUrl),
    host: hostIn(input),
    rank: rankGscSite,
    covers: gscSiteCovers,
  });
};

/** The Bing site that is meant. @throws ConnectorError `INVALID_INPUT`, `NOT_FOUND` */
export const findBingSite = async (call: ComposedCall, input: SiteInput): Promise<string> => {
  if (input.bingSiteUrl !== undefined) return input.bingSiteUrl;
  const { sites } = await call.run(bingWmt.operations.sites.list, { limit: 1_000 });
  return chooseSite({
    what: "Bing site",
    field: "bingSiteUrl",
    candidates: sites.filter(({ isVerified }) => isVerified).map(({ url }) => url),
    host: hostIn(input),
    rank: rankAddress,
    covers: bareSiteCovers,
  });
};

/**
 * Does something with a GA4 property: that of the input, else the connection's own, else the only one there is.
 * @throws ConnectorError `INVALID_INPUT`, `NOT_FOUND`
 */
export const withGa4Property = async <T>(
  call: ComposedCall,
  { ga4Property }: SiteInput,
  work: (property: { readonly property?: string }) => Promise<T>,
): Promise<T> => {
  if (ga4Property !== undefined) return work({ property: ga4Property });
  try {
    return await work({});
  } catch (error) {
    // The connection has no property of its own: nobody but the connector knows, and it says so by the field at fault.
    const isUnnamed = isConnectorError(error) && error.issues?.some(({ path }) => path === "property");
    if (!isUnnamed) throw error;
  }
  const { accountSummaries } = await call.run(ga4.operations.admin.accountSummaries.list, { limit: 200 });
  const candidates = accountSummaries.flatMap(({ properties }) => properties.map(({ property }) => property));
  const property = chooseSite({ what: "GA4 property", field: "ga4Property", candidates, rank: () => undefined });
  return work({ property });
};
