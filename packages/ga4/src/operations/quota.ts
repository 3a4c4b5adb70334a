import { decode, defineOperation } from "@trunkline/core";
import { z } from "zod";
import { readScope } from "../auth.js";
import { tokensOf } from "../quotas.js";
import { present, propertyInput } from "../schemas/common.js";
import { dataDocs } from "../wire/docs-link.js";
import { dataPath } from "../wire/hosts.js";
import { propertyName } from "../wire/names.js";
import { experimental } from "./report-facts.js";

const StatusWire = z.object({ consumed: z.number().nullish(), remaining: z.number().nullish() }).nullish();
const QuotaWire = z
  .object({
    tokensPerDay: StatusWire,
    tokensPerHour: StatusWire,
    tokensPerProjectPerHour: StatusWire,
    concurrentRequests: StatusWire,
    serverErrorsPerProjectPerHour: StatusWire,
    potentiallyThresholdedRequestsPerHour: StatusWire,
  })
  .nullish();

const left = z.number().optional();
const Quota = z.object({
  tokensToday: left.describe("Until midnight Pacific"),
  tokensThisHour: left,
  projectTokensThisHour: left.describe("For this Cloud project"),
  concurrentRequests: left,
  serverErrorsThisHour: left.describe("At 0 Google blocks the property for this project"),
  thresholdedRequestsThisHour: left,
});

/** A property's quota, before anyone runs into it. */
const snapshotQuota = defineOperation({
  id: "ga4.quota.snapshot",
  summary: "See how much of a property's quota is left",
  description: `Takes one token. ${experimental}`,
  docs: dataDocs("properties/getPropertyQuotasSnapshot", "v1alpha"),
  effect: "read",
  input: z.object(propertyInput),
  output: z.object({
    core: Quota.optional().describe("Reports"),
    realtime: Quota.optional(),
    funnel: Quota.optional(),
  }),
  scopes: [readScope],
  keywords: ["limits", "tokens", "remaining", "allowance"],
  examples: [{ title: "What is left?", input: {} }],
  request: (input, { settings }) => ({
    method: "GET",
    path: dataPath(`${propertyName(input, settings)}/propertyQuotasSnapshot`, "v1alpha"),
  }),
  response: decode(
    z.object({ corePropertyQuota: QuotaWire, realtimePropertyQuota: QuotaWire, funnelPropertyQuota: QuotaWire }),
    (wire) =>
      present({
        core: toQuota(wire.corePropertyQuota),
        realtime: toQuota(wire.realtimePropertyQuota),
        funnel: toQuota(wire.funnelPropertyQuota),
      }),
  ),
  quota: tokensOf("core", 1),
  cache: { ttlMs: 60_000, staleIfErrorMs: 0 },
});

/** Entries may be missing or empty: such ones say nothing. Zeros are left out: after some use, no rest is none. */
const toQuota = (wire: z.infer<typeof QuotaWire>): z.infer<typeof Quota> | undefined =>
  wire
    ? present({
        tokensToday: remaining(wire.tokensPerDay),
        tokensThisHour: remaining(wire.tokensPerHour),
        projectTokensThisHour: remaining(wire.tokensPerProjectPerHour),
        concurrentRequests: remaining(wire.concurrentRequests),
        serverErrorsThisHour: remaining(wire.serverErrorsPerProjectPerHour),
        thresholdedRequestsThisHour: remaining(wire.potentiallyThresholdedRequestsPerHour),
      })
    : undefined;

const remaining = (status: z.infer<typeof StatusWire>): number | undefined =>
  status?.remaining ?? (status?.consumed ? 0 : undefined);

/** Branch `quota` of the tree. */
export const quota = { snapshot: snapshotQuota };
