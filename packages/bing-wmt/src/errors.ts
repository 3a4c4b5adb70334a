import { type AnyOperation, ConnectorError, type ErrorCode, type Outcome, type Reply } from "@trunkline/core";
import { speaksIndexNow } from "./quotas.js";
import { type Fault, type FaultMeaning, faultMeanings, faultOf } from "./wire/faults.js";

/**
 * Bing's failures: numbered faults, mostly under 400 but also under 200, and replies without a body. IndexNow's are
 * statuses without a body.
 */
export const mapBingError = (reply: Reply, operation: AnyOperation): ConnectorError | undefined => {
  if (speaksIndexNow(operation)) return indexNowError(reply);
  const isSuccess = reply.status >= 200 && reply.status < 300;
  if (isSuccess && reply.bytes.length === 0) return emptyReply(reply, operation);
  // Faults are short; pages of rows need not be parsed twice.
  const fault = isSuccess && reply.bytes.length > 4_096 ? undefined : faultOf(reply);
  if (fault) return faultError(fault, reply, operation);
  return isHtml(reply) ? htmlError(reply, operation) : undefined;
};

/** Seen as 202: no answer, and no way to tell whether a write was taken. */
const emptyReply = ({ status }: Reply, operation: AnyOperation): ConnectorError =>
  new ConnectorError("CONTRACT_VIOLATION", {
    message: `Bing answered ${operation.id} with ${status} and an empty body.`,
    retryable: true,
    outcome: uncertain(operation),
    status,
  });

/** After this nobody knows whether a write took effect; a read has no effect to know of. */
const uncertain = ({ effect }: AnyOperation): Outcome => (effect === "read" ? "not_executed" : "unknown");

const faultError = (fault: Fault, reply: Reply, operation: AnyOperation): ConnectorError => {
  const { code, help, retryAfterMs, retryable } = meaningOf(fault);
  return new ConnectorError(code, {
    message: `Bing refused ${operation.id}: ${fault.name} (${fault.number})${fault.text ? `, ${fault.text}` : ""}.`,
    status: reply.status,
    outcome: code === "UPSTREAM_UNAVAILABLE" || reply.status >= 500 ? uncertain(operation) : "not_executed",
    upstream: { code: String(fault.number), message: fault.text || fault.name },
    retryAfterMs,
    retryable,
    help,
    reply,
  });
};

const quotaHelp =
  "Ask submission.quota or content.quota what is left; the day's allowance probably comes back at 00:00 UTC. indexnow.submit needs none of it.";

type Meaning = Pick<FaultMeaning, "code" | "help" | "retryAfterMs" | "retryable">;

/** What a fault means by its number; some hide another meaning in their text. */
const meaningOf = ({ number, text }: Fault): Meaning => byText(number, text) ?? faultMeanings[number] ?? unknownFault;

const unknownFault: Meaning = { code: "UPSTREAM_BAD_REQUEST" };

const unknownError = 2;
const invalidParameter = 8;

const byText = (number: number, text: string): Meaning | undefined => {
  if (/SiteUriSchemeIsNotSupported/i.test(text))
    return { code: "REJECTED", help: "Give siteUrl with http or https and without quotation marks." };
  if (number !== unknownError && number !== invalidParameter) return undefined;
  if (/quota/i.test(text)) return { code: "QUOTA_EXHAUSTED", help: quotaHelp };
  if (number === unknownError && /\bno data\b|not (yet )?available|has no data/i.test(text))
    return { code: "NOT_FOUND", help: "Bing has no data yet: a new site stays empty for two days and more." };
  return undefined;
};

const isHtml = ({ bytes, headers }: Reply): boolean =>
  (headers["content-type"] ?? "").includes("html") ||
  /^\s*<(!doctype html|html|head|body)/i.test(Buffer.from(bytes.subarray(0, 64)).toString("latin1"));

/** Unknown methods and, for sites without data, `GetUrlInfo` are answered with pages. */
const htmlError = ({ status }: Reply, { id }: AnyOperation): ConnectorError | undefined => {
  if (status === 404)
    return new ConnectorError("UNSUPPORTED_VERSION", {
      message: `Bing does not know the method of ${id}: it answered 404 and an HTML page.`,
      help: "Bing no longer serves this method.",
    });
  if (status === 400)
    return new ConnectorError("UPSTREAM_BAD_REQUEST", {
      message: `Bing answered ${id} with 400 and an HTML page.`,
      help: "Bing answers so for addresses on sites that it has no data of yet; else report it with the request id.",
    });
  return undefined;
};

const indexNowFaults: Readonly<Record<number, { code: ErrorCode; message: string; help?: string; waitMs?: number }>> = {
  400: { code: "REJECTED", message: "the format is bad" },
  403: {
    code: "UPSTREAM_FORBIDDEN",
    message: "the key is not valid",
    help: "The key file is missing or says something else; see indexnow.checkKey.",
  },
  422: {
    code: "REJECTED",
    message: "a URL is not of this host, or not covered by the key",
    help: "Send URLs of one host only, and below the folder of keyLocation where one is given.",
  },
  429: {
    code: "RATE_LIMITED",
    message: "too many requests",
    help: "Engines take this for spam: wait, then send fewer and larger batches.",
    waitMs: 300_000,
  },
};

const indexNowError = (reply: Reply): ConnectorError | undefined => {
  const fault = indexNowFaults[reply.status];
  if (!fault) return undefined;
  const { code, message, help, waitMs } = fault;
  return new ConnectorError(code, {
    message: `IndexNow was answered ${reply.status}: ${message}.`,
    status: reply.status,
    help,
    retryAfterMs: reply.headers["retry-after"] === undefined ? waitMs : undefined,
    reply,
  });
};
