import { numericId } from "./gid.js";
import { toFixed } from "./money.js";
import {
  financialStatus,
  fulfillmentStatus,
  fulfillmentsOf,
  lineTax,
  lineTotal,
  refundsOf,
  totalsOf,
} from "./order-math.js";
import type {
  Address,
  Customer,
  DraftOrder,
  Fulfillment,
  FulfillmentOrder,
  InventoryItem,
  InventoryLevel,
  LineItem,
  Order,
  Product,
  Refund,
} from "./records.js";
import { draftTotals } from "./resolvers/draft-orders.js";
import { totalInventory, variantsOf, variantTitle } from "./resolvers/products.js";
import { variantStock } from "./resolvers/stock.js";
import type { Store } from "./state.js";

/** Webhook bodies have the shape of the old REST resources: bare ids, snake case, enums in lower case, tags in one text. */
export type Body = Readonly<Record<string, unknown>>;

const restId = (gid: string): bigint => BigInt(numericId(gid));
const time = (ms: number | null): string | null => (ms === null ? null : `${new Date(ms).toISOString().slice(0, 19)}Z`);
const both = ({ id }: { readonly id: string }) => ({ id: restId(id), admin_graphql_api_id: id });
const times = ({ createdAt, updatedAt }: { readonly createdAt: number; readonly updatedAt: number }) => ({
  created_at: time(createdAt),
  updated_at: time(updatedAt),
});

/** Delete topics send the id and nothing else. */
export const deletedBody = (gid: string): Body => ({ id: restId(gid) });

const money = (name: string, cents: number, { currency, presentmentCurrency, presentmentRate }: Order): Body => ({
  [name]: toFixed(cents),
  [`${name}_set`]: {
    shop_money: { amount: toFixed(cents), currency_code: currency },
    presentment_money: { amount: toFixed(Math.round(cents * presentmentRate)), currency_code: presentmentCurrency },
  },
});

/** `products/create` and `products/update`. */
export const productBody = (store: Store, product: Product): Body => ({
  ...both(product),
  ...times(product),
  title: product.title,
  body_html: product.descriptionHtml,
  vendor: product.vendor,
  product_type: product.productType,
  handle: product.handle,
  published_at: time(product.publishedAt),
  template_suffix: product.templateSuffix,
  published_scope: "web",
  tags: product.tags.join(", "),
  status: product.status.toLowerCase(),
  total_inventory: totalInventory(store, product),
  variants: variantsOf(store, product).map((variant, index) => ({
    ...both(variant),
    ...times(variant),
    product_id: restId(product.id),
    title: variantTitle(variant),
    price: toFixed(variant.priceCents),
    compare_at_price: variant.compareAtCents === null ? null : toFixed(variant.compareAtCents),
    position: index + 1,
    inventory_policy: variant.inventoryPolicy.toLowerCase(),
    option1: variant.optionValues[0]?.value ?? null,
    option2: variant.optionValues[1]?.value ?? null,
    option3: variant.optionValues[2]?.value ?? null,
    taxable: variant.taxable,
    barcode: variant.barcode,
    sku: store.InventoryItem.get(variant.inventoryItemId)?.sku ?? null,
    inventory_item_id: restId(variant.inventoryItemId),
    inventory_quantity: variantStock(store, variant),
    old_inventory_quantity: variantStock(store, variant),
    image_id: null,
  })),
  options: product.options.map((option, index) => ({
    id: restId(option.id),
    product_id: restId(product.id),
    name: option.name,
    position: index + 1,
    values: option.values.map(({ name }) => name),
  })),
  images: product.media.map(({ id, alt, url }, index) => ({
    id: restId(id),
    alt,
    position: index + 1,
    product_id: restId(product.id),
    src: url,
    variant_ids: [],
  })),
  variant_gids: variantsOf(store, product).map(({ id, updatedAt }) => ({
    admin_graphql_api_id: id,
    updated_at: new Date(updatedAt).toISOString(),
  })),
});

/** `inventory_levels/*`. */
export const inventoryLevelBody = ({
  inventoryItemId,
  locationId,
  quantities,
  updatedAt,
  id,
}: InventoryLevel): Body => ({
  inventory_item_id: restId(inventoryItemId),
  location_id: restId(locationId),
  available: quantities.available,
  updated_at: time(updatedAt),
  admin_graphql_api_id: id,
});

/** `inventory_items/*`. */
export const inventoryItemBody = (item: InventoryItem): Body => ({
  ...both(item),
  ...times(item),
  sku: item.sku,
  requires_shipping: item.requiresShipping,
  cost: item.costCents === null ? null : toFixed(item.costCents),
  country_code_of_origin: item.countryCodeOfOrigin,
  province_code_of_origin: item.provinceCodeOfOrigin,
  harmonized_system_code: item.harmonizedSystemCode,
  tracked: item.tracked,
});

const addressBody = (address: Address | null | undefined): Body | null =>
  address
    ? {
        first_name: address.firstName ?? null,
        last_name: address.lastName ?? null,
        company: address.company ?? null,
        address1: address.address1 ?? null,
        address2: address.address2 ?? null,
        city: address.city ?? null,
        zip: address.zip ?? null,
        province: address.province ?? null,
        province_code: address.provinceCode ?? null,
        country: address.country ?? null,
        country_code: address.countryCode ?? null,
        phone: address.phone ?? null,
      }
    : null;

/** `customers/*`. */
export const customerBody = (_: Store, customer: Customer): Body => ({
  ...both(customer),
  ...times(customer),
  first_name: customer.firstName,
  last_name: customer.lastName,
  email: customer.email,
  phone: customer.phone,
  state: customer.state.toLowerCase(),
  note: customer.note,
  verified_email: customer.verifiedEmail,
  tax_exempt: customer.taxExempt,
  tax_exemptions: customer.taxExemptions,
  tags: customer.tags.join(", "),
  currency: "EUR",
  addresses: customer.addresses.map((address) => ({
    id: restId(address.id),
    customer_id: restId(customer.id),
    ...addressBody(address),
  })),
  default_address: addressBody(customer.addresses[0]),
});

const lineBody = (order: Order, line: LineItem): Body => ({
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

const restFinancial: Readonly<Record<string, string>> = {
  PENDING: "pending",
  AUTHORIZED: "authorized",
  PARTIALLY_PAID: "partially_paid",
  PAID: "paid",
  PARTIALLY_REFUNDED: "partially_refunded",
  REFUNDED: "refunded",
  VOIDED: "voided",
};
const restFulfillment: Readonly<Record<string, string | null>> = {
  FULFILLED: "fulfilled",
  PARTIALLY_FULFILLED: "partial",
};

/** `orders/*`. */
export const orderBody = (store: Store, order: Order): Body => {
  const totals = totalsOf(store, order);
  const customer = order.customerId === null ? undefined : store.Customer.get(order.customerId);
  return {
    ...both(order),
    ...times(order),
    app_id: null,
    name: order.name,
    number: order.number - 1000,
    order_number: order.number,
    processed_at: time(order.processedAt),
    cancelled_at: time(order.cancelledAt),
    cancel_reason: order.cancelReason?.toLowerCase() ?? null,
    closed_at: time(order.closedAt),
    confirmed: true,
    test: order.test,
    email: order.email ?? "",
    contact_email: order.email,
    phone: order.phone,
    note: order.note,
    note_attributes: order.customAttributes.map(({ key, value }) => ({ name: key, value })),
    po_number: order.poNumber,
    tags: order.tags.join(", "),
    currency: order.currency,
    presentment_currency: order.presentmentCurrency,
    source_name: order.sourceName,
    source_identifier: order.sourceIdentifier,
    landing_site: order.visit?.landingPage ?? null,
    referring_site: order.visit?.referrer ?? null,
    taxes_included: order.taxesIncluded,
    financial_status: restFinancial[financialStatus(store, order)] ?? "pending",
    fulfillment_status: restFulfillment[fulfillmentStatus(store, order)] ?? null,
    discount_codes:
      order.discountCode === null
        ? []
        : [{ code: order.discountCode, amount: toFixed(totals.discounts), type: "percentage" }],
    payment_gateway_names: [...new Set(order.transactions.map(({ gateway }) => gateway))],
    ...money("subtotal_price", totals.subtotal, order),
    ...money("total_price", totals.total, order),
    ...money("total_tax", totals.tax, order),
    ...money("total_discounts", totals.discounts, order),
    ...money("current_subtotal_price", totals.currentSubtotal, order),
    ...money("current_total_price", totals.currentTotal, order),
    ...money("current_total_tax", totals.currentTax, order),
    total_shipping_price_set: money("x", totals.shipping, order).x_set,
    customer: customer ? customerBody(store, customer) : null,
    billing_address: addressBody(order.billingAddress),
    shipping_address: addressBody(order.shippingAddress),
    line_items: order.lines.map((line) => lineBody(order, line)),
    shipping_lines: order.shipping
      ? [
          {
            id: restId(order.shipping.id),
            title: order.shipping.title,
            code: order.shipping.code,
            source: "shopify",
            ...money("price", order.shipping.cents, order),
          },
        ]
      : [],
    fulfillments: fulfillmentsOf(store, order).map((fulfillment) => fulfillmentBody(store, order, fulfillment)),
    refunds: refundsOf(store, order).map((refund) => refundBody(store, order, refund)),
  };
};

/** `refunds/create`. */
export const refundBody = (_: Store, order: Order, refund: Refund): Body => ({
  ...both(refund),
  order_id: restId(order.id),
  created_at: time(refund.createdAt),
  processed_at: time(refund.createdAt),
  note: refund.note,
  restock: refund.lines.some(({ restocked }) => restocked),
  refund_line_items: refund.lines.map((line) => ({
    id: restId(line.id),
    line_item_id: restId(line.lineItemId),
    quantity: line.quantity,
    restock_type: line.restockType.toLowerCase(),
    location_id: line.locationId === null ? null : restId(line.locationId),
    subtotal: line.cents / 100,
    total_tax: line.taxCents / 100,
  })),
  transactions: order.transactions
    .filter(({ id }) => refund.transactionIds.includes(id))
    .map((transaction) => ({
      ...both(transaction),
      order_id: restId(order.id),
      kind: transaction.kind.toLowerCase(),
      status: transaction.status.toLowerCase(),
      gateway: transaction.gateway,
      amount: toFixed(transaction.cents),
      currency: order.currency,
      parent_id: transaction.parentId === null ? null : restId(transaction.parentId),
      created_at: time(transaction.createdAt),
    })),
});

/** `fulfillments/*`. */
export const fulfillmentBody = (_: Store, order: Order, fulfillment: Fulfillment): Body => {
  const [first] = fulfillment.tracking;
  return {
    ...both(fulfillment),
    ...times(fulfillment),
    order_id: restId(order.id),
    name: fulfillment.name,
    status: fulfillment.status.toLowerCase(),
    shipment_status: fulfillment.displayStatus.toLowerCase(),
    service: "manual",
    location_id: restId(fulfillment.locationId),
    tracking_company: first?.company ?? null,
    tracking_number: first?.number ?? null,
    tracking_numbers: fulfillment.tracking.flatMap(({ number }) => number ?? []),
    tracking_url: first?.url ?? null,
    tracking_urls: fulfillment.tracking.flatMap(({ url }) => url ?? []),
    line_items: fulfillment.lines.flatMap(({ lineItemId, quantity }) => {
      const line = order.lines.find(({ id }) => id === lineItemId);
      return line ? [{ ...lineBody(order, line), quantity, price: toFixed(lineTotal(line, 1)) }] : [];
    }),
  };
};

/** `fulfillment_orders/*`. */
export const fulfillmentOrderBody = ({ id, status, holds }: FulfillmentOrder): Body => ({
  fulfillment_order: { id, status: status.toLowerCase() },
  fulfillment_holds: holds.map((hold) => ({
    id: hold.id,
    reason: hold.reason.toLowerCase(),
    reason_notes: hold.reasonNotes,
    handle: hold.handle,
  })),
});

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
