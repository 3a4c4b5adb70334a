import { ConnectorError } from "@trunkline/core";
import type { SubmissionQuota } from "../schemas/quota.js";

/** Which allowance is looked at before a submission. */
export type SubmissionKind = "URL" | "content";

/** Refuses what Bing would refuse whole: nothing is sent. */
export const quotaExhausted = (kind: SubmissionKind, wanted: number, quota: SubmissionQuota): ConnectorError =>
  new ConnectorError("QUOTA_EXHAUSTED", {
    message: `The ${kind} submission quota of the site has ${quota.left} left (${quota.dailyLeft} today, ${quota.monthlyLeft} this month), ${wanted} wanted; nothing was sent.`,
    outcome: "not_executed",
    help:
      kind === "URL"
        ? "Submit fewer, wait for the next day (probably 00:00 UTC), or use indexnow.submit, which needs none of it."
        : "Wait for the next day (probably 00:00 UTC).",
  });
