import { downloadComposed } from "./composed.js";
import type { CallOptions } from "./connection.js";
import { isComposed } from "./define-operation.js";
import type { Envelope } from "./envelope.js";
import { ConnectorError } from "./errors/connector-error.js";
import { toCall } from "./exchange.js";
import { observe, type RunningCall, refuseDisabled, validInput, type Work } from "./execute.js";
import { fileNameOf } from "./http/content-disposition.js";
import { tooLarge } from "./http/decode-body.js";
import { createReply } from "./http/reply.js";
import type { Reply, ReplyHead, StreamReply } from "./http/transport.js";
import { watchBody } from "./http/watch-body.js";
import type { AnyExchangeOperation, AnyOperation } from "./operation.js";
import { neverAborted, onAbort } from "./pipeline/on-abort.js";
import type { Call } from "./pipeline/policy.js";
import type { Runtime } from "./runtime.js";
import type { Download } from "./transfer.js";

/** Opens the file that an operation answers with. The envelope is about its beginning; `content` throws. */
export const openDownload = (
  runtime: Runtime,
  operation: AnyOperation,
  input: unknown,
  options: CallOptions = {},
): Promise<Envelope<Download>> => observe(runtime, { operation, options }, run, input);

const run: Work<Download, unknown> = async (runtime, running, input) => {
  const { operation } = running;
  refuseDisabled(runtime, operation);
  if (operation.download === undefined)
    throw new ConnectorError("INVALID_INPUT", { message: `${operation.id} does not answer with a file.` });
  const valid = validInput(operation, input);
  return isComposed(operation)
    ? downloadComposed(runtime, running, operation.download, valid)
    : downloadExchange(runtime, running, operation, valid);
};

/** A reply whose body has not been read, and what ends it. */
interface Opened {
  readonly reply: StreamReply;
  readonly exchange: AbortController;
}

const downloadExchange = async (
  runtime: Runtime,
  running: RunningCall,
  operation: AnyExchangeOperation,
  input: unknown,
): Promise<Download> => {
  const { download = {} } = operation;
  let opened: Opened | undefined;
  const open = async (attempt: Call): Promise<Reply> => {
    opened?.exchange.abort(superseded);
    opened = undefined;
    const exchange = new AbortController();
    // Never taken off: an attempt that is given up just as it opens must not leave its socket behind.
    onAbort(attempt.signal, () => exchange.abort(attempt.signal.reason));
    const reply = await runtime.transport.open(attempt.request, { signal: exchange.signal });
    const isFile = reply.status >= 200 && reply.status < 300 && (download.isFile?.(reply) ?? true);
    if (!isFile) return readWhole(reply, runtime.limits.maxReplyBytes);
    opened = { reply, exchange };
    return createReply({ status: reply.status, headers: reply.headers });
  };
  try {
    const { status } = await runtime.transfer(toCall(runtime, running, operation, input), open);
    if (opened === undefined) throw noFile(operation, status);
    const maxBytes = download.maxBytes?.(input) ?? runtime.limits.maxStreamBytes;
    return toDownload(runtime, opened, { maxBytes, signal: running.options.signal ?? neverAborted });
  } catch (error) {
    opened?.exchange.abort(error);
    throw error;
  }
};

const superseded = new Error("The exchange was made anew");

const toDownload = (
  { clock, limits }: Runtime,
  { reply, exchange }: Opened,
  { maxBytes, signal }: { readonly maxBytes: number; readonly signal: AbortSignal },
): Download => {
  const sizeBytes = sizeOf(reply);
  if (sizeBytes !== undefined && sizeBytes > maxBytes) throw tooLarge(maxBytes);
  const fileName = fileNameOf(reply.headers["content-disposition"]);
  const contentType = reply.headers["content-type"];
  return {
    ...(fileName !== undefined && { fileName }),
    ...(contentType !== undefined && { contentType }),
    ...(sizeBytes !== undefined && { sizeBytes }),
    content: watchBody(reply.body, { clock, idleMs: limits.bodyTimeoutMs, maxBytes, signal, exchange }),
  };
};

const sizeOf = ({ headers }: ReplyHead): number | undefined => {
  const stated = headers["content-length"];
  return stated !== undefined && /^\d{1,15}$/.test(stated) ? Number(stated) : undefined;
};

/** A refusal, or a success that is no file: small, and judged like any other reply. */
const readWhole = async ({ status, headers, body }: StreamReply, maxBytes: number): Promise<Reply> => {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const part of body) {
    sizeBytes += part.byteLength;
    if (sizeBytes > maxBytes) throw tooLarge(maxBytes);
    parts.push(part);
  }
  return createReply({ status, headers, body: Buffer.concat(parts, sizeBytes) });
};

const noFile = ({ id }: AnyOperation, status: number): ConnectorError =>
  new ConnectorError("CONTRACT_VIOLATION", {
    message: `The upstream answered ${id} with ${status} but without a file.`,
    status,
  });
