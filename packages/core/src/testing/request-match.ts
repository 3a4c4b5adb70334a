import { isStreamBody } from "../http/stream-body.js";
import type { HttpRequest } from "../http/transport.js";

/** A request in the terms of a fixture: path without host, query and form bodies as objects, JSON bodies parsed. */
export interface ComparableRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What was sent, ready for a partial comparison. The credential is left out. */
export const toComparable = ({ method, url, headers, body }: HttpRequest): ComparableRequest => {
  const { pathname, searchParams } = new URL(url);
  return {
    method,
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers,
    body: readBody(body, headers["content-type"] ?? ""),
  };
};

const readBody = (body: HttpRequest["body"], contentType: string): unknown => {
  if (body === undefined) return undefined;
  if (isStreamBody(body)) return "(a stream)";
  const text = typeof body === "string" ? body : Buffer.from(body).toString("utf8");
  if (contentType.includes("json")) return JSON.parse(text);
  return contentType.includes("x-www-form-urlencoded") ? Object.fromEntries(new URLSearchParams(text)) : text;
};
