import { z } from "zod";
import { connectionWire, toPage } from "../wire/graphql.js";
import { Address, AddressWire, Attribute, AttributeWire, addressFields, toAddress, toAttributes } from "./address.js";
import { MoneyBagWire, moneyBagFields, present, ShopMoney, timestamp, toShopMoney } from "./common.js";
import { Fulfillment, FulfillmentWire, fulfillmentFields, toFulfillment } from "./fulfillments.js";
import { OrderLineItem, OrderLineItemWire, orderLineItemFields, toOrderLineItem } from "./order-line-items.js";
import { OrderSummary, OrderSummaryWire, orderSummaryFields, toOrderSummary } from "./order-summary.js";
import { OrderTransaction, OrderTransactionWire, toTransaction, transactionFields } from "./transactions.js";

const RefundSummary = z.object({
  id: z.string(),
  createdAt: timestamp.optional(),
  note: z.string().optional(),
  total: ShopMoney,
});

/** An order in full. */
export const Order = OrderSummary.extend({
  currencyCode: z.string(),
  phone: z.string().optional(),
  poNumber: z.string().optional(),
  sourceName: z.string().optional(),
  sourceIdentifier: z.string().optional().describe("Its id in the system it came from"),
  cancelReason: z.string().optional(),
  test: z.boolean(),
  confirmed: z.boolean(),
  canMarkAsPaid: z.boolean(),
  refundable: z.boolean(),
  customAttributes: z.array(Attribute),
  discountCodes: z.array(z.string()),
  subtotal: ShopMoney.optional(),
  totalDiscounts: ShopMoney.optional(),
  totalTax: ShopMoney.optional(),
  totalShipping: ShopMoney,
  currentTotal: ShopMoney.describe("After edits, returns and refunds"),
  totalReceived: ShopMoney,
  totalRefunded: ShopMoney,
  totalOutstanding: ShopMoney.describe("Still to be paid"),
  shippingAddress: Address.optional(),
  billingAddress: Address.optional(),
  shippingLine: z.object({ title: z.string(), code: z.string().optional(), price: ShopMoney }).optional(),
  lineItems: z.array(OrderLineItem),
  nextLineItemsCursor: z.string().optional().describe("Present where more line items follow: pass as lineItemsCursor"),
  transactions: z.array(OrderTransaction).describe("The first 20"),
  fulfillments: z.array(Fulfillment).describe("The first 10"),
  refunds: z.array(RefundSummary).describe("The first 10"),
});
/** An order in full. */
export type Order = z.infer<typeof Order>;

const ShippingLineWire = z.object({ title: z.string(), code: z.string().nullish(), discountedPriceSet: MoneyBagWire });

/** `Order` as {@link orderFields} selects it. */
export const OrderWire = OrderSummaryWire.extend({
  currencyCode: z.string(),
  phone: z.string().nullish(),
  poNumber: z.string().nullish(),
  sourceName: z.string().nullish(),
  sourceIdentifier: z.string().nullish(),
  cancelReason: z.string().nullish(),
  test: z.boolean(),
  confirmed: z.boolean(),
  canMarkAsPaid: z.boolean(),
  refundable: z.boolean(),
  customAttributes: z.array(AttributeWire),
  discountCodes: z.array(z.string()),
  subtotalPriceSet: MoneyBagWire.nullish(),
  totalDiscountsSet: MoneyBagWire.nullish(),
  totalTaxSet: MoneyBagWire.nullish(),
  totalShippingPriceSet: MoneyBagWire,
  currentTotalPriceSet: MoneyBagWire,
  totalReceivedSet: MoneyBagWire,
  totalRefundedSet: MoneyBagWire,
  totalOutstandingSet: MoneyBagWire,
  shippingAddress: AddressWire.nullish(),
  billingAddress: AddressWire.nullish(),
  shippingLine: ShippingLineWire.nullish(),
  lineItems: connectionWire(OrderLineItemWire),
  transactions: z.array(OrderTransactionWire),
  fulfillments: z.array(FulfillmentWire),
  refunds: z.array(
    z.object({
      id: z.string(),
      createdAt: z.string().nullish(),
      note: z.string().nullish(),
      totalRefundedSet: MoneyBagWire,
    }),
  ),
});

/** Fields of an `Order` selection; takes the variables `$lineItems: Int!` and `$lineItemsAfter: String`. */
export const orderFields = `
  ${orderSummaryFields}
  currencyCode phone poNumber sourceName sourceIdentifier cancelReason test confirmed canMarkAsPaid refundable
  customAttributes { key value }
  discountCodes
  subtotalPriceSet ${moneyBagFields}
  totalDiscountsSet ${moneyBagFields}
  totalTaxSet ${moneyBagFields}
  totalShippingPriceSet ${moneyBagFields}
  currentTotalPriceSet ${moneyBagFields}
  totalReceivedSet ${moneyBagFields}
  totalRefundedSet ${moneyBagFields}
  totalOutstandingSet ${moneyBagFields}
  shippingAddress ${addressFields}
  billingAddress ${addressFields}
  shippingLine { title code discountedPriceSet ${moneyBagFields} }
  lineItems(first: $lineItems, after: $lineItemsAfter) { nodes ${orderLineItemFields} pageInfo { hasNextPage endCursor } }
  transactions(first: 20) ${transactionFields}
  fulfillments(first: 10) ${fulfillmentFields}
  refunds(first: 10) { id createdAt note totalRefundedSet ${moneyBagFields} }
`;

const toOptionalMoney = (bag: z.output<typeof MoneyBagWire> | null | undefined) => bag && toShopMoney(bag);

/** The order in full. */
export const toOrder = (wire: z.output<typeof OrderWire>): Order => ({
  ...toOrderSummary(wire),
  ...present({
    currencyCode: wire.currencyCode,
    phone: wire.phone,
    poNumber: wire.poNumber,
    sourceName: wire.sourceName,
    sourceIdentifier: wire.sourceIdentifier,
    cancelReason: wire.cancelReason,
    test: wire.test,
    confirmed: wire.confirmed,
    canMarkAsPaid: wire.canMarkAsPaid,
    refundable: wire.refundable,
    customAttributes: toAttributes(wire.customAttributes),
    discountCodes: wire.discountCodes,
    shippingAddress: toAddress(wire.shippingAddress),
    billingAddress: toAddress(wire.billingAddress),
    nextLineItemsCursor: toPage(wire.lineItems).nextCursor,
    lineItems: wire.lineItems.nodes.map(toOrderLineItem),
    transactions: wire.transactions.map(toTransaction),
    fulfillments: wire.fulfillments.map(toFulfillment),
  }),
  ...toTotals(wire),
  refunds: wire.refunds.map(({ totalRefundedSet, ...refund }) =>
    present({ ...refund, total: toShopMoney(totalRefundedSet) }),
  ),
});

const toTotals = (wire: z.output<typeof OrderWire>) =>
  present({
    subtotal: toOptionalMoney(wire.subtotalPriceSet),
    totalDiscounts: toOptionalMoney(wire.totalDiscountsSet),
    totalTax: toOptionalMoney(wire.totalTaxSet),
    totalShipping: toShopMoney(wire.totalShippingPriceSet),
    currentTotal: toShopMoney(wire.currentTotalPriceSet),
    totalReceived: toShopMoney(wire.totalReceivedSet),
    totalRefunded: toShopMoney(wire.totalRefundedSet),
    totalOutstanding: toShopMoney(wire.totalOutstandingSet),
    shippingLine: wire.shippingLine && toShippingLine(wire.shippingLine),
  });

const toShippingLine = ({ title, code, discountedPriceSet }: z.output<typeof ShippingLineWire>) =>
  present({ title, code, price: toShopMoney(discountedPriceSet) });
