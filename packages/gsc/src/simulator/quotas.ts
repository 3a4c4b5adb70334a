import type { SimulatorReply } from "@trunkline/core/simulator";
import { pacificDay } from "../wire/days.js";
import { googleError } from "./google-error.js";

/** How much is allowed. */
export interface SimulatedQuotas {
  /** Search analytics, per property and per user. */
  readonly searchPerMinute: number;
  /** All calls of the Cloud project; young projects have 60. */
  readonly projectPerMinute: number;
  /** Work of search analytics in ten minutes: days asked for, times 4 by page or query, times 25 by both. */
  readonly loadPerTenMinutes: number;
  /** Inspections per property. */
  readonly inspectionsPerMinute: number;
  /** Inspections per property. */
  readonly inspectionsPerDay: number;
  /** Everything else, per user. */
  readonly otherPerSecond: number;
  /** Everything else, per user. */
  readonly otherPerMinute: number;
}

/** What Google publishes; the size of the load quota is a guess. */
export const publishedQuotas: SimulatedQuotas = {
  searchPerMinute: 1_200,
  projectPerMinute: 40_000,
  loadPerTenMinutes: 150_000,
  inspectionsPerMinute: 600,
  inspectionsPerDay: 2_000,
  otherPerSecond: 20,
  otherPerMinute: 200,
};

/** Never refuses: for measurements of everything else. */
export const unlimitedQuotas = Object.fromEntries(
  Object.keys(publishedQuotas).map((name) => [name, Number.MAX_SAFE_INTEGER]),
) as unknown as SimulatedQuotas;

/** Counts of one simulated project. Each method takes from its allowances, or gives the refusal. */
export interface QuotaCounter {
  project(): SimulatorReply | undefined;
  search(siteUrl: string, load: number): SimulatorReply | undefined;
  inspection(siteUrl: string): SimulatorReply | undefined;
  other(): SimulatorReply | undefined;
}

const minuteMs = 60_000;
const help = "Learn about usage limits: https://developers.google.com/webmaster-tools/limits.";

/** Counts in windows aligned to the clock, nothing used yet. */
export const createQuotaCounter = (quotas: SimulatedQuotas, now: () => number): QuotaCounter => {
  const used = new Map<string, { window: number | string; count: number }>();
  const take = (key: string, window: number | string, limit: number, amount = 1): boolean => {
    const entry = used.get(key);
    const count = entry?.window === window ? entry.count : 0;
    if (count + amount > limit) return false;
    used.set(key, { window, count: count + amount });
    return true;
  };
  const windowOf = (ms: number) => Math.floor(now() / ms);
  const exceeded = (message: string) =>
    googleError({ status: 403, reason: "quotaExceeded", domain: "usageLimits", message });

  return {
    project: () =>
      take("project", windowOf(minuteMs), quotas.projectPerMinute)
        ? undefined
        : projectRefusal(quotas.projectPerMinute),
    search: (siteUrl, load) => {
      if (!take("user", windowOf(minuteMs), quotas.searchPerMinute))
        return exceeded(`Search Analytics QPS quota exceeded. ${help}`);
      if (!take(`site ${siteUrl}`, windowOf(minuteMs), quotas.searchPerMinute))
        return exceeded(`Search Analytics QPS quota exceeded. ${help}`);
      return take("load", windowOf(10 * minuteMs), quotas.loadPerTenMinutes, load)
        ? undefined
        : exceeded(`Search Analytics load quota exceeded. ${help}`);
    },
    inspection: (siteUrl) =>
      take(`inspect ${siteUrl}`, windowOf(minuteMs), quotas.inspectionsPerMinute) &&
      take(`inspect day ${siteUrl}`, pacificDay(now()), quotas.inspectionsPerDay)
        ? undefined
        : exceeded(`Quota exceeded for ${siteUrl}.`),
    other: () =>
      take("other second", windowOf(1_000), quotas.otherPerSecond) &&
      take("other", windowOf(minuteMs), quotas.otherPerMinute)
        ? undefined
        : googleError({
            status: 403,
            reason: "userRateLimitExceeded",
            domain: "usageLimits",
            message: "User Rate Limit Exceeded",
          }),
  };
};

/** As Google's front end answers for a project: it tells the limit. */
const projectRefusal = (limit: number): SimulatorReply =>
  googleError({
    status: 429,
    reason: "rateLimitExceeded",
    domain: "global",
    message:
      "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute' of service 'searchconsole.googleapis.com'.",
    grpcStatus: "RESOURCE_EXHAUSTED",
    info: {
      reason: "RATE_LIMIT_EXCEEDED",
      metadata: {
        service: "searchconsole.googleapis.com",
        quota_metric: "searchconsole.googleapis.com/queries",
        quota_limit: "QueriesPerMinutePerProject",
        quota_limit_value: String(limit),
      },
    },
  });
