import { ConnectorError, errorCodes, isConnectorError } from "@trunkline/core";

/** A JSON-RPC error as it goes over HTTP. */
export interface RpcFailure {
  readonly httpStatus: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: {
    readonly jsonrpc: "2.0";
    readonly id: null;
    readonly error: {
      readonly code: number;
      readonly message: string;
      readonly data?: Readonly<Record<string, unknown>>;
    };
  };
}

const parseError = -32_700;
const internalError = -32_603;
const serverError = -32_000;

/** Whatever stopped a request before it reached the protocol, as the error its client understands. Never a stack trace. */
export const toRpcFailure = (error: unknown): RpcFailure => {
  if (isConnectorError(error)) return ofConnectorError(error);
  const status = statusOf(error);
  if (status === 400) return failure(400, parseError, "Parse error: the request body is not valid JSON");
  if (status === 413)
    return ofConnectorError(new ConnectorError("PAYLOAD_TOO_LARGE", { message: "The request body is too large." }));
  if (status === 415)
    return ofConnectorError(
      new ConnectorError("UNSUPPORTED_MEDIA_TYPE", { message: "Content-Type must be application/json." }),
    );
  if (status === 429)
    return ofConnectorError(new ConnectorError("TOO_MANY_REQUESTS", { message: "Too many requests." }));
  if (status !== undefined && status >= 400 && status < 500)
    return failure(status, serverError, "The request was refused.");
  return failure(500, internalError, "Internal server error");
};

const ofConnectorError = (error: ConnectorError): RpcFailure => {
  const { httpStatus, help } = errorCodes[error.code];
  const wait: Readonly<Record<string, string>> =
    error.retryAfterMs === undefined ? {} : { "retry-after": String(Math.ceil(error.retryAfterMs / 1_000)) };
  const data = { code: error.code, retryable: error.retryable, help: error.help ?? help };
  return failure(httpStatus, serverError, `${error.code}: ${error.message}`, data, wait);
};

const failure = (
  httpStatus: number,
  code: number,
  message: string,
  data?: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
): RpcFailure => ({
  httpStatus,
  headers,
  body: { jsonrpc: "2.0", id: null, error: { code, message, ...(data && { data }) } },
});

const statusOf = (error: unknown): number | undefined => {
  if (typeof error !== "object" || error === null || !("statusCode" in error)) return undefined;
  return typeof error.statusCode === "number" ? error.statusCode : undefined;
};
