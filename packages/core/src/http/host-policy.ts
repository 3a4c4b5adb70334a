import { isIP } from "node:net";
import { ConnectorError } from "../errors/connector-error.js";
import { isForbiddenAddress, isLoopbackHost } from "./address-guard.js";

/** Where requests may go and who may see the credential. */
export interface HostPolicy {
  /** Exact host names, suffixes with a leading dot (`.googleapis.com`), or `*` for every host. */
  readonly allowed: readonly string[];
  /** Origins (`https://nordlicht-tee.myshopify.com`) whose requests carry `auth`. */
  readonly credentialOrigins: readonly string[];
  /** Lets requests go to loopback, there also over plain http: simulators. Default false. */
  readonly allowLoopback?: boolean;
  /** Exact host names that may have private addresses, loopback included, and be reached over plain http. Default none. */
  readonly privateHosts?: readonly string[];
}

/** What is known of an origin. */
export interface Target {
  /** Host name with port, where it is not the usual one. */
  readonly host: string;
  readonly receivesCredential: boolean;
  readonly isLoopback: boolean;
}

/** Judges targets; remembers its verdicts by origin. */
export interface HostJudge {
  /** @throws ConnectorError `BLOCKED_ADDRESS` */
  judge(url: URL): Target;
  /** Whether {@link judge} would not throw. */
  permits(url: URL): boolean;
}

/** Origins remembered; suffix rules admit any number of them. */
const maxRemembered = 256;

/** A judge for this policy. */
export const createHostJudge = (policy: HostPolicy): HostJudge => {
  const remembered = new Map<string, Target | string>();
  const verdictOn = (url: URL): Target | string => {
    if (url.username !== "" || url.password !== "") return "A request URL must not contain a login.";
    let verdict = remembered.get(url.origin);
    if (verdict === undefined) {
      verdict = examine(url, policy);
      if (remembered.size >= maxRemembered) remembered.clear();
      remembered.set(url.origin, verdict);
    }
    return verdict;
  };
  return {
    judge: (url) => {
      const verdict = verdictOn(url);
      if (typeof verdict === "string") throw new ConnectorError("BLOCKED_ADDRESS", { message: verdict });
      return verdict;
    },
    permits: (url) => typeof verdictOn(url) !== "string",
  };
};

const examine = (url: URL, policy: HostPolicy): Target | string => {
  const { allowed, credentialOrigins, allowLoopback = false, privateHosts = [] } = policy;
  const { hostname, host, protocol, origin } = url;
  const isLoopback = isLoopbackHost(hostname);
  const mayBePrivate = isPrivateHost(privateHosts, hostname);
  if (!allowed.some((rule) => isNamedBy(rule.toLowerCase(), hostname)))
    return `Host ${host} is not on the connector's allow-list.`;
  if (protocol !== "https:" && !(protocol === "http:" && (mayBePrivate || (isLoopback && allowLoopback))))
    return `Host ${host} may only be reached over https.`;
  const bare = hostname.replace(/^\[|\]$/g, "");
  const isLiteral = isIP(bare) !== 0;
  if (mayBePrivate) return { host, receivesCredential: credentialOrigins.includes(origin), isLoopback };
  if ((isLiteral || isLoopback) && !(isLoopback && allowLoopback) && (!isLiteral || isForbiddenAddress(bare)))
    return `Host ${host} is not a public address.`;
  return { host, receivesCredential: credentialOrigins.includes(origin), isLoopback };
};

/** Whether a host is listed as one that may have private addresses; brackets and case do not matter. */
export const isPrivateHost = (privateHosts: readonly string[], hostname: string): boolean => {
  const bare = (name: string) => name.replace(/^\[|\]$/g, "").toLowerCase();
  return privateHosts.some((listed) => bare(listed) === bare(hostname));
};

const isNamedBy = (rule: string, hostname: string): boolean =>
  rule === "*" || (rule.startsWith(".") ? hostname.endsWith(rule) : hostname === rule);
