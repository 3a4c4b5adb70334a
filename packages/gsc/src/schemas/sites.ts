import { z } from "zod";
import { toCamel } from "../wire/enums.js";
import { propertyKind } from "../wire/property.js";
import { openEnum, SiteUrl } from "./common.js";

/** What the account may do with a property. */
export const permissionLevel = openEnum(
  ["siteOwner", "siteFullUser", "siteRestrictedUser", "siteUnverifiedUser"],
  "siteUnverifiedUser: listed, but its data cannot be read",
);

/** A property of the account. */
export const Site = z.object({
  siteUrl: SiteUrl,
  kind: z.enum(["domain", "urlPrefix", "other"]).describe("domain covers all schemes, subdomains and paths of a host"),
  permissionLevel,
});
/** A property of the account. */
export type Site = z.infer<typeof Site>;

/** `WmxSite`. */
export const SiteWire = z.object({ siteUrl: z.string(), permissionLevel: z.string().nullish() });

/** `SitesListResponse`; the key is absent when there are none. */
export const SitesWire = z.object({ siteEntry: z.array(SiteWire).nullish() });

/** Nothing told of rights is no right. */
export const toSite = ({ siteUrl, permissionLevel }: z.output<typeof SiteWire>): Site => ({
  siteUrl,
  kind: propertyKind(siteUrl),
  permissionLevel: toCamel(permissionLevel ?? "siteUnverifiedUser"),
});
