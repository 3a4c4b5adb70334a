import { inspect } from "node:util";
import { isConnectorError } from "./connector-error.js";

/** Query parameters whose values say how much and in which form, never who or what. */
const printableParameters = new Set(
  "alt api-version api_version aggregationtype count end enddate fields first format from includemode last limit offset order page page_size pagesize per_page perpage prettyprint rowlimit size skip sort sortby sortorder start startdate startindex startrow to top type version".split(
    " ",
  ),
);

/** Headers that neither prove nor name anyone. */
const printableHeaders = new Set(
  "accept accept-encoding age allow cache-control connection content-encoding content-length content-type date deprecation etag expires if-modified-since if-none-match keep-alive last-modified ratelimit ratelimit-limit ratelimit-policy ratelimit-remaining ratelimit-reset request-id retry-after server sunset transfer-encoding user-agent vary via x-correlation-id x-ratelimit-limit x-ratelimit-remaining x-ratelimit-reset x-request-id x-shopify-api-version x-shopify-api-deprecated-reason".split(
    " ",
  ),
);

/**
 * The URL as it may be printed: without user, password and fragment, and with `REDACTED` for every query value that is
 * not known to be harmless. Paths are kept. What is no URL gives `[invalid url]`.
 */
export const redactUrl = (url: string): string => {
  const parsed = URL.parse(url);
  if (parsed === null) return "[invalid url]";
  const query = [...parsed.searchParams]
    .map(([name, value]) =>
      printableParameters.has(name.toLowerCase().replace(/^\$/, ""))
        ? `${encodeURIComponent(name)}=${encodeURIComponent(value)}`
        : `${encodeURIComponent(name)}=REDACTED`,
    )
    .join("&");
  return `${parsed.protocol}//${parsed.host}${parsed.pathname}${query && `?${query}`}`;
};

/** Of the headers those that may be printed; the rest is left out, names included. */
export const redactHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => printableHeaders.has(name.toLowerCase())));

/**
 * What happened, in one line that is safe to print: our own errors as code and message, anything else by the name of
 * its class and its codes, followed through causes. Foreign messages are left out: they quote URLs, headers and bodies.
 */
export const describeCause = (error: unknown): string => {
  const parts: string[] = [];
  for (let cause = error, depth = 0; cause !== undefined && depth < 4; depth += 1) {
    parts.push(describeOne(cause));
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return parts.length === 0 ? "nothing" : parts.join(", caused by ");
};

const describeOne = (cause: unknown): string => {
  if (isConnectorError(cause)) return `${cause.code}: ${cause.message.replace(/\s+/g, " ")}`;
  if (typeof cause !== "object" || cause === null) return typeof cause;
  const name = cause instanceof Error && isPlainWord(cause.name) ? cause.name : "Error";
  const facts = ["code", "syscall"].map((key) => (cause as Record<string, unknown>)[key]).filter(isPlainWord);
  return facts.length === 0 ? name : `${name} (${facts.join(", ")})`;
};

const isPlainWord = (value: unknown): value is string =>
  typeof value === "string" && /^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(value);

const placeholder = "[secret]";

/** A value that does not show itself: printed, joined, serialised or inspected it reads `[secret]`. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value of a secret. */
  static reveal(secret: Secret): string {
    return secret.#value;
  }

  toString(): string {
    return placeholder;
  }

  toJSON(): string {
    return placeholder;
  }

  [Symbol.toPrimitive](): string {
    return placeholder;
  }

  [inspect.custom](): string {
    return placeholder;
  }
}

/** Wraps a value so that it cannot be printed by accident. */
export const secret = (value: string): Secret => new Secret(value);

/** The value itself, at the one place that sends it. */
export const reveal = (value: Secret): string => Secret.reveal(value);
