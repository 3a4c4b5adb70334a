import { madeSince, type PastWrite, type Verification, type VerifyingCall, verdictOf } from "@trunkline/core";
import type { CancelledOrder } from "../../schemas/order-cancel.js";
import { OrderSummary } from "../../schemas/order-summary.js";
import { getOrder, listOrders } from "../orders-read.js";
import { quoted } from "./found.js";

/** An order that was brought in has the id that it has where it was placed; without one it cannot be told from others. */
export const findCreatedOrder = async (
  call: VerifyingCall,
  write: PastWrite<{ readonly sourceIdentifier?: string | undefined }>,
): Promise<Verification<OrderSummary>> => {
  const { sourceIdentifier } = write.input;
  if (sourceIdentifier === undefined)
    return { outcome: "unknown", reason: "without sourceIdentifier the order cannot be told from others" };
  const query = `source_identifier:${quoted(sourceIdentifier)}`;
  const { orders } = await call.run(listOrders, { query, sortKey: "CREATED_AT", limit: 10 });
  const found: OrderSummary[] = [];
  for (const order of orders) {
    if (madeSince(order.createdAt, write) === "no") continue;
    // A filter that Shopify does not follow finds everything.
    const { sourceIdentifier: own } = await call.run(getOrder, { id: order.id, lineItemsLimit: 1 });
    if (own === sourceIdentifier) found.push(order);
  }
  return verdictOf(
    found.map((data) => ({ data, madeAt: data.createdAt })),
    write,
  );
};

/** A cancelled order says so; one is cancelled only once. */
export const findCancellation = async (
  call: VerifyingCall,
  { input: { orderId } }: PastWrite<{ readonly orderId: string }>,
): Promise<Verification<CancelledOrder>> => {
  const { cancelledAt } = await call.run(getOrder, { id: orderId, lineItemsLimit: 1 });
  if (cancelledAt === undefined) return { outcome: "not_executed" };
  return { outcome: "executed", data: { orderId, done: true } };
};

/** An order that is paid cannot be marked again. */
export const findPayment = async (
  call: VerifyingCall,
  { input: { id } }: PastWrite<{ readonly id: string }>,
): Promise<Verification<OrderSummary>> => {
  const order = await call.run(getOrder, { id, lineItemsLimit: 1 });
  return order.canMarkAsPaid ? { outcome: "not_executed" } : { outcome: "executed", data: OrderSummary.parse(order) };
};
