import { acceptedEncodings } from "./decode-body.js";
import type { Target } from "./host-policy.js";
import type { AuthParts, HttpMethod, HttpRequest } from "./transport.js";

/** A request taken apart for an HTTP client, the credential still apart. */
export interface Route {
  readonly method: HttpMethod;
  readonly origin: string;
  /** With query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: HttpRequest["body"];
  /** Host with port. */
  readonly host: string;
  /** Nothing when this origin must not see it. */
  readonly auth: AuthParts | undefined;
}

/** Where a URL leads. */
export interface Destination extends Target {
  readonly origin: string;
  /** With query, without fragment. */
  readonly path: string;
}

/** Tells where a URL leads. @throws ConnectorError `BLOCKED_ADDRESS` */
export type Locate = (url: string) => Destination;

/** Remembers the last URL: an upstream with a single endpoint is asked at the same one over and over. */
export const createLocate = (judge: (url: URL) => Target): Locate => {
  let last: { readonly url: string; readonly destination: Destination } | undefined;
  return function locate(url) {
    if (last?.url !== url) {
      const parsed = new URL(url);
      const { origin, pathname, search } = parsed;
      last = { url, destination: { ...judge(parsed), origin, path: pathname + search } };
    }
    return last.destination;
  };
};

/**
 * Takes a request apart. The credential stays only for origins that may see it; compression is asked for except on
 * loopback, where it costs more than it saves.
 * @throws ConnectorError `BLOCKED_ADDRESS`
 */
export const routeOf = (request: HttpRequest, locate: Locate): Route => {
  const { host, origin, path, receivesCredential, isLoopback } = locate(request.url);
  const { method, headers, body } = request;
  return {
    method,
    origin,
    path,
    headers:
      isLoopback || headers["accept-encoding"] !== undefined
        ? headers
        : { ...headers, "accept-encoding": acceptedEncodings },
    body,
    host,
    auth: receivesCredential ? request.auth : undefined,
  };
};

/** The route with its credential in headers and query. A name that the query has already is not added again. */
export const withAuth = (route: Route): Route => {
  const { auth } = route;
  if (auth === undefined) return route;
  const headers = auth.headers ? { ...route.headers, ...auth.headers } : route.headers;
  return { ...route, headers, path: auth.query ? withQuery(route.path, auth.query) : route.path };
};

const withQuery = (path: string, query: Readonly<Record<string, string>>): string => {
  const [pathname = "/", search = ""] = path.split("?", 2);
  const present = new URLSearchParams(search);
  const added = Object.entries(query)
    .filter(([name]) => !present.has(name))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  const all = [search, ...added].filter((part) => part !== "").join("&");
  return all === "" ? pathname : `${pathname}?${all}`;
};
