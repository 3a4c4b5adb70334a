import type { z } from "zod";
import type { ComposedCall } from "../operation.js";

/** A write whose outcome is unknown. */
export interface PastWrite<Input = unknown> {
  readonly input: Input;
  /** When it first left. Milliseconds since the epoch, by our clock: compare with {@link madeSince}. */
  readonly startedAtMs: number;
  /** The idempotency key that the upstream may have seen. */
  readonly key: string;
}

/** What reading told of a past write. `data` is what the write would have answered. */
export type Verification<Data = unknown> =
  | { readonly outcome: "executed"; readonly data: Data }
  | { readonly outcome: "not_executed" }
  | {
      readonly outcome: "unknown";
      /** A phrase for a person. */
      readonly reason: string;
      /** When another look may tell more. Milliseconds. */
      readonly retryAfterMs?: number;
    };

/** What verifying may use: reads of the same connection, past every cache. */
export type VerifyingCall = Pick<ComposedCall, "run" | "settings" | "apiVersion" | "signal">;

/** How an operation finds out by reading whether a write of it took effect. */
export interface VerifyFacts<I extends z.ZodType, O extends z.ZodType> {
  /**
   * How long after it was last under way a write that cannot be found certainly did not happen: covers requests that are
   * still being worked on and searches that lag behind. Milliseconds; default a minute.
   */
  readonly absentAfterMs?: number;
  /** Only reads. A failure of them means that it stays unknown. */
  read(call: VerifyingCall, write: PastWrite<z.output<I>>): Promise<Verification<z.output<O>>>;
}

/** Longest difference between our clock and an upstream's that is reckoned with. Milliseconds. */
export const clockToleranceMs = 120_000;

/**
 * Whether something with this time stamp can come from the write: `no`, it is older; `maybe`, older by no more than two
 * clocks may differ, so that it may also have been there before.
 */
export const madeSince = (
  timestamp: string | undefined,
  write: Pick<PastWrite, "startedAtMs">,
): "yes" | "maybe" | "no" => {
  const madeMs = timestamp === undefined ? Number.NaN : Date.parse(timestamp);
  if (Number.isNaN(madeMs)) return "maybe";
  // Most upstreams tell whole seconds: something made a moment after the write left then looks older.
  const resolutionMs = /:\d\d[.,]\d/.test(timestamp ?? "") ? 1 : 1_000;
  if (madeMs + resolutionMs > write.startedAtMs) return "yes";
  return madeMs >= write.startedAtMs - clockToleranceMs ? "maybe" : "no";
};

/** What was found, with when it was made where the upstream says so. */
export interface Finding<Data> {
  readonly data: Data;
  readonly madeAt: string | undefined;
}

/**
 * The verdict over everything that looks like what the write would have made. Exactly one that was made since: that is it.
 * Several, or one that may have been there before: nobody can tell.
 */
export const verdictOf = <Data>(
  found: readonly Finding<Data>[],
  write: Pick<PastWrite, "startedAtMs">,
): Verification<Data> => {
  const candidates = found.filter(({ madeAt }) => madeSince(madeAt, write) !== "no");
  const [first, second] = candidates;
  if (first === undefined) return { outcome: "not_executed" };
  if (second !== undefined)
    return { outcome: "unknown", reason: `${candidates.length} alike were made about that time` };
  if (madeSince(first.madeAt, write) === "yes") return { outcome: "executed", data: first.data };
  return { outcome: "unknown", reason: "one alike was made about that time, perhaps just before" };
};
