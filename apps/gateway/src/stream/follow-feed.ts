import { type Clock, isConnectorError } from "@trunkline/core";
import type { Feed, FeedItem } from "@trunkline/events";
import { comment, position, type SseWriter, StalledReader, toSse } from "./sse.js";
import type { StreamLimits } from "./stream-limits.js";
import type { StreamRequest } from "./stream-query.js";

/** One stream. */
export interface Following {
  readonly feed: Pick<Feed, "next">;
  readonly clock: Clock;
  /** Where to begin: a cursor. */
  readonly after: string;
  readonly request: StreamRequest;
  readonly limits: StreamLimits;
  readonly writer: SseWriter;
  /** Aborted when the client goes away or the process stops. */
  readonly signal: AbortSignal;
  /** Asked for each page, since scopes, flags and exposure may change under a stream that lasts for days. */
  audible(): (connector: string) => boolean;
  /** Asked with each heartbeat. Rejects when the key is no longer valid. */
  reauthenticate(): Promise<void>;
}

/** Text that is gathered before it is handed to the socket. */
const chunkChars = 32_768;

/** Follows the feed until something ends it; resolves to what the client is to be told then. */
export const followFeed = async (stream: Following): Promise<string> => {
  const { feed, clock, request, limits, writer, signal } = stream;
  const { types, connections } = request;
  let cursor = stream.after;
  let beatMs = clock.monotonic();
  try {
    await writer.write(`retry: ${limits.retryMs}\n${position(cursor)}`, signal);
    for (;;) {
      const page = await feed.next({ after: cursor, types, connections, waitMs: limits.heartbeatMs, signal });
      await writeItems(page.items, stream);
      cursor = page.cursor;
      if (clock.monotonic() - beatMs < limits.heartbeatMs) continue;
      beatMs = clock.monotonic();
      await stream.reauthenticate();
      await writer.write(comment("still here") + position(cursor), signal);
    }
  } catch (error) {
    return farewellOf(error, cursor, stream);
  }
};

const writeItems = async (items: readonly FeedItem[], { audible, writer, signal }: Following): Promise<void> => {
  const isAudible = audible();
  let text = "";
  for (const item of items) {
    if (!isAudible(item.connector)) continue;
    text += toSse(item);
    if (text.length < chunkChars) continue;
    await writer.write(text, signal);
    text = "";
  }
  if (text !== "") await writer.write(text, signal);
};

const farewellOf = (error: unknown, cursor: string, { limits }: Following): string => {
  const again = `retry: ${limits.retryMs}\n`;
  if (error instanceof StalledReader)
    return comment("You read more slowly than events come. Connect again with the last id that you received.");
  if (!isConnectorError(error)) return again + comment("The stream broke off. Connect again with the last id.");
  if (error.code === "SHUTTING_DOWN") return again + comment("The server stops. Connect again with the last id.");
  if (error.code === "CURSOR_EXPIRED") return comment(`${error.code}: ${error.message} (at ${cursor})`);
  return comment(`${error.code}: ${error.message}`);
};
