import { type ConnectorError, toErrorEnvelope } from "@trunkline/core";
import type { FastifyReply } from "fastify";
import { sendProblem } from "../rest/problem.js";

/** The delivery is ours now. */
export const sendTaken = (reply: FastifyReply): FastifyReply =>
  reply.code(200).type("application/json; charset=utf-8").send('{"ok":true}');

/** Why is for the log alone: it would help whoever forges. One text for a wrong signature and a source that there is not. */
const refused = '{"ok":false,"error":{"code":"UNAUTHENTICATED","message":"The delivery is not signed as expected."}}';
const malformed =
  '{"ok":false,"error":{"code":"MALFORMED_REQUEST","message":"The body is signed but cannot be read."}}';

/** 401, or 400 to a sender that is proven. */
export const sendRefused = (reply: FastifyReply, isProven: boolean): FastifyReply =>
  reply
    .code(isProven ? 400 : 401)
    .type("application/json; charset=utf-8")
    .send(isProven ? malformed : refused);

/** Not now: says when to come again. */
export const sendUnavailable = (reply: FastifyReply, error: ConnectorError, status?: number): FastifyReply =>
  sendProblem(reply, {
    error: toErrorEnvelope(error),
    requestId: reply.request.id,
    ...(status !== undefined && { status }),
  });
