import { ConnectorError } from "@trunkline/core";

/** A choice among what an account has. */
export interface SiteChoice {
  /** In the words of a person, e.g. `Search Console property`. */
  readonly what: string;
  /** Input field that settles it. */
  readonly field: string;
  /** Ids that have data. */
  readonly candidates: readonly string[];
  /** The host asked for, if one was. */
  readonly host?: string | undefined;
  /** How well an id fits a host, 0 best; nothing: not at all. */
  rank(id: string, host: string): number | undefined;
  /** Whether the data of one holds that of the other. */
  covers?(id: string, other: string): boolean;
}

/**
 * The one that fits the host; without a host the only one, or the one whose data holds that of all others.
 * @throws ConnectorError `INVALID_INPUT` listing the candidates when several remain, `NOT_FOUND` when none fits.
 */
export const chooseSite = (choice: SiteChoice): string => {
  const { what, field, candidates, host } = choice;
  const fitting = host === undefined ? candidates : rankedFor(host, choice);
  const [first] = fitting;
  if (first === undefined) throw nothingFits(choice);
  if (host !== undefined || fitting.length === 1) return first;
  const whole = candidates.find((id) => candidates.every((other) => other === id || choice.covers?.(id, other)));
  if (whole !== undefined) return whole;
  const message = `The account has several: ${candidates.join(", ")}. Say which with site or ${field}`;
  throw new ConnectorError("INVALID_INPUT", { message: `${what}: ${message}.`, issues: [{ path: field, message }] });
};

const rankedFor = (host: string, { candidates, rank }: SiteChoice): readonly string[] =>
  candidates
    .flatMap((id) => {
      const place = rank(id, host);
      return place === undefined ? [] : [{ id, place }];
    })
    .sort((one, other) => one.place - other.place)
    .map(({ id }) => id);

const nothingFits = ({ what, candidates, host }: SiteChoice): ConnectorError =>
  new ConnectorError("NOT_FOUND", {
    message: `The account has no ${what}${host === undefined ? "" : ` for ${host}`}; ${
      candidates.length > 0 ? `it has ${candidates.join(", ")}` : "it has none with data"
    }.`,
  });

const domainOf = (id: string): string | undefined => /^sc-domain:(.+)$/.exec(id)?.[1];
const isUnder = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`);

/** How well a Search Console property fits: its domain, a domain above it, its secure address, its plain one. */
export const rankGscSite = (id: string, host: string): number | undefined => {
  const domain = domainOf(id);
  if (domain !== undefined) return domain === host ? 0 : isUnder(host, domain) ? 1 : undefined;
  return rankAddress(id, host, 2);
};

/** A domain property holds every address below it. */
export const gscSiteCovers = (id: string, other: string): boolean => {
  const domain = domainOf(id);
  const host = domainOf(other) ?? URL.parse(other)?.hostname;
  return domain !== undefined && host !== undefined && isUnder(host, domain);
};

/** To its owner a site with and without `www.` is one: the bare one stands for both unless the input says otherwise. */
export const bareSiteCovers = (id: string, other: string): boolean => {
  const bare = URL.parse(id);
  return bare !== null && URL.parse(other)?.host === `www.${bare.host}`;
};

/** How well an address fits as a whole site: secure before plain. A part of a site does not stand for it. */
export const rankAddress = (id: string, host: string, from = 0): number | undefined => {
  const url = URL.parse(id);
  if (url?.host !== host || url.pathname !== "/") return undefined;
  return url.protocol === "https:" ? from : from + 1;
};
