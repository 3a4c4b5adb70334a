import type { ErrorCode } from "../errors/codes.js";
import { ConnectorError, type ConnectorErrorFields, isConnectorError } from "../errors/connector-error.js";

/** How far an exchange got before it failed. */
export interface FailedExchange {
  /** Host with port: all that a message may name. */
  readonly host: string;
  /** Whether a byte of the request may have left. */
  readonly sent: boolean;
  /** Whether the reply had begun. */
  readonly started: boolean;
}

type Failure = readonly [ErrorCode, (exchange: FailedExchange) => string];

const cut = ({ host, started, sent }: FailedExchange): string =>
  `The connection to ${host} was cut ${started ? "in the middle of the reply" : sent ? "before the reply came" : "before the request was sent"}.`;
const malformed = ({ host }: FailedExchange): string => `${host} sent something that is not valid HTTP.`;
const unreachable = ({ host }: FailedExchange): string => `${host} cannot be reached over the network.`;
const notFound = ({ host }: FailedExchange): string => `The name of ${host} could not be resolved.`;
const closing = (): string => "The connection is being closed.";

const failures: Readonly<Record<string, Failure>> = {
  ENOTFOUND: ["NETWORK", notFound],
  EAI_AGAIN: ["NETWORK", notFound],
  ECONNREFUSED: ["NETWORK", ({ host }) => `Connection refused by host ${host}.`],
  ECONNRESET: ["NETWORK", cut],
  EPIPE: ["NETWORK", cut],
  ECONNABORTED: ["NETWORK", cut],
  UND_ERR_SOCKET: ["NETWORK", cut],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ["NETWORK", cut],
  ETIMEDOUT: ["NETWORK", unreachable],
  EHOSTUNREACH: ["NETWORK", unreachable],
  ENETUNREACH: ["NETWORK", unreachable],
  EHOSTDOWN: ["NETWORK", unreachable],
  EADDRNOTAVAIL: ["NETWORK", unreachable],
  UND_ERR_CONNECT_TIMEOUT: ["NETWORK", ({ host }) => `No connection to ${host} within the connect timeout.`],
  UND_ERR_HEADERS_TIMEOUT: [
    "ATTEMPT_TIMEOUT",
    ({ host }) => `${host} did not begin to reply within the headers timeout.`,
  ],
  UND_ERR_BODY_TIMEOUT: [
    "ATTEMPT_TIMEOUT",
    ({ host }) => `${host} paused in the middle of its reply for longer than the body timeout.`,
  ],
  UND_ERR_HEADERS_OVERFLOW: ["NETWORK", ({ host }) => `The headers of the reply from ${host} are too long.`],
  UND_ERR_CLOSED: ["SHUTTING_DOWN", closing],
  UND_ERR_DESTROYED: ["SHUTTING_DOWN", closing],
  UND_ERR_INVALID_ARG: ["INTERNAL", () => "The request has a header, path or body that HTTP does not allow."],
};

/** Codes of OpenSSL and node:tls for a handshake or a certificate that failed. */
const isTlsCode = (code: string): boolean =>
  /^(ERR_TLS|ERR_SSL|CERT_|EPROTO$|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_PURPOSE|INVALID_CA|PATH_LENGTH)/.test(
    code,
  );

/**
 * A failed exchange as our error. `outcome` is `not_executed` only when the request certainly did not leave.
 * Messages name the host, never path, query or headers.
 */
export const toNetworkError = (cause: unknown, exchange: FailedExchange): ConnectorError => {
  const own = ownErrorIn(cause);
  if (own) return own;
  const code = codeOf(cause);
  const [errorCode, describe] = failures[code] ?? fallback(code);
  const fields: ConnectorErrorFields = {
    message: describe(exchange),
    outcome: exchange.sent ? "unknown" : "not_executed",
  };
  // Parser errors carry the bytes they choked on.
  return new ConnectorError(errorCode, code.startsWith("HPE_") ? fields : { ...fields, cause });
};

const fallback = (code: string): Failure => {
  if (code.startsWith("HPE_")) return ["NETWORK", malformed];
  if (isTlsCode(code))
    return ["NETWORK", ({ host }) => `No trusted TLS connection to ${host} could be made (${code}).`];
  return ["NETWORK", ({ host }) => `The exchange with ${host} failed${code === "" ? "" : ` (${code})`}.`];
};

/** Our own error, thrown by the guarded lookup, wherever the sockets have wrapped it. */
const ownErrorIn = (cause: unknown): ConnectorError | undefined => {
  if (isConnectorError(cause)) return cause;
  if (!(cause instanceof Error)) return undefined;
  if (cause instanceof AggregateError) return cause.errors.map(ownErrorIn).find((found) => found !== undefined);
  return cause.cause === undefined ? undefined : ownErrorIn(cause.cause);
};

const codeOf = (cause: unknown): string => {
  if (typeof cause !== "object" || cause === null) return "";
  const { code, errors } = cause as { code?: unknown; errors?: unknown };
  if (typeof code === "string") return code;
  return Array.isArray(errors) && errors.length > 0 ? codeOf(errors[0]) : "";
};
