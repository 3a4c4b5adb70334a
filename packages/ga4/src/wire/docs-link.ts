const root = "https://developers.google.com/analytics/devguides";
/** Page of a method of the Data API. */
export const dataDocs = (page: string, version = "v1beta"): string =>
  `${root}/reporting/data/v1/rest/${version}/${page}`;
/** Page of a method of the Admin API. */
export const adminDocs = (page: string, version = "v1beta"): string =>
  `${root}/config/admin/v1/rest/${version}/${page}`;
/** Page of the Measurement Protocol. */
export const collectDocs = (page: string): string =>
  `https://developers.google.com/analytics/devguides/collection/protocol/ga4/${page}`;
