import type { Clock } from "@trunkline/core";
import { localTime } from "./data/days.js";
import { failure } from "./failure.js";

/** Categories that are counted apart. */
export type Family = "core" | "realtime" | "funnel";

/** Allowances of a property in one category. */
export interface QuotaPlan {
  readonly tokensPerDay: number;
  readonly tokensPerHour: number;
  readonly tokensPerProjectPerHour: number;
  readonly concurrentRequests: number;
  readonly serverErrorsPerProjectPerHour: number;
  readonly potentiallyThresholdedRequestsPerHour: number;
}

/** Standard properties and those of Analytics 360. */
export const quotaPlans = {
  standard: {
    tokensPerDay: 200_000,
    tokensPerHour: 40_000,
    tokensPerProjectPerHour: 14_000,
    concurrentRequests: 10,
    serverErrorsPerProjectPerHour: 10,
    potentiallyThresholdedRequestsPerHour: 120,
  },
  premium: {
    tokensPerDay: 2_000_000,
    tokensPerHour: 400_000,
    tokensPerProjectPerHour: 140_000,
    concurrentRequests: 50,
    serverErrorsPerProjectPerHour: 50,
    potentiallyThresholdedRequestsPerHour: 120,
  },
} as const satisfies Record<string, QuotaPlan>;

type Allowance = keyof QuotaPlan;

/** What the sentences of refusals begin with. */
const refusals: Readonly<Record<Allowance, string>> = {
  tokensPerDay: "Exhausted property tokens per day. These quota tokens will return at midnight Pacific time.",
  tokensPerHour: "Exhausted property tokens per hour. These quota tokens will return in under an hour.",
  tokensPerProjectPerHour:
    "Exhausted property tokens for a project per hour. These quota tokens will return in under an hour.",
  concurrentRequests: "Exhausted concurrent requests quota. Please send fewer requests concurrently.",
  serverErrorsPerProjectPerHour: "Exhausted server errors quota. This quota will refresh in under an hour.",
  potentiallyThresholdedRequestsPerHour:
    "Exhausted potentially thresholded requests quota. This quota will refresh in under an hour.",
};

/** The refusal of a used-up allowance. */
export const quotaRefusal = (allowance: Allowance) => failure(429, refusals[allowance]);

/** A property's quota, in all categories. */
export interface QuotaLedger {
  /** Takes a slot. @throws GoogleFailure 429 when anything is used up. */
  enter(family: Family): void;
  leave(family: Family): void;
  /** Charges a request that was answered. */
  charge(family: Family, tokens: number, thresholded: boolean): void;
  /** Counts a failure of the server. */
  fail(family: Family): void;
  /** As `returnPropertyQuota` shows it after a request that took `tokens`. */
  status(family: Family, tokens: number): Record<Allowance, { consumed?: number; remaining?: number }>;
  /** Uses an allowance up, for tests. */
  exhaust(family: Family, allowance: Allowance): void;
}

interface Account {
  day: number;
  hour: number;
  readonly used: Record<Allowance, number>;
}

const emptyUse = (): Record<Allowance, number> => ({
  tokensPerDay: 0,
  tokensPerHour: 0,
  tokensPerProjectPerHour: 0,
  concurrentRequests: 0,
  serverErrorsPerProjectPerHour: 0,
  potentiallyThresholdedRequestsPerHour: 0,
});

const hourly = [
  "tokensPerHour",
  "tokensPerProjectPerHour",
  "serverErrorsPerProjectPerHour",
  "potentiallyThresholdedRequestsPerHour",
] as const;

/** A ledger that begins each hour on the hour and each day at midnight Pacific, whatever the property's time zone. */
export const createQuotaLedger = (plan: QuotaPlan, clock: Clock): QuotaLedger => {
  const usedOf = createAccounts(clock);
  return {
    enter(family) {
      const used = usedOf(family);
      for (const allowance of Object.keys(plan) as Allowance[])
        if (allowance !== "potentiallyThresholdedRequestsPerHour" && used[allowance] >= plan[allowance])
          throw quotaRefusal(allowance);
      used.concurrentRequests += 1;
    },
    leave(family) {
      const used = usedOf(family);
      used.concurrentRequests = Math.max(0, used.concurrentRequests - 1);
    },
    charge(family, tokens, thresholded) {
      const used = usedOf(family);
      if (thresholded && used.potentiallyThresholdedRequestsPerHour >= plan.potentiallyThresholdedRequestsPerHour)
        throw quotaRefusal("potentiallyThresholdedRequestsPerHour");
      used.tokensPerDay += tokens;
      used.tokensPerHour += tokens;
      used.tokensPerProjectPerHour += tokens;
      if (thresholded) used.potentiallyThresholdedRequestsPerHour += 1;
    },
    fail(family) {
      usedOf(family).serverErrorsPerProjectPerHour += 1;
    },
    status: (family, tokens) => statusOf(plan, usedOf(family), tokens),
    exhaust(family, allowance) {
      usedOf(family)[allowance] = plan[allowance];
    },
  };
};

/** What was used in the current hour and day. */
const createAccounts = (clock: Clock): ((family: Family) => Account["used"]) => {
  const accounts = new Map<Family, Account>();
  return (family) => {
    const day = localTime(clock.now(), "America/Los_Angeles").day;
    const hour = Math.floor(clock.now() / 3_600_000);
    const account = accounts.get(family) ?? { day, hour, used: emptyUse() };
    if (account.day !== day) account.used.tokensPerDay = 0;
    if (account.hour !== hour) for (const allowance of hourly) account.used[allowance] = 0;
    account.day = day;
    account.hour = hour;
    accounts.set(family, account);
    return account.used;
  };
};

/** Zeros are left out, as everywhere in proto3. */
const statusOf = (plan: QuotaPlan, used: Account["used"], tokens: number): ReturnType<QuotaLedger["status"]> => {
  const entry = (allowance: Allowance, consumed = 0) => {
    const taken = allowance === "concurrentRequests" ? 0 : used[allowance];
    const remaining = Math.max(0, plan[allowance] - taken);
    return { ...(consumed > 0 && { consumed }), ...(remaining > 0 && { remaining }) };
  };
  return {
    tokensPerDay: entry("tokensPerDay", tokens),
    tokensPerHour: entry("tokensPerHour", tokens),
    concurrentRequests: entry("concurrentRequests"),
    serverErrorsPerProjectPerHour: entry("serverErrorsPerProjectPerHour"),
    potentiallyThresholdedRequestsPerHour: entry("potentiallyThresholdedRequestsPerHour"),
    tokensPerProjectPerHour: entry("tokensPerProjectPerHour", tokens),
  };
};
