import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { Fault } from "./fault-dial.js";
import { collectBody, type EncodedReply } from "./simulator-reply.js";

/** What sending knows beside the reply. */
export interface SendOptions {
  /** Disturbs the sending itself; faults of other kinds are ignored here. */
  readonly fault?: Fault;
  /** Ends drips when the server closes or the client has gone. */
  readonly signal: AbortSignal;
}

/** Puts a reply on the socket, disturbed by the fault where there is one. */
export const sendReply = async (
  response: ServerResponse,
  reply: EncodedReply,
  { fault, signal }: SendOptions,
): Promise<void> => {
  if (fault?.kind === "reset") return cut(response, reply, fault.when);
  if (fault?.kind === "truncate") return truncate(response, reply);
  if (fault?.kind === "drip") return drip(response, reply, fault.bytesPerSecond, signal);
  if (Buffer.isBuffer(reply.body)) return sendWhole(response, reply, reply.body);
  response.writeHead(reply.status, reply.headers);
  if (response.req.method === "HEAD") return void response.end();
  await pipeline(Readable.from(reply.body, { objectMode: false }), response);
};

/** Cuts the connection with a TCP reset. */
export const resetConnection = (response: ServerResponse): void => {
  response.socket?.resetAndDestroy();
};

const sendWhole = (response: ServerResponse, reply: EncodedReply, body: Buffer): void => {
  response.writeHead(reply.status, withLength(reply, body.length));
  response.end(body);
};

const cut = async (
  response: ServerResponse,
  reply: EncodedReply,
  when: "before" | "after-apply" | "mid-body",
): Promise<void> => {
  if (when !== "mid-body") return resetConnection(response);
  const body = await collectBody(reply.body);
  // A body of one byte or none has no middle: claim one byte more than is ever sent.
  response.writeHead(reply.status, withLength(reply, Math.max(body.length, 1)));
  response.flushHeaders();
  const half = body.subarray(0, Math.floor(body.length / 2));
  if (half.length > 0) response.write(half);
  // Not a TCP reset: that makes the client's kernel drop what has already arrived.
  response.socket?.destroySoon();
};

const truncate = async (response: ServerResponse, reply: EncodedReply): Promise<void> => {
  const body = await collectBody(reply.body);
  sendWhole(response, reply, body.subarray(0, Math.floor(body.length / 2)));
};

const slicesPerSecond = 10;

const drip = async (
  response: ServerResponse,
  reply: EncodedReply,
  bytesPerSecond: number,
  signal: AbortSignal,
): Promise<void> => {
  const body = await collectBody(reply.body);
  response.writeHead(reply.status, withLength(reply, body.length));
  response.flushHeaders();
  const sliceBytes = Math.ceil(bytesPerSecond / slicesPerSecond);
  for (let sent = 0; sent < body.length; sent += sliceBytes) {
    await delay((sliceBytes / bytesPerSecond) * 1_000, undefined, { signal });
    response.write(body.subarray(sent, sent + sliceBytes));
  }
  response.end();
};

const withLength = ({ headers }: EncodedReply, length: number): EncodedReply["headers"] => ({
  ...headers,
  "content-length": String(length),
});
