import type { Clock } from "../clock.js";

/** Differences up to this are latency and the header's whole seconds, not a wrong clock. */
const unremarkableMs = 5_000;

/** The vendor's idea of the time, learned from its replies: ours may be wrong. */
export interface VendorClock {
  /** Milliseconds since the epoch. Our own clock until a reply told otherwise. */
  now(): number;
  /** A moment of our clock as the vendor would state it. Milliseconds since the epoch. */
  at(localMs: number): number;
  /** Takes in a reply's `Date` header. The moments are of our own clock. */
  observe(dateHeader: string | undefined, sentAtMs: number, receivedAtMs: number): void;
}

/** Builds a vendor's clock on ours. */
export const createVendorClock = (clock: Pick<Clock, "now">): VendorClock => {
  let offsetMs = 0;
  const at = (localMs: number): number => localMs + offsetMs;
  return {
    now: () => at(clock.now()),
    at,
    observe(dateHeader, sentAtMs, receivedAtMs) {
      const dateMs = dateHeader === undefined ? Number.NaN : Date.parse(dateHeader);
      if (Number.isNaN(dateMs)) return;
      const differenceMs = dateMs - (sentAtMs + receivedAtMs) / 2;
      const latencyMs = Math.max(0, receivedAtMs - sentAtMs) / 2;
      offsetMs = Math.abs(differenceMs) <= unremarkableMs + latencyMs ? 0 : Math.round(differenceMs);
    },
  };
};
