import type { ErrorCode, Reply } from "@trunkline/core";
import { z } from "zod";

const FaultWire = z.looseObject({
  ErrorCode: z.coerce.number().int(),
  Message: z.string().nullish().catch(undefined),
});

/** A failure in Bing's words. */
export interface Fault {
  readonly number: number;
  /** e.g. `ThrottleUser`. */
  readonly name: string;
  /** What Bing said beyond the name; empty when nothing. Holds no key. */
  readonly text: string;
}

/** What a fault means. */
export interface FaultMeaning {
  readonly name: string;
  readonly code: ErrorCode;
  readonly help?: string;
  /** Milliseconds. */
  readonly retryAfterMs?: number;
  readonly retryable?: boolean;
}

const throttleHelp = "Bing throttles with status 400. Make no calls until then: calling on prolongs it.";

/** Bing's error numbers. 17 and 18 are seen live and not in the documents. */
export const faultMeanings: Readonly<Record<number, FaultMeaning>> = {
  1: { name: "InternalError", code: "UPSTREAM_UNAVAILABLE" },
  2: { name: "UnknownError", code: "UPSTREAM_UNAVAILABLE" },
  3: {
    name: "InvalidApiKey",
    code: "UPSTREAM_UNAUTHORIZED",
    help: "Check the API key in Webmaster Tools, Settings, API access. A new key replaces the old one and may need 30 minutes to work.",
  },
  4: { name: "ThrottleUser", code: "RATE_LIMITED", retryAfterMs: 600_000, help: throttleHelp },
  5: { name: "ThrottleHost", code: "RATE_LIMITED", retryAfterMs: 60_000, help: throttleHelp },
  6: { name: "UserBlocked", code: "ACCOUNT_UNAVAILABLE" },
  7: { name: "InvalidUrl", code: "REJECTED", help: "Check the address: it must be on the site and well-formed." },
  8: { name: "InvalidParameter", code: "REJECTED" },
  9: {
    name: "TooManySites",
    code: "REJECTED",
    help: "The account has as many sites as Bing allows; remove one first.",
  },
  10: { name: "UserNotFound", code: "UPSTREAM_UNAUTHORIZED" },
  11: { name: "NotFound", code: "NOT_FOUND" },
  12: { name: "AlreadyExists", code: "CONFLICT" },
  13: {
    name: "NotAllowed",
    code: "UPSTREAM_FORBIDDEN",
    help: "The site is not verified, or the account may not do this; see sites.list.",
  },
  14: {
    name: "NotAuthorized",
    code: "UPSTREAM_FORBIDDEN",
    help: "The site is not this account's, or spelled differently: take siteUrl exactly as sites.list gives it.",
  },
  15: { name: "UnexpectedState", code: "CONFLICT" },
  16: { name: "Deprecated", code: "UNSUPPORTED_VERSION", help: "Bing no longer serves this method." },
  17: { name: "ThrottleIP", code: "RATE_LIMITED", retryAfterMs: 60_000, help: throttleHelp },
  // A token that was just issued may be refused for some seconds.
  18: { name: "InvalidToken", code: "UPSTREAM_UNAUTHORIZED", retryable: true, retryAfterMs: 2_000 },
};

/** Bing's words without its prefix, and without whatever looks like a key: it may quote what it was sent. */
const cleaned = (message: string): string =>
  message
    .replace(/^ERROR!+\s*/i, "")
    .replace(/\b[0-9a-f]{32,}\b/gi, "[secret]")
    .replace(/(apikey=)[^&\s"]+/gi, "$1[secret]")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 300);

/** The fault that a reply states, under whichever status; nothing when there is none. Number 0 says success. */
export const faultOf = (reply: Reply): Fault | undefined => {
  const parsed = FaultWire.safeParse(jsonOf(reply));
  if (!parsed.success || parsed.data.ErrorCode === 0) return undefined;
  const { ErrorCode: number, Message } = parsed.data;
  const said = cleaned(Message ?? "");
  const name = faultMeanings[number]?.name ?? (/^\w+$/.test(said) ? said : `Error${number}`);
  return { number, name, text: said === name ? "" : said };
};

const jsonOf = (reply: Reply): unknown => {
  try {
    return reply.json();
  } catch {
    return undefined; // HTML and empty bodies state no fault
  }
};
