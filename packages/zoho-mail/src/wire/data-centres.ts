/** Hosts of one data centre. A login belongs to exactly one of them. */
export interface DataCentre {
  /** Where tokens come from. */
  readonly accountsHost: string;
  /** Where the Mail API is. Not to be derived from `api_domain` of a token reply, which names another API family. */
  readonly mailHost: string;
  /** Host of the `api_domain` that token replies of this centre name. */
  readonly apiDomainHost: string;
}

/**
 * Every data centre by the key that Zoho calls its location. Canada breaks the pattern: mail.zoho.ca is something else.
 * The Mail hosts of sa, uk and ae and all of ae follow the pattern of the others and are not documented by the vendor.
 */
export const dataCentres = {
  us: { accountsHost: "accounts.zoho.com", mailHost: "mail.zoho.com", apiDomainHost: "www.zohoapis.com" },
  eu: { accountsHost: "accounts.zoho.eu", mailHost: "mail.zoho.eu", apiDomainHost: "www.zohoapis.eu" },
  in: { accountsHost: "accounts.zoho.in", mailHost: "mail.zoho.in", apiDomainHost: "www.zohoapis.in" },
  au: { accountsHost: "accounts.zoho.com.au", mailHost: "mail.zoho.com.au", apiDomainHost: "www.zohoapis.com.au" },
  jp: { accountsHost: "accounts.zoho.jp", mailHost: "mail.zoho.jp", apiDomainHost: "www.zohoapis.jp" },
  ca: { accountsHost: "accounts.zohocloud.ca", mailHost: "mail.zohocloud.ca", apiDomainHost: "www.zohoapis.ca" },
  cn: { accountsHost: "accounts.zoho.com.cn", mailHost: "mail.zoho.com.cn", apiDomainHost: "www.zohoapis.com.cn" },
  sa: { accountsHost: "accounts.zoho.sa", mailHost: "mail.zoho.sa", apiDomainHost: "www.zohoapis.sa" },
  uk: { accountsHost: "accounts.zoho.uk", mailHost: "mail.zoho.uk", apiDomainHost: "www.zohoapis.uk" },
  ae: { accountsHost: "accounts.zoho.ae", mailHost: "mail.zoho.ae", apiDomainHost: "www.zohoapis.ae" },
} as const satisfies Record<string, DataCentre>;

/** Key of a data centre. */
export type DataCentreKey = keyof typeof dataCentres;

/** Every key, in the order of the table. */
export const dataCentreKeys = Object.keys(dataCentres) as readonly DataCentreKey[];

/** Narrows a text to a data centre's key. */
export const isDataCentreKey = (text: string | undefined): text is DataCentreKey =>
  text !== undefined && Object.hasOwn(dataCentres, text);

/**
 * The data centre whose accounts server this is, as an authorization redirect names it in `accounts-server`.
 * Nothing for a host that is not in the table: secrets would go there.
 */
export const dataCentreOfAccountsServer = (server: string): DataCentreKey | undefined => {
  const host = hostOf(server);
  return dataCentreKeys.find((key) => dataCentres[key].accountsHost === host);
};

/** The data centre that a token reply's `api_domain` or `location` tells of; nothing when neither is known. */
export const dataCentreOfToken = (extra: Readonly<Record<string, string>> = {}): DataCentreKey | undefined => {
  const location = extra.location?.toLowerCase();
  if (isDataCentreKey(location)) return location;
  const host = hostOf(extra.api_domain ?? "");
  return dataCentreKeys.find((key) => dataCentres[key].apiDomainHost === host);
};

/** Host of an https address or of a bare host name; nothing for anything else. */
const hostOf = (text: string): string | undefined => {
  const trimmed = text.trim().toLowerCase();
  const url = URL.parse(trimmed.includes("://") ? trimmed : `https://${trimmed}`);
  return url?.protocol === "https:" && url.port === "" && url.username === "" ? url.hostname : undefined;
};
