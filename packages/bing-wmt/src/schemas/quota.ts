import { z } from "zod";

/** What may still be submitted. */
export const SubmissionQuota = z.object({
  dailyLeft: z.number().describe("At most so many today; some accounts see the allowance in place of what is left"),
  monthlyLeft: z.number().describe("At most so many this month; the same caution"),
  left: z.number().describe("The smaller of the two: a larger batch is refused whole"),
});
/** What may still be submitted. */
export type SubmissionQuota = z.infer<typeof SubmissionQuota>;

/** `UrlSubmissionQuota` and `ContentSubmissionQuota`. */
export const SubmissionQuotaWire = z.object({ DailyQuota: z.number(), MonthlyQuota: z.number() });

/** Quota as promised; a number below zero means that nothing is left. */
export const toSubmissionQuota = (quota: z.output<typeof SubmissionQuotaWire>): SubmissionQuota => {
  const dailyLeft = Math.max(0, quota.DailyQuota);
  const monthlyLeft = Math.max(0, quota.MonthlyQuota);
  return { dailyLeft, monthlyLeft, left: Math.min(dailyLeft, monthlyLeft) };
};

/** What is left after so many submissions, as far as we know. */
export const spend = ({ dailyLeft, monthlyLeft }: SubmissionQuota, count: number): SubmissionQuota =>
  toSubmissionQuota({ DailyQuota: dailyLeft - count, MonthlyQuota: monthlyLeft - count });
