import type { Obstacle } from "../connection.js";
import { ConnectorError } from "../errors/connector-error.js";
import { tolerance } from "./live-bucket.js";
import type { Use } from "./waiter.js";

/** The use that asks for more than its bucket can ever hold, where there is one. */
export const oversizedUse = (uses: readonly Use[]): Use | undefined =>
  uses.find(({ bucket, cost }) => cost > bucket.capacity + tolerance);

/** The use that has to wait longest. */
export const slowestUse = (uses: readonly Use[], nowMs: number): Use | undefined =>
  uses.reduce<Use | undefined>(
    (slowest, use) =>
      !slowest || use.bucket.etaMs(use.cost, nowMs) > slowest.bucket.etaMs(slowest.cost, nowMs) ? use : slowest,
    undefined,
  );

/** A sentence on a cost that no wait can make room for. */
export const oversizedReason = ({ bucket, cost }: Use): string =>
  `The call costs ${figure(cost)} of quota ${bucket.title}, which holds at most ${figure(bucket.capacity)}.`;

/** Units for a reader: at most two decimals. */
export const figure = (units: number): string => String(Math.round(units * 100) / 100);

/** A duration for a reader, rounded up. */
export const duration = (ms: number): string => {
  if (ms < 1_000) return `${Math.ceil(ms)} ms`;
  const seconds = Math.ceil(ms / 100) / 10;
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3_600)} h`;
};

/** `QUOTA_EXHAUSTED`: the call can never be served as it is. */
export const oversized = (use: Use): ConnectorError =>
  new ConnectorError("QUOTA_EXHAUSTED", {
    message: `${oversizedReason(use)} Ask for less at once.`,
    outcome: "not_executed",
  });

/** The call cannot be served before its deadline: `QUOTA_EXHAUSTED` for slow allowances, else `RATE_LIMITED`. */
export const tooLate = (uses: readonly Use[], waitMs: number, nowMs: number): ConnectorError => {
  const use = slowestUse(uses, nowMs);
  const name = use ? ` ${use.bucket.title}` : "";
  const known = Number.isFinite(waitMs) && waitMs > 0;
  return new ConnectorError(use?.bucket.refillsSlowly ? "QUOTA_EXHAUSTED" : "RATE_LIMITED", {
    message: `Quota${name} has no room before the call's deadline${known ? `; it has in ${duration(waitMs)}` : ""}.`,
    outcome: "not_executed",
    ...(known ? { retryAfterMs: Math.ceil(waitMs) } : {}),
  });
};

/** What keeps each use from being served now. `estimateMs` gives its wait, queue included. */
export const obstaclesOf = (
  uses: readonly Use[],
  nowMs: number,
  epochNowMs: number,
  estimateMs: (use: Use) => number,
): Obstacle[] =>
  uses.flatMap((use): Obstacle[] => {
    const { bucket, cost } = use;
    if (oversizedUse([use])) return [{ policy: "quota", effect: "refused", reason: oversizedReason(use) }];
    const ownMs = bucket.etaMs(cost, nowMs);
    if (ownMs === Number.POSITIVE_INFINITY)
      return [
        {
          policy: "quota",
          effect: "waits",
          reason: `All ${bucket.capacity} places of quota ${bucket.title} are taken.`,
        },
      ];
    const waitMs = Math.max(ownMs, estimateMs(use));
    if (waitMs === 0) return [];
    const ahead = bucket.waiting.interactive + bucket.waiting.bulk;
    const queue = ahead > 0 ? `, ${ahead} ${ahead === 1 ? "call waits" : "calls wait"} already` : "";
    const left = figure(Math.max(0, bucket.levelAt(nowMs)));
    const reason = `Quota ${bucket.title} has ${left} of ${figure(bucket.capacity)} left, the call takes ${figure(cost)}${queue}; room in ${duration(waitMs)}.`;
    return [{ policy: "quota", effect: "waits", reason, untilMs: Math.ceil(epochNowMs + waitMs) }];
  });
