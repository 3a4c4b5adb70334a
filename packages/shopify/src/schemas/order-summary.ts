import { z } from "zod";
import { MoneyBagWire, moneyBagFields, openEnum, present, ShopMoney, timestamp, toShopMoney } from "./common.js";

const financialStatuses = [
  "AUTHORIZED",
  "EXPIRED",
  "PAID",
  "PARTIALLY_PAID",
  "PARTIALLY_REFUNDED",
  "PENDING",
  "REFUNDED",
  "VOIDED",
];
const fulfillmentStatuses = ["FULFILLED", "IN_PROGRESS", "ON_HOLD", "PARTIALLY_FULFILLED", "SCHEDULED", "UNFULFILLED"];

/** The customer an order or draft order names. */
export const CustomerName = z.object({ id: z.string(), displayName: z.string().optional() });

/** `Customer`, as little of it as names it. */
export const CustomerNameWire = z.object({ id: z.string(), displayName: z.string().nullish() });

/** An order as lists and writes give it. */
export const OrderSummary = z.object({
  id: z.string(),
  name: z.string().describe("Number as people say it, e.g. #1042"),
  createdAt: timestamp,
  processedAt: timestamp.describe("When it was placed; differs from createdAt for imported orders"),
  updatedAt: timestamp,
  cancelledAt: timestamp.optional(),
  closedAt: timestamp.optional().describe("When it was archived"),
  financialStatus: openEnum(financialStatuses, "Absent where Shopify states none").optional(),
  fulfillmentStatus: openEnum(fulfillmentStatuses),
  returnStatus: openEnum(["NO_RETURN", "RETURN_REQUESTED", "IN_PROGRESS", "RETURNED"]),
  total: ShopMoney.describe("As placed; orders.get has currentTotal, the sum after edits and refunds"),
  itemCount: z.number().int().describe("Units now in the order, removed and refunded ones excluded"),
  customer: CustomerName.optional().describe("Absent for guests, or where the app may not see customers"),
  email: z.string().optional(),
  note: z.string().optional(),
  tags: z.array(z.string()),
});
/** An order as lists and writes give it. */
export type OrderSummary = z.infer<typeof OrderSummary>;

/** `Order` as {@link orderSummaryFields} selects it. */
export const OrderSummaryWire = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.string(),
  processedAt: z.string(),
  updatedAt: z.string(),
  cancelledAt: z.string().nullish(),
  closedAt: z.string().nullish(),
  displayFinancialStatus: z.string().nullish(),
  displayFulfillmentStatus: z.string(),
  returnStatus: z.string(),
  totalPriceSet: MoneyBagWire,
  currentSubtotalLineItemsQuantity: z.number(),
  customer: CustomerNameWire.nullish(),
  email: z.string().nullish(),
  note: z.string().nullish(),
  tags: z.array(z.string()),
});

/** Fields of an `Order` selection, enough for {@link OrderSummary}. */
export const orderSummaryFields = `
  id name createdAt processedAt updatedAt cancelledAt closedAt
  displayFinancialStatus displayFulfillmentStatus returnStatus
  totalPriceSet ${moneyBagFields}
  currentSubtotalLineItemsQuantity
  customer { id displayName }
  email note tags
`;

/** The order as lists and writes give it. */
export const toOrderSummary = (wire: z.output<typeof OrderSummaryWire>): OrderSummary =>
  present({
    id: wire.id,
    name: wire.name,
    createdAt: wire.createdAt,
    processedAt: wire.processedAt,
    updatedAt: wire.updatedAt,
    cancelledAt: wire.cancelledAt,
    closedAt: wire.closedAt,
    financialStatus: wire.displayFinancialStatus,
    fulfillmentStatus: wire.displayFulfillmentStatus,
    returnStatus: wire.returnStatus,
    total: toShopMoney(wire.totalPriceSet),
    itemCount: wire.currentSubtotalLineItemsQuantity,
    customer: wire.customer && present(wire.customer),
    email: wire.email,
    note: wire.note,
    tags: wire.tags,
  });
