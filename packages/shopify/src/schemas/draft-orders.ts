import { z } from "zod";
import { connectionWire, toPage } from "../wire/graphql.js";
import { Address, AddressWire, Attribute, AttributeWire, addressFields, toAddress, toAttributes } from "./address.js";
import { MoneyBagWire, moneyBagFields, openEnum, present, ShopMoney, timestamp, toShopMoney } from "./common.js";
import {
  DraftOrderSummary,
  DraftOrderSummaryWire,
  draftOrderSummaryFields,
  toDraftOrderSummary,
} from "./draft-order-summary.js";

const LineItem = z.object({
  id: z.string(),
  title: z.string(),
  variantTitle: z.string().optional(),
  sku: z.string().optional(),
  quantity: z.number().int(),
  custom: z.boolean().describe("Whether it is no product of the shop"),
  unitPrice: ShopMoney,
  discountedTotal: ShopMoney.describe("Of the whole line, line discounts taken off"),
  productId: z.string().optional(),
  variantId: z.string().optional(),
});

/** A draft order in full. */
export const DraftOrder = DraftOrderSummary.extend({
  currencyCode: z.string(),
  phone: z.string().optional(),
  poNumber: z.string().optional(),
  invoiceSentAt: timestamp.optional(),
  reserveInventoryUntil: timestamp.optional(),
  taxExempt: z.boolean(),
  taxesIncluded: z.boolean(),
  discountCodes: z.array(z.string()),
  discount: z
    .object({ title: z.string().optional(), value: z.number(), valueType: openEnum(["PERCENTAGE", "FIXED_AMOUNT"]) })
    .optional()
    .describe("Of the whole order"),
  subtotal: ShopMoney,
  totalDiscounts: ShopMoney,
  totalTax: ShopMoney,
  totalShipping: ShopMoney,
  customAttributes: z.array(Attribute),
  shippingAddress: Address.optional(),
  billingAddress: Address.optional(),
  lineItems: z.array(LineItem),
  nextLineItemsCursor: z.string().optional().describe("Present where more line items follow: pass as lineItemsCursor"),
});
/** A draft order in full. */
export type DraftOrder = z.infer<typeof DraftOrder>;

const LineItemWire = z.object({
  id: z.string(),
  title: z.string(),
  variantTitle: z.string().nullish(),
  sku: z.string().nullish(),
  quantity: z.number(),
  custom: z.boolean(),
  originalUnitPriceSet: MoneyBagWire,
  discountedTotalSet: MoneyBagWire,
  product: z.object({ id: z.string() }).nullish(),
  variant: z.object({ id: z.string() }).nullish(),
});

/** `DraftOrder` as {@link draftOrderFields} selects it. */
export const DraftOrderWire = DraftOrderSummaryWire.extend({
  currencyCode: z.string(),
  phone: z.string().nullish(),
  poNumber: z.string().nullish(),
  invoiceSentAt: z.string().nullish(),
  reserveInventoryUntil: z.string().nullish(),
  taxExempt: z.boolean(),
  taxesIncluded: z.boolean(),
  discountCodes: z.array(z.string()),
  appliedDiscount: z.object({ title: z.string().nullish(), value: z.number(), valueType: z.string() }).nullish(),
  subtotalPriceSet: MoneyBagWire,
  totalDiscountsSet: MoneyBagWire,
  totalTaxSet: MoneyBagWire,
  totalShippingPriceSet: MoneyBagWire,
  customAttributes: z.array(AttributeWire),
  shippingAddress: AddressWire.nullish(),
  billingAddress: AddressWire.nullish(),
  lineItems: connectionWire(LineItemWire),
});

/** Fields of a `DraftOrder` selection in full; takes `$lineItems: Int!` and `$lineItemsAfter: String`. */
export const draftOrderFields = `
  ${draftOrderSummaryFields}
  currencyCode phone poNumber invoiceSentAt reserveInventoryUntil taxExempt taxesIncluded discountCodes
  appliedDiscount { title value valueType }
  subtotalPriceSet ${moneyBagFields}
  totalDiscountsSet ${moneyBagFields}
  totalTaxSet ${moneyBagFields}
  totalShippingPriceSet ${moneyBagFields}
  customAttributes { key value }
  shippingAddress ${addressFields}
  billingAddress ${addressFields}
  lineItems(first: $lineItems, after: $lineItemsAfter) {
    nodes {
      id title variantTitle sku quantity custom
      originalUnitPriceSet ${moneyBagFields}
      discountedTotalSet ${moneyBagFields}
      product { id }
      variant { id }
    }
    pageInfo { hasNextPage endCursor }
  }
`;

/** The draft order in full. */
export const toDraftOrder = (wire: z.output<typeof DraftOrderWire>): DraftOrder => ({
  ...toDraftOrderSummary(wire),
  ...present({
    currencyCode: wire.currencyCode,
    phone: wire.phone,
    poNumber: wire.poNumber,
    invoiceSentAt: wire.invoiceSentAt,
    reserveInventoryUntil: wire.reserveInventoryUntil,
    taxExempt: wire.taxExempt,
    taxesIncluded: wire.taxesIncluded,
    discountCodes: wire.discountCodes,
    discount: wire.appliedDiscount && present(wire.appliedDiscount),
    subtotal: toShopMoney(wire.subtotalPriceSet),
    totalDiscounts: toShopMoney(wire.totalDiscountsSet),
    totalTax: toShopMoney(wire.totalTaxSet),
    totalShipping: toShopMoney(wire.totalShippingPriceSet),
    customAttributes: toAttributes(wire.customAttributes),
    shippingAddress: toAddress(wire.shippingAddress),
    billingAddress: toAddress(wire.billingAddress),
    lineItems: wire.lineItems.nodes.map(toLineItem),
    nextLineItemsCursor: toPage(wire.lineItems).nextCursor,
  }),
});

const toLineItem = (wire: z.output<typeof LineItemWire>): z.infer<typeof LineItem> => {
  const { originalUnitPriceSet, discountedTotalSet, product, variant, ...rest } = wire;
  return present({
    ...rest,
    unitPrice: toShopMoney(originalUnitPriceSet),
    discountedTotal: toShopMoney(discountedTotalSet),
    productId: product?.id,
    variantId: variant?.id,
  });
};
