import type { BucketSpec, FeedbackContext, Keyed, QuotaFeedback, Quotas, QuotaUse, Reply } from "@trunkline/core";
import { readPropertyQuotas } from "./wire/property-quota.js";
import { type QuotaFault, quotaFaultOf } from "./wire/quota-faults.js";

/** Google counts each of these apart, per property; `access` is that of access reports. */
export type QuotaFamily = "core" | "realtime" | "funnel" | "access";

const families = ["core", "realtime", "funnel", "access"] as const;
const hourMs = 3_600_000;

/** Allowances of one family: standard properties, and those of Analytics 360 where a reply proves that it is one. */
const allowances = {
  "project-hour": { standard: 14_000, premium: 140_000 },
  hour: { standard: 40_000, premium: 400_000 },
  day: { standard: 200_000, premium: 2_000_000 },
  concurrent: { standard: 10, premium: 50 },
  errors: { standard: 10, premium: 50 },
  thresholded: { standard: 120, premium: 120 },
} as const;
type Allowance = keyof typeof allowances;

const accessLimits: Readonly<Record<Allowance, number>> = {
  "project-hour": 12_500,
  hour: 50_000,
  day: 250_000,
  concurrent: 50,
  errors: 50,
  thresholded: 120,
};

const limitOf = (family: QuotaFamily, allowance: Allowance): number =>
  family === "access" ? accessLimits[allowance] : allowances[allowance].standard;

/** The property that a call is about: its own, that of the thing it names, or the connection's. */
const propertyOf: NonNullable<Keyed["per"]> = ({ property, name, account }, { propertyId }) => {
  if (property === undefined && typeof account === "string") return `account ${account.replace(/^accounts\//, "")}`;
  const named = typeof name === "string" ? /^properties\/\d+/.exec(name)?.[0] : undefined;
  const given = property ?? named ?? propertyId;
  return typeof given === "string" ? given.replace(/^properties\//, "") : undefined;
};

const bucketsOf = (family: QuotaFamily): readonly BucketSpec[] => {
  const hourly = (allowance: Allowance): BucketSpec => ({
    id: `${family}-${allowance}`,
    kind: "window",
    limit: limitOf(family, allowance),
    windowMs: hourMs,
    per: propertyOf,
  });
  const errors = limitOf(family, "errors");
  return [
    hourly("project-hour"),
    hourly("hour"),
    // Google's day begins at midnight Pacific, which no window here follows: replies tell hourly what is left of it.
    hourly("day"),
    { id: `${family}-concurrent`, kind: "concurrency", limit: limitOf(family, "concurrent"), per: propertyOf },
    // Every call holds one: if all under way fail, the allowance still lasts. It trickles back, so that one call may prove recovery.
    {
      id: `${family}-errors`,
      kind: "token",
      capacity: errors,
      refillPerSecond: (errors * 1_000) / hourMs,
      per: propertyOf,
    },
    hourly("thresholded"),
  ];
};

/** What a call of the Admin API takes. */
export const adminRead: readonly QuotaUse<unknown>[] = [{ bucket: "admin" }, { bucket: "admin-day" }];
/** What a write of the Admin API takes. */
export const adminWrite: readonly QuotaUse<unknown>[] = [...adminRead, { bucket: "admin-writes" }];

/** What a call of the Data API takes until its reply tells the truth. Tokens; most requests cost ten or less. */
export const tokensOf = <I>(
  family: QuotaFamily,
  cost: number | ((input: I) => number) = 10,
  thresholded: number | ((input: I) => number) = 0,
): readonly QuotaUse<I>[] => [
  { bucket: `${family}-project-hour`, cost },
  { bucket: `${family}-hour`, cost },
  { bucket: `${family}-day`, cost },
  { bucket: `${family}-concurrent` },
  { bucket: `${family}-errors` },
  { bucket: `${family}-thresholded`, cost: thresholded },
];

/** Fields that may be thresholded: such requests have an allowance of their own. */
const thresholdedFields = new Set(["userAgeBracket", "userGender", "brandingInterest", "audienceId", "audienceName"]);

/** 1 for a request with fields that may be thresholded, else 0. */
export const isThresholded = ({ dimensions }: { readonly dimensions: readonly string[] }): number =>
  dimensions.some((name) => thresholdedFields.has(name)) ? 1 : 0;

/** Replies do not say which family they were counted in: the operation does. */
const familyOf = ({ operation }: Pick<FeedbackContext, "operation">): QuotaFamily | undefined => {
  const [first]: readonly QuotaUse<unknown>[] = [operation.quota ?? []].flat();
  return families.find((name) => first?.bucket.startsWith(`${name}-`));
};

/** GA4's allowances: of the Data API per property, of the Admin API per user, that is per connection. */
export const ga4Quotas = {
  buckets: [
    ...families.flatMap(bucketsOf),
    { id: "admin", kind: "token", capacity: 10, refillPerSecond: 10 },
    { id: "admin-writes", kind: "window", limit: 180, windowMs: 60_000 },
    { id: "admin-day", kind: "window", limit: 50_000, windowMs: 24 * hourMs },
  ],
  feedback: (reply: Reply, context: Pick<FeedbackContext, "operation" | "nowMs">) => {
    const family = familyOf(context);
    if (family === undefined) return [];
    if (reply.status >= 500) return [{ bucket: `${family}-errors`, actualCost: 1 }];
    if (reply.status >= 400) return refused(family, quotaFaultOf(reply, context.nowMs));
    return settled(reply, family);
  },
} satisfies Quotas;

/** A refusal costs nothing; one for want of quota closes what is used up, in its own family alone. */
const refused = (family: QuotaFamily, fault: QuotaFault | undefined): readonly QuotaFeedback[] => {
  const free = (Object.keys(allowances) as Allowance[]).map((allowance) => ({
    bucket: `${family}-${allowance}`,
    actualCost: 0,
  }));
  if (!fault) return free;
  const bucket = `${family}-${fault.allowance}`;
  // A block would also stop calls that take none of it.
  const closed = fault.allowance === "thresholded" ? { remaining: 0 } : { blockedForMs: fault.waitMs };
  return [...free, { bucket, ...closed }];
};

const statusNames = {
  tokensPerProjectPerHour: "project-hour",
  tokensPerHour: "hour",
  tokensPerDay: "day",
  concurrentRequests: "concurrent",
  serverErrorsPerProjectPerHour: "errors",
  potentiallyThresholdedRequestsPerHour: "thresholded",
} as const;

const settled = (reply: Reply, family: QuotaFamily): readonly QuotaFeedback[] => {
  const told = readPropertyQuotas(reply).flatMap(({ of, quota }) =>
    Object.entries(statusNames).flatMap(([name, allowance]): QuotaFeedback[] => {
      const status = quota[name as keyof typeof statusNames];
      const target = of ?? family;
      return status ? [toFeedback(target, allowance, status, of === undefined || of === family)] : [];
    }),
  );
  const isTold = new Set(told.map(({ bucket }) => bucket));
  const noError = { bucket: `${family}-errors`, actualCost: 0 };
  return isTold.has(noError.bucket) ? told : [...told, noError];
};

const toFeedback = (
  family: QuotaFamily,
  allowance: Allowance,
  { consumed, remaining }: { readonly consumed?: number | undefined; readonly remaining?: number | undefined },
  isOwn: boolean,
): QuotaFeedback => ({
  bucket: `${family}-${allowance}`,
  ...(remaining !== undefined && { remaining }),
  ...(isOwn && { actualCost: consumed ?? 0 }),
  // More is left than a standard property ever has: this is Analytics 360.
  ...(remaining !== undefined &&
    remaining > limitOf(family, allowance) && { capacity: Math.max(remaining, allowances[allowance].premium) }),
});
