/** How the memory of a connection's caches is shared out. Bytes. */
export interface CacheBudget {
  /** Replies that are fresh, or may stand in for a failure. */
  readonly replyBytes: number;
  /** Replies that are kept to be revalidated. */
  readonly revalidationBytes: number;
  /** What replies were decoded to, for callers that only read it. */
  readonly answerBytes: number;
}

/** Divides `cacheMaxBytes`, so that all caches of a connection together stay within it. */
export const cacheBudget = (cacheMaxBytes: number): CacheBudget => {
  const quarter = Math.floor(cacheMaxBytes / 4);
  return { replyBytes: cacheMaxBytes - 2 * quarter, revalidationBytes: quarter, answerBytes: quarter };
};
