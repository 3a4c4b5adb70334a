/** Bounds and rhythm of the streams. */
export interface StreamLimits {
  /** Streams at once in this process. */
  readonly total: number;
  /** Of these with one key. */
  readonly perKey: number;
  /** Longest silence: then a heartbeat is sent, and the key is looked at again. Milliseconds. */
  readonly heartbeatMs: number;
  /** A reader who takes nothing for so long is dropped. Milliseconds. */
  readonly stallMs: number;
  /** How long a dropped reader may still take what was written before. Milliseconds. */
  readonly graceMs: number;
  /** Pause before a client connects again. Milliseconds. */
  readonly retryMs: number;
}

/** The limits when nobody says otherwise. */
export const defaultStreamLimits: StreamLimits = {
  total: 500,
  perKey: 20,
  heartbeatMs: 15_000,
  stallMs: 30_000,
  graceMs: 5_000,
  retryMs: 2_000,
};
