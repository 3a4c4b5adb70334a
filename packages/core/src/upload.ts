import { uploadComposed } from "./composed.js";
import type { CallOptions } from "./connection.js";
import { isComposed } from "./define-operation.js";
import type { Envelope } from "./envelope.js";
import { ConnectorError } from "./errors/connector-error.js";
import { readReply, toCall } from "./exchange.js";
import { observe, type RunningCall, refuseDisabled, validInput, type Work } from "./execute.js";
import { boundBody, createStreamBody, type Upload } from "./http/stream-body.js";
import type { HttpRequest, StreamBody } from "./http/transport.js";
import type { AnyExchangeOperation, AnyOperation } from "./operation.js";
import type { Runtime } from "./runtime.js";
import { sendThrough } from "./send-through.js";

/** Runs an operation with a stream in place of the input that holds its bytes. Never rejects. */
export const sendUpload = (
  runtime: Runtime,
  operation: AnyOperation,
  input: unknown,
  upload: Upload,
  options: CallOptions = {},
): Promise<Envelope<unknown>> => observe(runtime, { operation, options }, run, { input, upload });

interface Sent {
  readonly input: unknown;
  readonly upload: Upload;
}

const run: Work<unknown, Sent> = async (runtime, running, { input, upload }) => {
  const { operation } = running;
  refuseDisabled(runtime, operation);
  if (operation.upload === undefined)
    throw new ConnectorError("INVALID_INPUT", { message: `${operation.id} takes no stream.` });
  const valid = validInput({ id: operation.id, input: operation.upload.input }, input);
  return isComposed(operation) && operation.upload
    ? uploadComposed(runtime, running, operation.upload, { input: valid, upload })
    : uploadExchange(runtime, running, operation as AnyExchangeOperation, { input: valid, upload });
};

const uploadExchange = async (
  runtime: Runtime,
  running: RunningCall,
  operation: AnyExchangeOperation,
  { input, upload }: Sent,
): Promise<unknown> => {
  const { transport, limits } = runtime;
  const { request = operation.request, maxBytes = limits.maxStreamBytes } = operation.upload ?? {};
  const body = createStreamBody(upload, { maxBytes: Math.min(maxBytes, limits.maxStreamBytes) });
  const call = toCall(runtime, running, operation, input, request as AnyExchangeOperation["request"]);
  const send = sendThrough(transport, limits);
  const reply = await runtime.transfer({ ...call, request: withBody(call.request, body) }, (attempt) =>
    send({ ...attempt, request: { ...attempt.request, body: boundBody(body, attempt.signal) } }),
  );
  return readReply(runtime, running, operation, input, reply);
};

const withBody = (request: HttpRequest, body: StreamBody): HttpRequest => ({
  ...request,
  headers: {
    "content-type": "application/octet-stream",
    ...request.headers,
    ...(body.sizeBytes !== undefined && { "content-length": String(body.sizeBytes) }),
  },
  body,
});
