/** A page of the API's reference, e.g. `v1/sites/list`. */
export const apiDocs = (page: string): string => `https://developers.google.com/webmaster-tools/${page}`;
