import { isConnectorError } from "../errors/connector-error.js";
import type { Reply } from "../http/transport.js";
import type { AnyExchangeOperation, QuotaUse } from "../operation.js";
import type { QuotaFeedback } from "../quotas/bucket.js";
import { createLearnedCosts } from "./learned-costs.js";
import type { PipelineDeps } from "./pipeline.js";
import type { Call, Policy } from "./policy.js";
import { recordWait } from "./record-wait.js";

/** What one call takes from one bucket. */
export interface BucketUse {
  readonly bucket: string;
  readonly cost: number;
}

/** What a call with this input takes from which buckets. Without input, where the cost depends on it: 1 of each. */
export const quotaUses = (operation: AnyExchangeOperation, input: unknown): readonly BucketUse[] => {
  const { quota } = operation;
  if (quota === undefined) return [];
  const uses: readonly QuotaUse<unknown>[] = Array.isArray(quota) ? quota : [quota];
  return uses.map(({ bucket, cost = 1 }) => ({
    bucket,
    cost: typeof cost === "number" ? cost : input === undefined ? 1 : cost(input),
  }));
};

type RateLimitDeps = Pick<PipelineDeps, "quotas" | "allowances" | "settings" | "clock" | "metrics" | "labels">;

/**
 * Waits until the operation's buckets have room, and tells them afterwards what the reply says of them. A 429 closes
 * the buckets for as long as it asks, unless the connector's own feedback speaks of a pause.
 */
export const rateLimit = (deps: RateLimitDeps): Policy => {
  const costs = createLearnedCosts();
  return async function rateLimit(call, next) {
    const stated = quotaUses(call.operation, call.input);
    if (stated.length === 0) return next(call);
    const uses = costs.correct(call.operation.id, stated);
    const { input, lane, caller, signal, deadlineMs, journal } = call;
    const reservation = await deps.quotas.reserve({ uses, input, lane, caller, signal, deadlineMs });
    recordWait(deps, call, reservation.waitedMs);
    const attemptsBefore = journal.attempts;
    try {
      const reply = await next(call);
      const feedback = feedbackOf(deps, call, reply);
      costs.learn(call.operation.id, stated, feedback);
      reservation.settle(feedback, true);
      return reply;
    } catch (error) {
      const cost = journal.attempts > attemptsBefore && !costNothing(error);
      const feedback = failureFeedback(deps, call, error, uses);
      costs.learn(call.operation.id, stated, feedback);
      reservation.settle(feedback, cost);
      throw error;
    } finally {
      report(deps, call, uses);
    }
  };
};

/** Throttled, or by the transport's word never sent. */
const costNothing = (error: unknown): boolean =>
  isConnectorError(error) &&
  (error.code === "RATE_LIMITED" ||
    error.code === "BLOCKED_ADDRESS" ||
    (error.code === "NETWORK" && error.outcome === "not_executed" && error.status === undefined));

const feedbackOf = (
  { allowances, settings, clock }: RateLimitDeps,
  { operation, input }: Call,
  reply: Reply,
): readonly QuotaFeedback[] | undefined => {
  if (allowances.feedback === undefined) return undefined;
  try {
    return allowances.feedback(reply, { operation, input, settings, nowMs: clock.now() });
  } catch {
    return undefined; // an odd body says nothing of quotas
  }
};

const failureFeedback = (
  deps: RateLimitDeps,
  call: Call,
  error: unknown,
  uses: readonly BucketUse[],
): readonly QuotaFeedback[] | undefined => {
  if (!isConnectorError(error) || error.reply === undefined) return undefined;
  const feedback = feedbackOf(deps, call, error.reply) ?? [];
  const blockedForMs = error.code === "RATE_LIMITED" ? error.retryAfterMs : undefined;
  if (blockedForMs === undefined || feedback.some((told) => told.blockedForMs !== undefined)) return feedback;
  return [...feedback, ...uses.map(({ bucket }) => ({ bucket, blockedForMs }))];
};

/** The envelope shows the first bucket, the metrics all of them; of a keyed one the scarcest, since keys are no label. */
const report = (
  { quotas, metrics, labels }: RateLimitDeps,
  { journal, input }: Call,
  uses: readonly BucketUse[],
): void => {
  for (const [index, { bucket }] of uses.entries()) {
    const meta = quotas.meta(bucket, input);
    if (meta === undefined) continue;
    if (index === 0) journal.quota = meta;
    metrics.set(
      "connector_quota_remaining",
      { connector: labels.connector, connection: labels.connection, bucket },
      quotas.leastLeft(bucket) ?? meta.remaining,
    );
  }
};
