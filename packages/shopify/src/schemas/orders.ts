import { z } from "zod";
import { Address, AddressWire, Attribute, AttributeWire, addressFields, toAddress, toAttributes } from "./address.js";
import { MoneyBagWire, moneyBagFields, pageInfoFields, present, ShopMoney, timestamp, toShopMoney } from "./common.js";
import { Fulfillment, FulfillmentWire, fulfillmentFields, toFulfillment } from "./fulfillments.js";
import { OrderSummary, OrderSummaryWire, orderSummaryFields, toOrderSummary } from "./order-summary.js";
import { OrderTransaction, OrderTransactionWire, toTransaction, transactionFields } from "./transactions.js";

/** What an order lists as sold. */
export const OrderLineItem = z.object({
  id: z.string(),
  title: z.string(),
  variantTitle: z.string().optional(),
  sku: z.string().optional(),
  quantity: z.number().int().describe("As ordered"),
  currentQuantity: z.number().int().describe("After edits and refunds"),
  refundableQuantity: z.number().int(),
  unfulfilledQuantity: z.number().int(),
  unitPrice: ShopMoney,
  discountedTotal: ShopMoney.describe("Of the whole line, line discounts taken off"),
  productId: z.string().optional().describe("Absent for custom items and deleted products"),
  variantId: z.string().optional(),
});

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

const LineItemWire = z.object({
  id: z.string(),
  title: z.string(),
  variantTitle: z.string().nullish(),
  sku: z.string().nullish(),
  quantity: z.number(),
  currentQuantity: z.number(),
  refundableQuantity: z.number(),
  unfulfilledQuantity: z.number(),
  originalUnitPriceSet: MoneyBagWire,
  discountedTotalSet: MoneyBagWire,
  product: z.object({ id: z.string() }).nullish(),
  variant: z.object({ id: z.string() }).nullish(),
});

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
  shippingLine: z
    .object({ title: z.string(), code: z.string().nullish(), discountedPriceSet: MoneyBagWire })
    .nullish(),
  lineItems: z.object({
    nodes: z.array(LineItemWire),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
  }),
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
