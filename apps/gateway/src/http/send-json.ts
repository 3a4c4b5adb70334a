import type { FastifyReply, FastifyRequest } from "fastify";
import { etagOf, isNotModified } from "../rest/etag.js";

/** Sends a value with a validator, or 304 to a caller who has it already. */
export const sendValidated = (
  request: FastifyRequest,
  reply: FastifyReply,
  text: string,
  etag = etagOf(text),
): FastifyReply => {
  void reply.headers({ etag, "cache-control": "private, no-cache", vary: "origin, authorization, x-api-key" });
  if (isNotModified(request.headers["if-none-match"], etag)) return reply.code(304).send();
  return reply.type("application/json; charset=utf-8").send(text);
};
