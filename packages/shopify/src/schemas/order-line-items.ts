import { z } from "zod";
import { MoneyBagWire, moneyBagFields, present, ShopMoney, toShopMoney } from "./common.js";

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
/** What an order lists as sold. */
export type OrderLineItem = z.infer<typeof OrderLineItem>;

/** `LineItem`. */
export const OrderLineItemWire = z.object({
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

/** Fields of a `LineItem` selection. */
export const orderLineItemFields = `{
  id title variantTitle sku quantity currentQuantity refundableQuantity unfulfilledQuantity
  originalUnitPriceSet ${moneyBagFields}
  discountedTotalSet ${moneyBagFields}
  product { id }
  variant { id }
}`;

/** The line as we promise it. */
export const toOrderLineItem = (wire: z.output<typeof OrderLineItemWire>): OrderLineItem => {
  const { originalUnitPriceSet, discountedTotalSet, product, variant, ...rest } = wire;
  return present({
    ...rest,
    unitPrice: toShopMoney(originalUnitPriceSet),
    discountedTotal: toShopMoney(discountedTotalSet),
    productId: product?.id,
    variantId: variant?.id,
  });
};
