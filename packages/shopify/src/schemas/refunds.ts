import { z } from "zod";
import { connectionWire } from "../wire/graphql.js";
import { MoneyBagWire, moneyBagFields, openEnum, present, ShopMoney, timestamp, toShopMoney } from "./common.js";
import { OrderTransaction, OrderTransactionWire, toTransaction, transactionFields } from "./transactions.js";

/** A refund as it was made. */
export const Refund = z.object({
  id: z.string(),
  createdAt: timestamp.optional(),
  note: z.string().optional(),
  total: ShopMoney.describe("Money given back"),
  lineItems: z.array(
    z.object({
      lineItemId: z.string(),
      title: z.string(),
      quantity: z.number().int(),
      restockType: openEnum(["NO_RESTOCK", "RETURN", "CANCEL", "LEGACY_RESTOCK"]),
      restocked: z.boolean(),
      subtotal: ShopMoney,
    }),
  ),
  hasMoreLineItems: z.boolean().describe("Whether it has more than the 50 shown"),
  transactions: z.array(OrderTransaction),
  orderId: z.string(),
  orderFinancialStatus: openEnum(["PAID", "PARTIALLY_REFUNDED", "REFUNDED"]).optional(),
  orderTotalRefunded: ShopMoney.optional().describe("Of all refunds of the order"),
});
/** A refund as it was made. */
export type Refund = z.infer<typeof Refund>;

const RefundWire = z.object({
  id: z.string(),
  createdAt: z.string().nullish(),
  note: z.string().nullish(),
  totalRefundedSet: MoneyBagWire,
  refundLineItems: connectionWire(
    z.object({
      quantity: z.number(),
      restockType: z.string(),
      restocked: z.boolean(),
      lineItem: z.object({ id: z.string(), title: z.string() }),
      subtotalSet: MoneyBagWire,
    }),
  ),
  transactions: z.object({ nodes: z.array(OrderTransactionWire) }),
});

/** `RefundCreatePayload`. Shopify gives the order also where it refused the refund. */
export const RefundPayloadWire = z.object({
  refund: RefundWire,
  order: z.object({ displayFinancialStatus: z.string().nullish(), totalRefundedSet: MoneyBagWire.nullish() }).nullish(),
});

const refundFields = `{
    id createdAt note
    totalRefundedSet ${moneyBagFields}
    refundLineItems(first: 50) {
      nodes { quantity restockType restocked lineItem { id title } subtotalSet ${moneyBagFields} }
      pageInfo { hasNextPage endCursor }
    }
    transactions(first: 20) { nodes ${transactionFields} }
  }`;

/** Fields of a `RefundCreatePayload` selection. */
export const refundPayloadFields = `
  refund ${refundFields}
  order { displayFinancialStatus totalRefundedSet ${moneyBagFields} }
  userErrors { field message }
`;

/** The refund as we promise it. */
export const toRefund = ({ refund, order }: z.output<typeof RefundPayloadWire>, orderId: string): Refund =>
  present({
    id: refund.id,
    createdAt: refund.createdAt,
    note: refund.note,
    total: toShopMoney(refund.totalRefundedSet),
    lineItems: refund.refundLineItems.nodes.map(({ lineItem, subtotalSet, ...line }) => ({
      ...line,
      lineItemId: lineItem.id,
      title: lineItem.title,
      subtotal: toShopMoney(subtotalSet),
    })),
    hasMoreLineItems: refund.refundLineItems.pageInfo.hasNextPage,
    transactions: refund.transactions.nodes.map(toTransaction),
    orderId,
    orderFinancialStatus: order?.displayFinancialStatus,
    orderTotalRefunded: order?.totalRefundedSet && toShopMoney(order.totalRefundedSet),
  });

/** An order's refunds, as many as one can have within reason. */
export const OrderRefundsWire = z.object({
  refunds: z.array(RefundWire),
  displayFinancialStatus: z.string().nullish(),
  totalRefundedSet: MoneyBagWire.nullish(),
});

/** Fields of an `Order` selection that {@link OrderRefundsWire} reads. */
export const orderRefundsFields = `
  refunds(first: 25) ${refundFields}
  displayFinancialStatus totalRefundedSet ${moneyBagFields}
`;

/** The refunds as we promise them. */
export const toOrderRefunds = (order: z.output<typeof OrderRefundsWire>, orderId: string): Refund[] =>
  order.refunds.map((refund) => toRefund({ refund, order }, orderId));
