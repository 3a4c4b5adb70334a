import type { Clock } from "@trunkline/core";

/** Points a plan gives. */
export interface CostPlan {
  readonly maximumAvailable: number;
  /** Points a second. */
  readonly restoreRate: number;
}

/** Plans by name: what one app may use on one shop. */
export const costPlans = {
  standard: { maximumAvailable: 2_000, restoreRate: 100 },
  advanced: { maximumAvailable: 4_000, restoreRate: 200 },
  plus: { maximumAvailable: 20_000, restoreRate: 1_000 },
  enterprise: { maximumAvailable: 40_000, restoreRate: 2_000 },
  /** Never throttles: for measurements of everything else. */
  unlimited: { maximumAvailable: 1_000_000_000, restoreRate: 1_000_000_000 },
} as const satisfies Record<string, CostPlan>;

/** As told in `extensions.cost.throttleStatus`. */
interface ThrottleStatus extends CostPlan {
  readonly currentlyAvailable: number;
}

/** Points that refill over time. */
export interface CostBucket {
  /** Takes points, or says no. */
  take(points: number): boolean;
  giveBack(points: number): void;
  status(): ThrottleStatus;
}

/** A full bucket. */
export const createCostBucket = (plan: CostPlan, clock: Clock): CostBucket => {
  let available = plan.maximumAvailable;
  let at = clock.now();
  const refill = () => {
    const now = clock.now();
    available = Math.min(plan.maximumAvailable, available + (Math.max(0, now - at) / 1000) * plan.restoreRate);
    at = now;
  };
  return {
    take: (points) => {
      refill();
      if (points > available) return false;
      available -= points;
      return true;
    },
    giveBack: (points) => {
      available = Math.min(plan.maximumAvailable, available + points);
    },
    status: () => {
      refill();
      return { ...plan, currentlyAvailable: Math.floor(available) };
    },
  };
};
