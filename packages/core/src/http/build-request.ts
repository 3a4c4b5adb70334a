import type { RequestSpec } from "../operation-context.js";
import type { HttpRequest } from "./transport.js";

/** What a request is built from. */
export interface RequestParts {
  /** Absolute, without a trailing slash. */
  readonly baseUrl: string;
  readonly spec: RequestSpec;
  /** e.g. `trunkline-shopify/0.1.0`. */
  readonly userAgent: string;
}

/**
 * The exchange that an operation asks for: path joined to the base URL (an absolute one stays), query encoded with
 * undefined values left out, a body that is neither string nor bytes as JSON, header names in lower case.
 */
export const buildRequest = ({ baseUrl, spec, userAgent }: RequestParts): HttpRequest => {
  const { method, path, query, headers, body } = spec;
  const sent: Record<string, string> = { accept: "application/json", "user-agent": userAgent };
  const isRaw = body === undefined || typeof body === "string" || body instanceof Uint8Array;
  if (!isRaw) sent["content-type"] = "application/json";
  for (const name in headers) sent[name.toLowerCase()] = headers[name] ?? "";
  return {
    method,
    url: withQuery(joined(baseUrl, path), query),
    headers: sent,
    ...(body !== undefined && { body: isRaw ? body : JSON.stringify(body) }),
  };
};

const joined = (baseUrl: string, path: string): string => {
  if (/^https?:\/\//i.test(path)) return path;
  if (path === "") return baseUrl;
  return path.startsWith("/") || path.startsWith("?") ? baseUrl + path : `${baseUrl}/${path}`;
};

const withQuery = (url: string, query: RequestSpec["query"]): string => {
  let pairs = "";
  for (const name in query) {
    const value = query[name];
    if (value === undefined) continue;
    pairs += `${pairs === "" ? "" : "&"}${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
  }
  if (pairs === "") return url;
  const [target = url, fragment] = url.split("#", 2);
  const separator = target.includes("?") ? (target.endsWith("?") || target.endsWith("&") ? "" : "&") : "?";
  return `${target}${separator}${pairs}${fragment === undefined ? "" : `#${fragment}`}`;
};
