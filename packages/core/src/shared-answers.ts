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

/** Bounds the memory: a decoded answer takes a few times its reply's bytes, and the cache counts only those. */
const maxAnswers = 256;
const maxReplyBytes = 32 * 1024;

/** Answers of one connection. */
export const createSharedAnswers = (): SharedAnswers => {
  const known = new Map<Reply, DecodedAnswer>();
  return {
    of: (reply, decode) => {
      const former = known.get(reply);
      if (former) return former;
      const answer = decode(copyReply(reply));
      if (reply.bytes.byteLength > maxReplyBytes) return answer;
      freezeAll(answer);
      if (known.size >= maxAnswers) known.clear();
      known.set(reply, answer);
      return answer;
    },
  };
};

const freezeAll = (value: unknown): void => {
  // Bytes cannot be frozen.
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) freezeAll(part);
};
