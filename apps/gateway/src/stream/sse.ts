import type { ServerResponse } from "node:http";
import type { Clock } from "@trunkline/core";
import type { FeedItem } from "@trunkline/events";

/** An item as an event of the stream. Its data is one line of JSON. */
export const toSse = (item: FeedItem): string => {
  const { cursor, messageId, type, connection, key, timestamp } = item;
  const facts = JSON.stringify({ id: messageId, type, timestamp, connection, key });
  return `id: ${cursor}\ndata: ${facts.slice(0, -1)},"data":${item.dataJson}}\n\n`;
};

/** A line that clients ignore. */
export const comment = (text: string): string => `: ${text}\n\n`;

/** Lets a client go on from here when it connects again, without an event. */
export const position = (cursor: string): string => `id: ${cursor}\n\n`;

/** The reader took nothing for too long. */
export class StalledReader extends Error {
  override readonly name = "StalledReader";
}

/** Writes no faster than the reader takes. */
export interface SseWriter {
  /** @throws StalledReader, the signal's reason */
  write(text: string, signal: AbortSignal): Promise<void>;
}

/** How a stream is written. */
export interface SseWriterOptions {
  readonly clock: Clock;
  /** Longest wait for the reader. Milliseconds. */
  readonly stallMs: number;
}

/** A writer on a response. At most what was handed over last is held in memory beyond the socket's own buffer. */
export const createSseWriter = (response: ServerResponse, { clock, stallMs }: SseWriterOptions): SseWriter => ({
  write: async (text, signal) => {
    signal.throwIfAborted();
    if (response.write(text)) return;
    const drained = Promise.withResolvers<void>();
    const over = new AbortController();
    response.once("drain", drained.resolve);
    const stalled = clock.sleep(stallMs, AbortSignal.any([signal, over.signal])).then(() => {
      throw new StalledReader("The reader takes nothing.");
    });
    try {
      await Promise.race([drained.promise, stalled]);
    } finally {
      response.off("drain", drained.resolve);
      over.abort();
      stalled.catch(() => {}); // ended above, or rejected through the race
    }
  },
});
