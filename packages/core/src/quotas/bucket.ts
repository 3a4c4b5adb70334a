import type { Reply } from "../http/transport.js";

/** A separately counted allowance of an upstream, as data. */
export type BucketSpec =
  /** Refills steadily: `capacity` units, `refillPerSecond` back. Cost-based ones are corrected by feedback. */
  | { readonly id: string; readonly kind: "token"; readonly capacity: number; readonly refillPerSecond: number }
  /** `limit` units in each window of `windowMs`, aligned to its first use or to the clock (`alignTo: "clock"`). */
  | {
      readonly id: string;
      readonly kind: "window";
      readonly limit: number;
      readonly windowMs: number;
      readonly alignTo?: "first-use" | "clock";
    }
  /** At most `limit` calls at once. */
  | { readonly id: string; readonly kind: "concurrency"; readonly limit: number };

/** What a reply says about a bucket. Every field is optional: an upstream tells some of it. */
export interface QuotaFeedback {
  readonly bucket: string;
  readonly remaining?: number;
  readonly capacity?: number;
  readonly refillPerSecond?: number;
  /** What the upstream demanded to be there before it ran the call, where it says. */
  readonly requestedCost?: number;
  /** What the call really took, where it differs from what was reserved. */
  readonly actualCost?: number;
  /** Nothing more until then. Milliseconds from now. */
  readonly blockedForMs?: number;
}

/** A connector's allowances and how its replies report on them. */
export interface Quotas {
  readonly buckets: readonly BucketSpec[];
  /** Called with every reply, failed ones too. */
  feedback?(reply: Reply): readonly QuotaFeedback[];
}

/** `interactive` overtakes `bulk`; bulk never starves. */
export type Lane = "interactive" | "bulk";
