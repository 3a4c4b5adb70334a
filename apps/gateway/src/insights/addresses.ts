/**
 * What two sources must agree on to speak of the same page: host and path, without scheme, query, fragment and closing
 * slash. Nothing for what is no web address.
 */
export const pageKey = (address: string): string | undefined => {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  return `${url.host}${barePath(url.pathname)}`;
};

/** The key of a page that is told as host and path apart, as web analytics do; nothing for `(not set)`. */
export const pageKeyOf = (host: string, path: string): string | undefined =>
  path.startsWith("/") && !host.startsWith("(") ? pageKey(`https://${host}${path}`) : undefined;

/** The address that stands for a key in answers. */
export const addressOf = (key: string): string => encodeURI(`https://${key.includes("/") ? key : `${key}/`}`);

/** The handle of the product whose page this is, below whatever collection or language. */
export const productHandle = (key: string): string | undefined => /\/products\/([^/]+)$/.exec(key)?.[1];

/** The host that a person means by an address or a bare name; nothing when it is neither. */
export const hostOf = (site: string): string | undefined => {
  const url = URL.parse(/^https?:\/\//i.test(site) ? site : `https://${site.replace(/^sc-domain:/, "")}`);
  return url?.host || undefined;
};

const barePath = (path: string): string => decoded(path).replace(/\/+$/, "");

/** Search engines write umlauts in paths as percent signs, analytics mostly as letters. */
const decoded = (path: string): string => {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
};
