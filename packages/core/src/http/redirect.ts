import type { HttpRequest } from "./transport.js";

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** All that another origin gets to see of our headers: custom ones may hold tokens. */
const harmlessHeaders: ReadonlySet<string> = new Set(["accept", "accept-language", "range", "user-agent"]);

/** What the next hop is decided from. */
export interface Hop {
  readonly request: HttpRequest;
  readonly status: number;
  readonly location: string | undefined;
  /** Whether we may go there at all. */
  permits(url: URL): boolean;
}

/**
 * The request that follows a redirect, or nothing when the reply is to be returned as it is: not a redirect, a write,
 * a host that is not allowed, or a step from https down to http. Another origin gets neither credential nor custom headers.
 */
export const nextRequest = ({ request, status, location, permits }: Hop): HttpRequest | undefined => {
  if (!redirectStatuses.has(status) || location === undefined) return undefined;
  if (request.method !== "GET" && request.method !== "HEAD") return undefined;
  const from = new URL(request.url);
  const to = URL.parse(location, from.href);
  if (!to || !permits(to) || (from.protocol === "https:" && to.protocol !== "https:")) return undefined;
  const url = to.href;
  if (to.origin === from.origin) return { ...request, url };
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => harmlessHeaders.has(name)));
  return { method: request.method, url, headers };
};
