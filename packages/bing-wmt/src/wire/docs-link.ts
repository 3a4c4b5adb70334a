/** The vendor's page of one method, e.g. `GetUserSites`. */
export const methodDocs = (method: string): string =>
  `https://learn.microsoft.com/en-us/dotnet/api/microsoft.bing.webmaster.api.interfaces.iwebmasterapi.${method.toLowerCase()}`;

/** The vendor's page of the IndexNow protocol. */
export const indexNowDocs = "https://www.indexnow.org/documentation";
