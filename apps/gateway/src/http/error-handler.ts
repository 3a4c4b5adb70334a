import { ConnectorError, isConnectorError, toErrorEnvelope } from "@trunkline/core";
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { sendProblem } from "../rest/problem.js";
import type { AllowedMethods } from "./allowed-methods.js";

/** Fastify's own failures that have a code of ours beside the malformed request. */
const ownCodes: Readonly<Record<string, "UNSUPPORTED_MEDIA_TYPE" | "PAYLOAD_TOO_LARGE">> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "UNSUPPORTED_MEDIA_TYPE",
  FST_ERR_CTP_BODY_TOO_LARGE: "PAYLOAD_TOO_LARGE",
};

const malformedMessages: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: "The body is not valid JSON.",
  FST_ERR_CTP_EMPTY_JSON_BODY: "The body is empty.",
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: "The body is not as long as Content-Length says.",
  FST_ERR_BAD_URL: "The path is not correctly encoded.",
};

/** Any thrown thing as our error. What is not known to be the caller's fault tells the caller nothing. */
export const toConnectorError = (thrown: unknown, bodyLimitBytes?: number): ConnectorError => {
  if (isConnectorError(thrown)) return thrown;
  const { code = "", statusCode, message } = (thrown ?? {}) as Partial<FastifyError>;
  const known = ownCodes[code];
  if (known === "PAYLOAD_TOO_LARGE")
    return new ConnectorError(known, {
      message: `The body is larger than ${bodyLimitBytes === undefined ? "the limit" : `${bodyLimitBytes} bytes`}.`,
    });
  if (known) return new ConnectorError(known, { message: "The body's content type is not accepted here." });
  if (thrown instanceof SyntaxError && statusCode === 400)
    return new ConnectorError("MALFORMED_REQUEST", { message: "The body is not valid JSON." });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new ConnectorError("MALFORMED_REQUEST", {
      message: malformedMessages[code] ?? message ?? "The request is malformed.",
    });
  return new ConnectorError("INTERNAL", { message: "The gateway failed on this request.", cause: thrown });
};

/** Makes a problem document of every failure: errors, unknown paths, methods that a path does not have. */
export const answerFailures = (app: FastifyInstance, methods: AllowedMethods, bodyLimitBytes: number): void => {
  app.setErrorHandler((thrown, request, reply) => {
    const error = toConnectorError(thrown, bodyLimitBytes);
    if (error.code === "INTERNAL")
      request.log.error({ err: error.cause ?? error, requestId: request.id }, "request failed");
    return sendProblem(reply, { error: toErrorEnvelope(error), requestId: request.id });
  });
  app.setNotFoundHandler((request, reply) => answerUnknown(request, reply, methods));
};

const answerUnknown = (request: FastifyRequest, reply: FastifyReply, methods: AllowedMethods): FastifyReply => {
  const path = request.url.split("?", 1)[0] ?? "";
  const allowed = methods.of(path);
  const shown = path.slice(0, 200);
  if (allowed.length === 0)
    return sendProblem(reply, { error: toErrorEnvelope(unknownPath(shown)), requestId: request.id });
  void reply.header("allow", allowed.join(", "));
  const message = `${shown} takes ${allowed.join(", ")}, not ${request.method}.`;
  const error = toErrorEnvelope(new ConnectorError("UNKNOWN_ROUTE", { message }));
  return sendProblem(reply, { error, requestId: request.id, status: 405 });
};

/** A path of the form of an operation's names an operation that is not there; any other is simply unknown. */
const unknownPath = (path: string): ConnectorError => {
  const [, operation] = /^\/v1\/([a-z][a-z0-9-]*(?:\/[A-Za-z][A-Za-z0-9]*){2,})$/.exec(path) ?? [];
  if (operation === undefined) return new ConnectorError("UNKNOWN_ROUTE", { message: `There is no path ${path}.` });
  return new ConnectorError("UNKNOWN_OPERATION", {
    message: `There is no operation "${operation.replaceAll("/", ".")}".`,
    help: "Look it up with `GET /v1/operations?q=…`.",
  });
};
