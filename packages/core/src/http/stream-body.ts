import { ConnectorError } from "../errors/connector-error.js";
import { untilAborted } from "../pipeline/until-aborted.js";
import type { HttpRequest, StreamBody } from "./transport.js";

/** Bytes to be sent as they are read: in memory, a file's `Blob`, or any stream. */
export type UploadContent = Uint8Array | Blob | AsyncIterable<Uint8Array>;

/** What is to be sent as a stream. */
export interface Upload {
  /** Read once. */
  readonly content: UploadContent;
  /** Of a stream, where it is known: the upstream is then told beforehand. A `Blob` and bytes tell themselves. */
  readonly sizeBytes?: number;
}

/** Whether the request's body has begun to leave as a stream, so that the request cannot be made again. */
export const isSpent = ({ body }: Pick<HttpRequest, "body">): boolean => isStreamBody(body) && body.isSpent;

/** Tells a body that is read while it is sent from one in memory. */
export const isStreamBody = (body: HttpRequest["body"]): body is StreamBody =>
  typeof body === "object" && !(body instanceof Uint8Array);

/**
 * The body of one upload, checked while it leaves: no more than the cap, and as many bytes as were announced.
 * @throws ConnectorError `INVALID_INPUT` when it is known beforehand to be over the cap.
 */
export const createStreamBody = (
  { content, sizeBytes: stated }: Upload,
  { maxBytes }: { readonly maxBytes: number },
): StreamBody => {
  const sizeBytes = sizeOf(content) ?? stated;
  if (sizeBytes !== undefined && !(Number.isSafeInteger(sizeBytes) && sizeBytes >= 0))
    throw refused(`sizeBytes must be a whole number of bytes, not ${sizeBytes}.`);
  if (sizeBytes !== undefined && sizeBytes > maxBytes) throw refused(overCap(maxBytes));
  let isSpent = false;
  return {
    sizeBytes,
    get isSpent() {
      return isSpent;
    },
    async *[Symbol.asyncIterator]() {
      if (isSpent) throw new ConnectorError("INTERNAL", { message: "A stream can be sent only once." });
      isSpent = true;
      let sentBytes = 0;
      for await (const part of partsOf(content)) {
        sentBytes += part.byteLength;
        if (sentBytes > maxBytes) throw brokenOff(overCap(maxBytes));
        if (sizeBytes !== undefined && sentBytes > sizeBytes)
          throw brokenOff(`The content has more than the ${sizeBytes} bytes that were announced.`);
        yield part;
      }
      if (sizeBytes !== undefined && sentBytes < sizeBytes)
        throw brokenOff(`The content has ${sentBytes} bytes, fewer than the ${sizeBytes} that were announced.`);
    },
  };
};

/** The same body, given up as soon as the signal is aborted, even while its source makes it wait. */
export const boundBody = (body: StreamBody, signal: AbortSignal): StreamBody => ({
  sizeBytes: body.sizeBytes,
  get isSpent() {
    return body.isSpent;
  },
  async *[Symbol.asyncIterator]() {
    const parts = body[Symbol.asyncIterator]();
    let isOver = false;
    try {
      for (;;) {
        const step = await untilAborted(parts.next(), signal);
        if (step.done) break;
        yield step.value;
      }
      isOver = true;
    } finally {
      // A source that is being waited for takes note when it next moves: nobody can wait for that here.
      if (!isOver) parts.return?.().then(undefined, () => {});
    }
  },
});

const sizeOf = (content: UploadContent): number | undefined =>
  content instanceof Uint8Array ? content.byteLength : content instanceof Blob ? content.size : undefined;

async function* partsOf(content: UploadContent): AsyncGenerator<Uint8Array> {
  if (content instanceof Uint8Array) {
    if (content.byteLength > 0) yield content;
    return;
  }
  const source: AsyncIterable<unknown> = content instanceof Blob ? content.stream() : content;
  const parts = source[Symbol.asyncIterator]();
  let isOver = false;
  try {
    for (;;) {
      const step = await read(parts);
      if (step.done) break;
      if (!(step.value instanceof Uint8Array)) throw brokenOff("The content gave something other than bytes.");
      yield step.value;
    }
    isOver = true;
  } finally {
    if (!isOver) await parts.return?.();
  }
}

const read = async (parts: AsyncIterator<unknown>): Promise<IteratorResult<unknown>> => {
  try {
    return await parts.next();
  } catch (cause) {
    throw brokenOff("The content could not be read to its end.", cause);
  }
};

const overCap = (maxBytes: number): string => `The content is larger than the ${maxBytes} bytes allowed.`;

const refused = (message: string): ConnectorError =>
  new ConnectorError("INVALID_INPUT", { message, issues: [{ path: "content", message }] });

/** Part of it had left by then. */
const brokenOff = (message: string, cause?: unknown): ConnectorError =>
  new ConnectorError("INVALID_INPUT", {
    message,
    outcome: "unknown",
    issues: [{ path: "content", message }],
    ...(cause !== undefined && { cause }),
  });
