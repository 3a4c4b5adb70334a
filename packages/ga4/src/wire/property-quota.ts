import type { Reply } from "@trunkline/core";
import { z } from "zod";

const amount = z.number().min(0).optional().catch(undefined);
/** Zeros are left out: where something was consumed and nothing is said of a rest, there is none. */
const QuotaStatus = z
  .object({ consumed: amount, remaining: amount })
  .transform(({ consumed, remaining }) => ({ consumed, remaining: remaining ?? (consumed ? 0 : undefined) }))
  .optional()
  .catch(undefined);

/** `consumed` is what this request took, `remaining` what is left after it. Entries may be missing or empty. */
const PropertyQuota = z.object({
  tokensPerDay: QuotaStatus,
  tokensPerHour: QuotaStatus,
  tokensPerProjectPerHour: QuotaStatus,
  concurrentRequests: QuotaStatus,
  serverErrorsPerProjectPerHour: QuotaStatus,
  potentiallyThresholdedRequestsPerHour: QuotaStatus,
});
/** What a reply says of a property's quota. */
export type PropertyQuota = z.infer<typeof PropertyQuota>;

const quota = PropertyQuota.optional().catch(undefined);
const reports = z
  .array(z.object({ propertyQuota: quota }).catch({ propertyQuota: undefined }))
  .optional()
  .catch(undefined);

const Told = z.object({
  propertyQuota: quota,
  quota,
  reports,
  pivotReports: reports,
  corePropertyQuota: quota,
  realtimePropertyQuota: quota,
  funnelPropertyQuota: quota,
});

/** A quota in a reply; `of` names its family where it need not be the operation's own. */
export interface ToldQuota {
  readonly of?: "core" | "realtime" | "funnel";
  readonly quota: PropertyQuota;
}

const told = (reply: Reply): z.infer<typeof Told> | undefined => {
  try {
    return Told.safeParse(reply.json()).data;
  } catch {
    return undefined; // no JSON: says nothing of quotas
  }
};

/** Every quota that a reply tells of. Those of a batch are added up. */
export const readPropertyQuotas = (reply: Reply): readonly ToldQuota[] => {
  const body = told(reply);
  if (!body) return [];
  const batch = [...(body.reports ?? []), ...(body.pivotReports ?? [])].flatMap(
    ({ propertyQuota }) => propertyQuota ?? [],
  );
  const own = body.propertyQuota ?? body.quota ?? (batch.length > 0 ? batch.reduce(added) : undefined);
  return [
    ...(own ? [{ quota: own }] : []),
    ...(["core", "realtime", "funnel"] as const).flatMap((of) => {
      const snapshot = body[`${of}PropertyQuota`];
      return snapshot ? [{ of, quota: snapshot }] : [];
    }),
  ];
};

/** Each report of a batch states its own part: what they took adds up, what is left is the least. */
const added = (left: PropertyQuota, right: PropertyQuota): PropertyQuota =>
  Object.fromEntries(
    (Object.keys(PropertyQuota.shape) as (keyof PropertyQuota)[]).map((name) => {
      const [one, other] = [left[name], right[name]];
      if (!one || !other) return [name, one ?? other];
      const remaining = [one.remaining, other.remaining].filter((given) => given !== undefined);
      return [
        name,
        {
          consumed: (one.consumed ?? 0) + (other.consumed ?? 0),
          ...(remaining.length > 0 && { remaining: Math.min(...remaining) }),
        },
      ];
    }),
  ) as PropertyQuota;
