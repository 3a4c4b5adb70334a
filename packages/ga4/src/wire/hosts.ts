/** Host of the Data API: reports, metadata, audience exports. */
export const dataHost = "analyticsdata.googleapis.com";
/** Host of the Admin API: accounts, properties, streams, definitions. */
export const adminHost = "analyticsadmin.googleapis.com";
/** Host of the Measurement Protocol. The login never goes there. */
export const collectHost = "www.google-analytics.com";

/** A version of the APIs. */
export type Version = "v1beta" | "v1alpha";

/** Path of the Data API, on the base URL. */
export const dataPath = (resource: string, version: Version = "v1beta"): string => `/${version}/${resource}`;

/** Address of the Admin API, absolute: it has a host of its own. */
export const adminUrl = (resource: string, version: Version = "v1beta"): string =>
  `https://${adminHost}/${version}/${resource}`;

/** Address of the Measurement Protocol. */
export const collectUrl = (path: "/mp/collect" | "/debug/mp/collect"): string => `https://${collectHost}${path}`;
