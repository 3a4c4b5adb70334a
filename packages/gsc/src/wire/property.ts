import { domainToASCII } from "node:url";

/** Kinds of property, and `other` for ids of a form that is not documented. */
export type PropertyKind = "domain" | "urlPrefix" | "other";

const domainPrefix = "sc-domain:";

/** What an id of a property tells of it. */
export const propertyKind = (siteUrl: string): PropertyKind => {
  if (siteUrl.startsWith(domainPrefix)) return "domain";
  return /^https?:\/\//i.test(siteUrl) ? "urlPrefix" : "other";
};

/** The domain of a domain property in the form that URLs have it in. */
const domainOf = (siteUrl: string): string => domainToASCII(siteUrl.slice(domainPrefix.length).toLowerCase());

/** An address taken apart, or nothing when it is none. */
export const parseAddress = (address: string): URL | undefined => {
  try {
    const url = new URL(address);
    return url.protocol === "http:" || url.protocol === "https:" ? url : undefined;
  } catch {
    return undefined;
  }
};

const isUnder = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`);

/** Whether an address lies in a property: a domain covers all schemes, subdomains and paths, a prefix only itself. */
export const covers = (siteUrl: string, address: string): boolean => {
  const url = parseAddress(address);
  if (!url) return false;
  if (propertyKind(siteUrl) === "domain") return isUnder(url.hostname, domainOf(siteUrl));
  const prefix = parseAddress(siteUrl);
  return prefix !== undefined && url.origin === prefix.origin && url.href.startsWith(prefix.href);
};

/** How a property differs from an address that it does not cover, in one word; nothing when they have little in common. */
export const nearMiss = (siteUrl: string, address: string): "scheme" | "host" | "path" | undefined => {
  const url = parseAddress(address);
  const prefix = parseAddress(siteUrl);
  if (!url || !prefix) return undefined;
  if (url.origin === prefix.origin) return "path";
  if (url.host === prefix.host) return "scheme";
  const bare = (host: string) => host.replace(/^www\./, "");
  return bare(url.hostname) === bare(prefix.hostname) ? "host" : undefined;
};

/** The domain property of an address's own host, `sc-domain:` and the host; nothing for other ids. */
export const hostOf = (target: string): string | undefined => {
  if (target.startsWith(domainPrefix)) return domainOf(target) || undefined;
  const url = parseAddress(target) ?? parseAddress(`https://${target}`);
  return url?.hostname;
};
