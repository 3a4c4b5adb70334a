import type { QuotaFeedback, Quotas, Reply } from "@trunkline/core";
import { tryReadGraphqlReply } from "./wire/graphql-reply.js";
import { retryAfterMs, throttleWaitMs } from "./wire/throttle.js";

/** The bucket all calls draw on: points of calculated query cost, per app and shop. */
export const graphqlBucket = "graphql";

/** Most points one query may ask for, on every plan. */
export const maxQueryCost = 1_000;

/**
 * Shopify's cost bucket. The numbers are a standard plan's and a first guess: capacity and restore rate are learned from
 * every reply.
 */
export const shopifyQuotas = {
  buckets: [{ id: graphqlBucket, kind: "token", capacity: 2_000, refillPerSecond: 100 }],
  feedback: (reply: Reply) => (reply.status === 429 ? blocked(reply) : costFeedback(reply)),
} satisfies Quotas;

const blocked = ({ headers }: Reply): readonly QuotaFeedback[] => [
  { bucket: graphqlBucket, actualCost: 0, blockedForMs: retryAfterMs(headers["retry-after"]) ?? 1_000 },
];

const costFeedback = (reply: Reply): readonly QuotaFeedback[] => {
  const body = tryReadGraphqlReply(reply);
  if (!body) return [];
  const { cost, errors, data } = body;
  const throttled = errors.some(({ code }) => code === "THROTTLED");
  const refused = data === undefined && errors.length > 0;
  const actualCost = cost.actual ?? (throttled || refused ? 0 : undefined);
  return [
    {
      bucket: graphqlBucket,
      remaining: cost.currentlyAvailable === undefined ? undefined : Math.max(0, cost.currentlyAvailable),
      capacity: positive(cost.maximumAvailable),
      refillPerSecond: positive(cost.restoreRate),
      requestedCost: positive(cost.requested),
      actualCost,
      blockedForMs: throttled ? throttleWaitMs(cost) : undefined,
    },
  ];
};

const positive = (value: number | undefined): number | undefined =>
  value !== undefined && value > 0 ? value : undefined;
