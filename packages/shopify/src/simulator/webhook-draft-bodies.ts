import { toFixed } from "./money.js";
import type { DraftOrder } from "./records/orders.js";
import { draftTotals } from "./resolvers/draft-orders.js";
import { addressBody, type Body, both, restId, time, times } from "./webhook-bodies.js";

/** `draft_orders/*`. */
export const draftOrderBody = (draft: DraftOrder): Body => {
  const { total, subtotal, tax } = draftTotals(draft);
  return {
    ...both(draft),
    ...times(draft),
    name: draft.name,
    note: draft.note2,
    email: draft.email,
    status: draft.status.toLowerCase(),
    currency: draft.currency,
    tags: draft.tags.join(", "),
    completed_at: time(draft.completedAt),
    invoice_sent_at: time(draft.invoiceSentAt),
    order_id: draft.orderId === null ? null : restId(draft.orderId),
    tax_exempt: draft.taxExempt,
    taxes_included: true,
    total_price: toFixed(total),
    subtotal_price: toFixed(subtotal),
    total_tax: toFixed(tax),
    line_items: draft.lines.map((line) => ({
      id: restId(line.id),
      title: line.title,
      variant_title: line.variantTitle,
      sku: line.sku,
      quantity: line.quantity,
      price: toFixed(line.unitCents),
      product_id: line.productId === null ? null : restId(line.productId),
      variant_id: line.variantId === null ? null : restId(line.variantId),
    })),
    shipping_address: addressBody(draft.shippingAddress),
    billing_address: addressBody(draft.billingAddress),
  };
};
