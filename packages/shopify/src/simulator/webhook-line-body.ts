import { toFixed } from "./money.js";
import { lineTax } from "./order-math.js";
import type { LineItem, Order } from "./records/orders.js";
import { type Body, both, restId } from "./webhook-bodies.js";

/** An amount as a text and in both currencies. */
export const money = (
  name: string,
  cents: number,
  { currency, presentmentCurrency, presentmentRate }: Order,
): Body => ({
  [name]: toFixed(cents),
  [`${name}_set`]: {
    shop_money: { amount: toFixed(cents), currency_code: currency },
    presentment_money: { amount: toFixed(Math.round(cents * presentmentRate)), currency_code: presentmentCurrency },
  },
});

/** A line of an order. */
export const lineBody = (order: Order, line: LineItem): Body => ({
  ...both(line),
  title: line.title,
  name: line.variantTitle === null ? line.title : `${line.title} - ${line.variantTitle}`,
  variant_title: line.variantTitle,
  quantity: line.quantity,
  current_quantity: line.quantity - line.refundedQuantity,
  fulfillable_quantity: Math.max(0, line.quantity - line.refundedQuantity - line.fulfilledQuantity),
  fulfillment_status:
    line.fulfilledQuantity === 0
      ? null
      : line.fulfilledQuantity >= line.quantity - line.refundedQuantity
        ? "fulfilled"
        : "partial",
  sku: line.sku,
  vendor: line.vendor,
  product_id: line.productId === null ? null : restId(line.productId),
  variant_id: line.variantId === null ? null : restId(line.variantId),
  taxable: line.taxable,
  requires_shipping: line.requiresShipping,
  ...money("price", line.unitCents, order),
  ...money("total_discount", line.discountCents, order),
  tax_lines: line.taxable
    ? [{ title: `DE VAT ${Math.round(line.taxRate * 100)}%`, rate: line.taxRate, price: toFixed(lineTax(order, line)) }]
    : [],
});
