import type { CacheOutcome, QuotaMeta } from "../envelope.js";
import type { HttpRequest, Reply } from "../http/transport.js";
import type { OnceJournal } from "../ledger/answer-once.js";
import type { PastWrite, Verification } from "../ledger/verification.js";
import type { WriteAnswer } from "../ledger/write-ledger.js";
import type { AnyExchangeOperation, Idempotency } from "../operation.js";
import type { Lane } from "../quotas/bucket.js";

/** What the policies find out on the way, for the envelope's meta. One per call, written by the policy that knows. */
export interface CallJournal extends OnceJournal {
  attempts: number;
  queuedMs: number;
  cache: CacheOutcome;
  /** Shared another call's exchange. */
  joined?: boolean;
  quota?: QuotaMeta;
  /** Of a write: the caller's key, or the one minted for the call. */
  idempotencyKey?: string;
  /** The write's first answer where that was no reply: it is given in place of what would be decoded. */
  known?: Extract<WriteAnswer, { readonly kind: "data" }>;
}

/** One exchange-to-be on its way down the pipeline. Policies pass on a changed copy, never a changed original. */
export interface Call {
  readonly operation: AnyExchangeOperation;
  /** Validated. */
  readonly input: unknown;
  readonly request: HttpRequest;
  /** `tenant/connector/name`: what breaker, quota, cache and credential are keyed by. */
  readonly connectionKey: string;
  readonly signal: AbortSignal;
  /** Latest moment for the whole call. Milliseconds since the epoch. */
  readonly deadlineMs: number;
  readonly lane: Lane;
  /** Who asks, for fairness within a lane. */
  readonly caller: string;
  readonly requestId: string;
  /** What repeating this call does, for this input and API version. */
  readonly idempotency: Idempotency;
  /** Of a write: the caller's key within the caller's own ones, or one minted for this call. The same for every attempt. */
  readonly idempotencyKey?: string;
  /** True when the key is the caller's own, so that a repeated call can be recognised. */
  readonly idempotencyKeySupplied: boolean;
  /** Of a write: looks whether it took effect. */
  readonly verify?: (write: PastWrite, endedAgoMs: number) => Promise<Verification>;
  /** Counted from 1; 0 above the retry policy. */
  readonly attempt: number;
  /** Asks the caches for nothing older than now; what comes back is still stored. */
  readonly fresh: boolean;
  /** True: a cached reply may be given as it is, since its reader makes its own copy where it needs one. */
  readonly sharesReply?: boolean;
  /** What equal reads have in common. Set by the first policy that needs it. */
  readonly cacheKey?: string;
  readonly journal: CallJournal;
}

/** The rest of the pipeline. */
export type Next = (call: Call) => Promise<Reply>;

/** One behaviour around a call. */
export type Policy = (call: Call, next: Next) => Promise<Reply>;

/** Policies around a terminal, outermost first. */
export const compose = (policies: readonly Policy[], terminal: Next): Next =>
  policies.reduceRight<Next>((next, policy) => (call) => policy(call, next), terminal);
