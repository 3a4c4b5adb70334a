import { z } from "zod";

/** A cancellation that Shopify has begun. */
export const CancelledOrder = z.object({
  orderId: z.string(),
  jobId: z.string().optional().describe("The work under way at Shopify; absent where it was found done by reading"),
  done: z.boolean().describe("Usually false: the work goes on after the answer"),
});
/** A cancellation that Shopify has begun. */
export type CancelledOrder = z.infer<typeof CancelledOrder>;
