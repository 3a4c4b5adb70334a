import { Readable } from "node:stream";
import { ConnectorError, isConnectorError, toErrorEnvelope } from "@trunkline/core";
import type { FastifyReply } from "fastify";

/** Media type of one JSON value per line. */
export const ndjsonType = "application/x-ndjson";

const batchChars = 16_384;

/** Whether the caller asks for a stream of items. */
export const wantsItems = (accept: string | undefined): boolean =>
  accept !== undefined && /application\/(x-)?ndjson/i.test(accept);

/**
 * Sends items one per line, no faster than the client takes them. A failure before the first item rejects;
 * a later one is the last line, `{"error":…}`, because the status has then been sent.
 */
export const sendItems = async (reply: FastifyReply, items: AsyncIterable<unknown>): Promise<FastifyReply> => {
  const iterator = items[Symbol.asyncIterator]();
  const first = await iterator.next();
  // Lines go out as they are: a proxy that holds them back would turn the stream into a long wait.
  const stream = Readable.from(batched(linesOf(first, iterator)), { objectMode: false, highWaterMark: batchChars });
  return reply
    .code(200)
    .headers({ "cache-control": "no-store", "x-accel-buffering": "no" })
    .type(ndjsonType)
    .send(stream);
};

async function* linesOf(first: IteratorResult<unknown>, iterator: AsyncIterator<unknown>): AsyncGenerator<string> {
  try {
    for (let step = first; !step.done; step = await iterator.next()) yield `${JSON.stringify(step.value)}\n`;
  } catch (thrown) {
    const error = isConnectorError(thrown)
      ? thrown
      : new ConnectorError("INTERNAL", { message: "The stream broke off.", cause: thrown });
    yield `${JSON.stringify({ error: toErrorEnvelope(error) })}\n`;
  } finally {
    await iterator.return?.();
  }
}

const waiting = Symbol("waiting");
const nextTurn = (): Promise<typeof waiting> => new Promise((resolve) => setImmediate(resolve, waiting));

/** Joins what is ready at once into larger chunks, and sends what there is as soon as the source makes it wait. */
async function* batched(lines: AsyncGenerator<string>): AsyncGenerator<Buffer> {
  let batch = "";
  try {
    for (;;) {
      const next = lines.next();
      let step = batch === "" ? await next : await Promise.race([next, nextTurn()]);
      if (step === waiting) {
        yield Buffer.from(batch);
        batch = "";
        step = await next;
      }
      if (step.done) break;
      batch += step.value;
      if (batch.length >= batchChars) {
        yield Buffer.from(batch);
        batch = "";
      }
    }
    if (batch !== "") yield Buffer.from(batch);
  } finally {
    await lines.return(undefined);
  }
}
