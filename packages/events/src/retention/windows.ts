/** How long what is kept is kept. Days. */
export interface RetentionWindows {
  /** Events whose work is finished. */
  readonly eventDays: number;
  /** Finished work. */
  readonly workDays: number;
  /** Single tries of finished work. */
  readonly attemptDays: number;
  /** Writes that are done or failed: for so long a repeat with the same key gets the first answer. */
  readonly writeDays: number;
  /** Single tries to deliver outgoing webhooks. */
  readonly deliveryDays: number;
  /** The feed: how far back a reader may resume. */
  readonly feedDays: number;
  readonly auditDays: number;
}

/** The windows unless others are set. */
export const defaultRetention: RetentionWindows = {
  eventDays: 30,
  workDays: 30,
  attemptDays: 14,
  writeDays: 30,
  deliveryDays: 30,
  feedDays: 7,
  auditDays: 400,
};
