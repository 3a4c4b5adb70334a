/** How large an event may be. */
export interface EventLimits {
  /** Of the payload as JSON text. */
  readonly payloadBytes: number;
  /** Of the headers as JSON text. */
  readonly headersBytes: number;
  /** Levels of arrays and objects in the payload. */
  readonly payloadDepth: number;
}

/** The limits unless others are set. */
export const defaultEventLimits: EventLimits = {
  payloadBytes: 5 * 1024 * 1024,
  headersBytes: 16 * 1024,
  payloadDepth: 200,
};
