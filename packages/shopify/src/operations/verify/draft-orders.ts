import type { PastWrite, Verification, VerifyingCall } from "@trunkline/core";
import { DraftOrderSummary } from "../../schemas/draft-order-summary.js";
import { getDraftOrder } from "../draft-orders-read.js";

/** A draft becomes an order only once. */
export const findCompletion = async (
  call: VerifyingCall,
  { input: { id } }: PastWrite<{ readonly id: string }>,
): Promise<Verification<DraftOrderSummary>> => {
  const draft = await call.run(getDraftOrder, { id, lineItemsLimit: 1 });
  return draft.status === "COMPLETED"
    ? { outcome: "executed", data: DraftOrderSummary.parse(draft) }
    : { outcome: "not_executed" };
};
