import { ConnectorError } from "@trunkline/core";
import type { FastifyRequest } from "fastify";
import type { GatewayCall } from "../gateway.js";

/** What a request says about its call beside the input. */
export type CallFacts = Pick<GatewayCall, "connection" | "deadlineMs" | "idempotencyKey" | "fresh" | "lane">;

const maxDeadlineMs = 86_400_000;

/**
 * Reads the headers that steer a call: `X-Trunkline-Connection`, `X-Trunkline-Deadline-Ms`, `X-Trunkline-Lane`,
 * `Idempotency-Key`, `Cache-Control: no-cache`.
 * @throws ConnectorError `INVALID_INPUT` naming the header.
 */
export const readCallFacts = ({ headers }: Pick<FastifyRequest, "headers">, connectionInQuery?: string): CallFacts => {
  const connection = single(headers, "x-trunkline-connection") ?? connectionInQuery;
  const deadline = single(headers, "x-trunkline-deadline-ms");
  const lane = single(headers, "x-trunkline-lane");
  const idempotencyKey = single(headers, "idempotency-key");
  if (connectionInQuery !== undefined && connection !== connectionInQuery)
    throw refused("x-trunkline-connection", "names another connection than the query");
  if (connection !== undefined && !/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(connection))
    throw refused("x-trunkline-connection", "must be the name of a connection");
  if (
    deadline !== undefined &&
    !(/^\d{1,8}$/.test(deadline) && Number(deadline) >= 1 && Number(deadline) <= maxDeadlineMs)
  )
    throw refused("x-trunkline-deadline-ms", `must be a whole number of milliseconds from 1 to ${maxDeadlineMs}`);
  if (lane !== undefined && lane !== "interactive" && lane !== "bulk")
    throw refused("x-trunkline-lane", "must be interactive or bulk");
  if (idempotencyKey !== undefined && !/^[\x21-\x7e]{1,255}$/.test(idempotencyKey))
    throw refused("idempotency-key", "must be 1 to 255 visible ASCII characters without spaces");
  return {
    ...(connection !== undefined && { connection }),
    ...(deadline !== undefined && { deadlineMs: Number(deadline) }),
    ...(lane !== undefined && { lane }),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
    ...(/\b(no-cache|no-store)\b/i.test(headers["cache-control"] ?? "") && { fresh: true }),
  };
};

const single = (headers: FastifyRequest["headers"], name: string): string | undefined => {
  const value = headers[name];
  if (Array.isArray(value)) throw refused(name, "was sent more than once");
  return value;
};

const refused = (header: string, message: string): ConnectorError =>
  new ConnectorError("INVALID_INPUT", {
    message: `The header ${header} ${message}.`,
    issues: [{ path: `headers.${header}`, message }],
  });
