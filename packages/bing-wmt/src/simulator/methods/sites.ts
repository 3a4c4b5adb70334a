import { bareMomentDate, momentDate } from "../dates.js";
import { get, getOfSite, type Method, post, siteOf, writeToSite } from "../method.js";
import { noisyHex } from "../noise.js";
import { nordlichtSites } from "../seed/pages.js";
import { type AllowanceSizes, createSite, type SiteRecord } from "../state.js";
import { faultOf, typed } from "../wire.js";

const toSite = (site: SiteRecord): object => {
  const { url, isVerified, authenticationCode } = site;
  return typed("Site", {
    AuthenticationCode: authenticationCode,
    DnsVerificationCode: `${authenticationCode.toLowerCase()}.${new URL(url).host}`,
    IsVerified: isVerified,
    Url: url,
  });
};

const roles: Readonly<Record<string, Method>> = {
  GetSiteRoles: getOfSite(({ site }) =>
    site.roles.map(({ email, role, delegator, code, grantedAtMs }) =>
      typed("SiteRoles", {
        Date: momentDate(grantedAtMs),
        DelegatedCode: code,
        DelegatedCodeOwnerEmail: delegator,
        DelegatorEmail: delegator,
        Email: email,
        Expired: false,
        Role: role,
        Site: site.url,
        VerificationSite: site.url,
      }),
    ),
  ),
  AddSiteRoles: writeToSite(({ site, account, parameters, nowMs }) => {
    const email = parameters.text("userEmail");
    const role = parameters.flag("isAdministrator") ? 0 : parameters.flag("isReadOnly") ? 1 : 2;
    if (site.roles.some((known) => known.email === email)) throw faultOf(12);
    const code = noisyHex(32, account.seed, "delegation", email);
    site.roles.push({ email, role, code, delegator: site.roles[0]?.email ?? "", grantedAtMs: nowMs });
  }),
  RemoveSiteRole: writeToSite(({ site, parameters }) => {
    const { Email, Role, DelegatedCode } = parameters.object("siteRole");
    const index = site.roles.findIndex(
      ({ email, role, code }) => email === Email && role === Role && code === (DelegatedCode ?? ""),
    );
    if (index === -1) throw faultOf(11);
    site.roles.splice(index, 1);
  }),
};

const connectedPages: Readonly<Record<string, Method>> = {
  GetConnectedPages: getOfSite(({ site }) =>
    [...site.connectedPages].map(([url, { addedAtMs }]) =>
      typed("ConnectedSite", {
        ActualMasterSite: site.url,
        AppId: "",
        AppName: "",
        ConsecutiveFailedAttempts: 0,
        FailureCode: 0,
        FirstSuccessfullyVerified: bareMomentDate(addedAtMs),
        HttpStatusCode: 200,
        IsBlocked: false,
        IsVerified: true,
        LastSuccessfullyVerified: bareMomentDate(addedAtMs),
        Market: "de-DE",
        RequestedMasterSite: site.url,
        UpdateTime: bareMomentDate(addedAtMs),
        Url: url,
      }),
    ),
  ),
  AddConnectedPage: writeToSite(({ site, parameters, nowMs }) => {
    const url = parameters.text("masterUrl");
    if (!site.connectedPages.has(url)) site.connectedPages.set(url, { addedAtMs: nowMs });
  }),
};

/** Sites, who may see them, and pages that belong to them. */
export const siteMethods = (sizes: AllowanceSizes): Readonly<Record<string, Method>> => ({
  GetUserSites: get(({ account }) => [...account.sites.values()].map(toSite)),
  AddSite: post(({ account, parameters }) => {
    const url = parameters.text("siteUrl");
    if (!/^https?:\/\/[^/]+/.test(url) || !URL.canParse(url)) throw faultOf(7);
    const code = noisyHex(32, account.seed, "code", url).toUpperCase();
    // One that is there already is left as it is.
    if (!account.sites.has(url))
      account.sites.set(url, createSite({ url, isVerified: false, hasData: false, authenticationCode: code }, sizes));
    return null;
  }),
  VerifySite: post((call) => {
    const site = siteOf(call);
    // The proof is found on the company's own hosts alone.
    const { hostname } = new URL(site.url);
    site.isVerified ||= hostname === nordlichtSites.host || hostname.endsWith(`.${nordlichtSites.host}`);
    return site.isVerified;
  }),
  RemoveSite: post((call) => {
    call.account.sites.delete(siteOf(call).url);
    return null;
  }),
  GetCountryRegionSettings: getOfSite(({ site }) =>
    site.regions.map(({ url, country, type, setAtMs }) =>
      typed("CountryRegionSettings", {
        Date: bareMomentDate(setAtMs),
        TwoLetterIsoCountryCode: country,
        Type: type,
        Url: url,
      }),
    ),
  ),
  ...roles,
  ...connectedPages,
});
