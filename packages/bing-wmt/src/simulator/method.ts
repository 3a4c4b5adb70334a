import type { Parameters } from "./parameters.js";
import type { Account, SiteRecord } from "./state.js";
import { faultOf } from "./wire.js";

/** One call of a method. */
export interface MethodCall {
  readonly account: Account;
  readonly parameters: Parameters;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

/** A call on a site that is there and verified. */
export interface SiteCall extends MethodCall {
  readonly site: SiteRecord;
}

/** A method of the service. What it returns goes into `d`. */
export interface Method {
  readonly verb: "GET" | "POST";
  /** @throws BingFault */
  run(call: MethodCall): unknown;
}

/** The site that `siteUrl` names, byte for byte. @throws BingFault */
export const siteOf = ({ account, parameters }: MethodCall): SiteRecord => {
  const site = account.sites.get(parameters.text("siteUrl"));
  if (!site) throw faultOf(14);
  return site;
};

const verifiedSite = (call: MethodCall): SiteRecord => {
  const site = siteOf(call);
  if (!site.isVerified) throw faultOf(13);
  return site;
};

/** A method with its parameters in the query. */
export const get = (run: (call: MethodCall) => unknown): Method => ({ verb: "GET", run });

/** A method with its parameters in the body. */
export const post = (run: (call: MethodCall) => unknown): Method => ({ verb: "POST", run });

/** The same on a verified site. */
export const getOfSite = (run: (call: SiteCall) => unknown): Method =>
  get((call) => run({ ...call, site: verifiedSite(call) }));

/** The same on a verified site. */
export const postToSite = (run: (call: SiteCall) => unknown): Method =>
  post((call) => run({ ...call, site: verifiedSite(call) }));

/** A write on a verified site: null says that it was accepted. */
export const writeToSite = (run: (call: SiteCall) => void): Method =>
  postToSite((call) => {
    run(call);
    return null;
  });

/** Refuses an address that is not on the site. @throws BingFault */
export const addressOnSite = ({ site }: Pick<SiteCall, "site">, address: string): URL => {
  const url = URL.parse(address);
  if (!url || url.host !== new URL(site.url).host) throw faultOf(7);
  return url;
};
