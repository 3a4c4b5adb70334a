import type { Warning } from "./envelope.js";
import type { Reply } from "./http/transport.js";
import { copyReply } from "./pipeline/reply-copy.js";

/** What an operation made of a reply. */
export interface DecodedAnswer {
  readonly data: unknown;
  readonly warnings: readonly Warning[];
}

/** Decoded answers of cached replies, for callers that only read them. */
export interface SharedAnswers {
  /**
   * The frozen answer that this very reply was decoded to before, or else now. What `decode` is given is a copy, so that
   * the cache does not hold the parsed JSON too.
   */
  of(reply: Reply, decode: (copy: Reply) => DecodedAnswer): DecodedAnswer;
}

interface Kept {
  readonly answer: DecodedAnswer;
  readonly sizeBytes: number;
}

/** Larger replies take long to walk through, and are read seldom. */
const maxReplyBytes = 32 * 1024;

/** Answers of one connection, the oldest forgotten first when they would take more than `maxBytes`. */
export const createSharedAnswers = ({ maxBytes }: { readonly maxBytes: number }): SharedAnswers => {
  const known = new Map<Reply, Kept>();
  let keptBytes = 0;
  const keep = (reply: Reply, kept: Kept): void => {
    known.set(reply, kept);
    keptBytes += kept.sizeBytes;
    for (const [oldest, { sizeBytes }] of known) {
      if (keptBytes <= maxBytes) return;
      known.delete(oldest);
      keptBytes -= sizeBytes;
    }
  };
  return {
    of: (reply, decode) => {
      const former = known.get(reply);
      if (former) return former.answer;
      const answer = decode(copyReply(reply));
      if (reply.bytes.byteLength > maxReplyBytes) return answer;
      // The reply itself is held too, even when the cache has let go of it.
      keep(reply, { answer, sizeBytes: entryBytes + reply.bytes.byteLength + freezeAll(answer) });
      return answer;
    },
  };
};

/** Sizes of what V8 makes of a value, rounded up. Bytes. */
const entryBytes = 256;
const objectBytes = 48;
const fieldBytes = 24;

/** Freezes a value to its last part and estimates the memory it takes. Bytes. */
const freezeAll = (value: unknown): number => {
  if (typeof value === "string") return objectBytes + 2 * value.length;
  if (typeof value !== "object" || value === null) return 0;
  if (ArrayBuffer.isView(value)) return objectBytes + value.byteLength; // bytes cannot be frozen
  Object.freeze(value);
  let sizeBytes = objectBytes;
  for (const part of Object.values(value)) sizeBytes += fieldBytes + freezeAll(part);
  return sizeBytes;
};
