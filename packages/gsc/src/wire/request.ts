import { ConnectorError, type RequestContext, type RequestSpec } from "@trunkline/core";
import { userAgent } from "./version.js";

/** An id as one path segment: everything that has a meaning in a path is encoded. */
const toSegment = (id: string): string =>
  encodeURIComponent(id).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** Path of a property. */
export const sitePath = (siteUrl: string): string => `/webmasters/v3/sites/${toSegment(siteUrl)}`;

/** Path of one sitemap of a property. */
export const sitemapPath = (siteUrl: string, feedpath: string): string =>
  `${sitePath(siteUrl)}/sitemaps/${toSegment(feedpath)}`;

/** Path of queries over a property; the segment's capital is Google's. */
export const searchPath = (siteUrl: string): string => `${sitePath(siteUrl)}/searchAnalytics/query`;

/** A request that changes nothing. */
export const toRead = (spec: RequestSpec): RequestSpec => ({
  ...spec,
  headers: { ...spec.headers, "user-agent": userAgent },
});

/**
 * A request that changes something.
 * @throws ConnectorError `UPSTREAM_FORBIDDEN` where the connection is configured to read only.
 */
export const toWrite = (spec: RequestSpec, { settings }: Pick<RequestContext, "settings">): RequestSpec => {
  if (settings.access === "read")
    throw new ConnectorError("UPSTREAM_FORBIDDEN", {
      message: "This connection asks for the scope webmasters.readonly, which does not allow changes.",
      help: "Set access to write (GSC_ACCESS=write); a user's login must have been granted the scope webmasters.",
    });
  return toRead(spec);
};
