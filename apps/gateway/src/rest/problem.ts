import { type CallMeta, type ErrorEnvelope, errorCodes } from "@trunkline/core";
import type { FastifyReply } from "fastify";

/** A failure as sent over HTTP: an RFC 9457 problem document that is at the same time the envelope of the failed call. */
export interface Problem {
  /** Where the code is explained; relative to the gateway. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly requestId: string;
  readonly ok: false;
  readonly error: ErrorEnvelope;
  /** Absent when the request never became a call. */
  readonly meta?: CallMeta;
}

/** Media type of a problem document. */
export const problemType = "application/problem+json";

/** What a problem document is made of. */
export interface ProblemFacts {
  readonly error: ErrorEnvelope;
  readonly requestId: string;
  readonly meta?: CallMeta;
  /** Default: the code's row. */
  readonly status?: number;
}

/** The problem document of a failure. */
export const toProblem = ({ error, requestId, meta, status }: ProblemFacts): Problem => ({
  type: `/errors/${error.code}`,
  title: errorCodes[error.code].meaning,
  status: status ?? errorCodes[error.code].httpStatus,
  detail: error.message,
  requestId,
  ok: false,
  error,
  ...(meta && { meta }),
});

/** Sends a failure with its status, `Retry-After` and challenge. */
export const sendProblem = (reply: FastifyReply, facts: ProblemFacts): FastifyReply => {
  const problem = toProblem(facts);
  const { retryAfterMs, code } = facts.error;
  if (retryAfterMs !== undefined)
    void reply.header("retry-after", String(Math.max(1, Math.ceil(retryAfterMs / 1_000))));
  if (code === "UNAUTHENTICATED") void reply.header("www-authenticate", 'Bearer realm="trunkline"');
  // As text: a schema-less object would be given Fastify's own content type.
  return reply.code(problem.status).header("cache-control", "no-store").type(problemType).send(JSON.stringify(problem));
};
