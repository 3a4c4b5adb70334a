/** Google gives up on a report after a minute; a slot that is taken elsewhere is waited for. */
export const reportTimes = { timeoutMs: 60_000, deadlineMs: 180_000 } as const;

/** Answers may cover today, whose figures grow. Milliseconds. */
export const cacheMs = 5 * 60_000;

/** How long definitions are believed: names, compatibility. Milliseconds. */
export const dayMs = 24 * 60 * 60_000;

/** How long administrative lists are believed. Milliseconds. */
export const adminCacheMs = 10 * 60_000;

/** Said of everything that Google may change without notice. */
export const experimental = "Experimental: Google calls this API alpha and may change it.";
