import { defineOperation, type PastWrite, type Verification, type VerifyingCall, verdictOf } from "@trunkline/core";
import { z } from "zod";
import { gid } from "../../schemas/common.js";
import type { RefundCreateInput } from "../../schemas/refund-create.js";
import { OrderRefundsWire, orderRefundsFields, Refund, toOrderRefunds } from "../../schemas/refunds.js";
import { adminDocs } from "../../wire/docs-link.js";
import { decodeData, graphql, notFoundWhenNull } from "../../wire/graphql.js";

/** The refunds of an order as they were made. Not in the tree: `orders.get` lists them for people. */
export const readRefunds = defineOperation({
  id: "shopify.refunds.ofOrder",
  summary: "Read an order's refunds",
  docs: adminDocs("objects/Order"),
  effect: "read",
  input: z.object({ orderId: gid("Order") }),
  output: z.object({ refunds: z.array(Refund) }),
  scopes: ["read_orders"],
  request: ({ orderId }) =>
    graphql("OrderRefunds", `query OrderRefunds($id: ID!) { order(id: $id) { ${orderRefundsFields} } }`, {
      id: orderId,
    }),
  response: decodeData(
    z.object({ order: OrderRefundsWire.nullish() }),
    ({ order }, { input }: { readonly input: { readonly orderId: string } }) => ({
      refunds: toOrderRefunds(notFoundWhenNull(order, `order ${input.orderId}`), input.orderId),
    }),
  ),
  quota: { bucket: "graphql", cost: 60 },
});

/** A refund is known by its order, its items, its money and its note. */
export const findRefund = async (
  call: VerifyingCall,
  write: PastWrite<RefundCreateInput>,
): Promise<Verification<Refund>> => {
  const { refunds } = await call.run(readRefunds, { orderId: write.input.orderId });
  return verdictOf(
    refunds.filter((refund) => isAlike(refund, write.input)).map((data) => ({ data, madeAt: data.createdAt })),
    write,
  );
};

const isAlike = (refund: Refund, input: RefundCreateInput): boolean =>
  itemsOf(refund.lineItems) === itemsOf(input.lineItems ?? []) &&
  (refund.note ?? "") === (input.note ?? "") &&
  (input.transactions === undefined ||
    input.transactions.every(({ parentId, amount }) =>
      refund.transactions.some((made) => (made.parentId ?? parentId) === parentId && isSameMoney(made.amount, amount)),
    ));

const itemsOf = (items: readonly { readonly lineItemId: string; readonly quantity: number }[]): string =>
  items
    .map(({ lineItemId, quantity }) => `${lineItemId} ${quantity}`)
    .sort()
    .join("\n");

const isSameMoney = (made: { readonly amount: string }, wanted: string): boolean =>
  Number(made.amount) === Number(wanted);
