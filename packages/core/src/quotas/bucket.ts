import type { Reply } from "../http/transport.js";
import type { AnyExchangeOperation } from "../operation.js";

/** What the upstream counts an allowance by, where that is something in the input: a property, a site. */
export interface Keyed {
  /**
   * Which one a call draws on. Nothing: what all calls without a key share. The key appears in explanations and health, never
   * in metrics. The least recently used ones are forgotten past 256.
   */
  per?(input: Readonly<Record<string, unknown>>, settings: Readonly<Record<string, unknown>>): string | undefined;
}

/** A separately counted allowance of an upstream, as data. */
export type BucketSpec = Keyed & Allowance;

type Allowance =
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

/** Which call a reply answers. */
export interface FeedbackContext {
  readonly operation: AnyExchangeOperation;
  readonly input: unknown;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

/** A connector's allowances and how its replies report on them. */
export interface Quotas {
  readonly buckets: readonly BucketSpec[];
  /** Called with every reply, failed ones too. What it tells of a keyed bucket is about the key of this call. */
  feedback?(reply: Reply, context: FeedbackContext): readonly QuotaFeedback[];
}

/** `interactive` overtakes `bulk`; bulk never starves. */
export type Lane = "interactive" | "bulk";
