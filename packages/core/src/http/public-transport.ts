import type { LookupFunction } from "node:net";
import { completeLimits } from "../config/read-limits.js";
import { isConnectorError } from "../errors/connector-error.js";
import { createHostJudge, type HostPolicy } from "./host-policy.js";
import type { Transport } from "./transport.js";
import { createUndiciTransport } from "./undici-transport.js";

/** How hosts that others have named are reached. */
export interface PublicTransportOptions {
  /** Longest wait for the beginning of a reply, and for each part of it. Milliseconds. */
  readonly timeoutMs: number;
  /** Exact host names that may have private addresses and be reached over plain http. Default none. */
  readonly privateHosts?: readonly string[];
  /** Lets requests go to loopback, there also over plain http. Default false. */
  readonly allowLoopback?: boolean;
  /** Sockets per origin. Default 8. */
  readonly maxSockets?: number;
  /** Default: the system's resolver. Its answers are guarded all the same. */
  readonly lookup?: LookupFunction;
}

/** A transport to any public host. */
export interface PublicTransport extends Transport {
  /** Why requests to this URL would be refused before anything is resolved: one sentence; nothing when they would not. */
  refusalOf(url: string): string | undefined;
}

/**
 * The way to URLs that callers choose, e.g. receivers of webhooks: https to public addresses alone. The address is checked
 * when the connection is made, so that a name which changes its address in between gains nothing. No credential is sent.
 */
export const createPublicTransport = (options: PublicTransportOptions): PublicTransport => {
  const { timeoutMs, privateHosts = [], allowLoopback = false, maxSockets = 8, lookup } = options;
  const hosts: HostPolicy = { allowed: ["*"], credentialOrigins: [], allowLoopback, privateHosts };
  const limits = completeLimits({
    connectTimeoutMs: Math.min(timeoutMs, 5_000),
    headersTimeoutMs: timeoutMs,
    bodyTimeoutMs: timeoutMs,
    maxSockets,
  });
  const { judge } = createHostJudge(hosts);
  return {
    ...createUndiciTransport({ limits, hosts, lookup }),
    refusalOf: (text) => {
      const url = URL.parse(text);
      if (url === null) return "This is not a URL.";
      try {
        judge(url);
        return undefined;
      } catch (error) {
        if (isConnectorError(error)) return error.message;
        throw error;
      }
    },
  };
};
