/** Queue of the deliveries. */
export const deliveriesQueue = "deliveries";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Pauses before the second and every further try of a delivery: 28 hours in all. Milliseconds. */
export const retryScheduleMs: readonly number[] = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  10.5 * hour,
];

/** How long a message is worth trying: waits that a receiver asks for do not shorten its schedule, nor go beyond this. */
export const messageLifeMs = retryScheduleMs.reduce((sum, pauseMs) => sum + pauseMs, 0);

/** Tries of one delivery before it becomes a dead letter. */
export const deliveryAttempts = retryScheduleMs.length + 1;

/** Facts of the deliveries that are the same for all endpoints. */
export const deliveryLimits = {
  /** Longest exchange with a receiver. */
  timeoutMs: 15 * second,
  /** Deliveries at once by one process. */
  concurrency: 16,
  /** Of these to one endpoint, so that a slow one leaves room for the others. */
  perEndpoint: 4,
  /** Longest wait that a receiver's `Retry-After` is believed. */
  longestRetryAfterMs: 1 * hour,
  /** How often work for a disabled endpoint looks whether it is enabled again. */
  disabledCheckMs: 5 * minute,
  /** An endpoint that has only failed for so long is disabled. */
  disableAfterMs: 5 * 24 * hour,
  /** How long an old secret still signs after a rotation, unless said otherwise. */
  secretOverlapMs: 24 * hour,
  /** Bytes of a reply that are read, so that its connection can be used again. Nothing of them is kept. */
  replyBytes: 16_384,
} as const;
