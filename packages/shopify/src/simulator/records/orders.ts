import type { Cents, Currencies } from "../money.js";
import type { Address, Attribute, StoredRecord } from "./common.js";

/** A line of an order. */
export interface LineItem {
  readonly __typename: "LineItem";
  readonly id: string;
  readonly title: string;
  readonly variantTitle: string | null;
  readonly sku: string | null;
  readonly vendor: string | null;
  readonly productId: string | null;
  readonly variantId: string | null;
  readonly quantity: number;
  readonly unitCents: Cents;
  readonly discountCents: Cents;
  readonly taxRate: number;
  readonly requiresShipping: boolean;
  readonly taxable: boolean;
  readonly customAttributes: readonly Attribute[];
  refundedQuantity: number;
  fulfilledQuantity: number;
}

/** A payment or refund of an order. */
export interface Transaction {
  readonly __typename: "OrderTransaction";
  readonly id: string;
  readonly orderId: string;
  readonly kind: string;
  readonly status: string;
  readonly gateway: string;
  readonly cents: Cents;
  readonly parentId: string | null;
  readonly createdAt: number;
}

/** A refund of an order. */
export interface Refund extends StoredRecord {
  readonly __typename: "Refund";
  readonly orderId: string;
  readonly note: string | null;
  readonly lines: readonly {
    readonly __typename: "RefundLineItem";
    readonly id: string;
    readonly lineItemId: string;
    readonly quantity: number;
    readonly restockType: string;
    readonly restocked: boolean;
    readonly locationId: string | null;
    readonly cents: Cents;
    readonly taxCents: Cents;
  }[];
  readonly shippingCents: Cents;
  readonly transactionIds: readonly string[];
}

/** Where a visitor came from. */
export interface Visit {
  readonly landingPage: string;
  readonly referrer: string | null;
  readonly source: string;
  readonly medium: string | null;
  readonly campaign: string | null;
}

/** An order. */
export interface Order extends StoredRecord, Currencies {
  readonly __typename: "Order";
  readonly number: number;
  readonly name: string;
  readonly processedAt: number;
  cancelledAt: number | null;
  cancelReason: string | null;
  staffNote: string | null;
  closedAt: number | null;
  readonly customerId: string | null;
  email: string | null;
  phone: string | null;
  note: string | null;
  poNumber: string | null;
  tags: string[];
  customAttributes: readonly Attribute[];
  readonly sourceName: string;
  readonly sourceIdentifier: string | null;
  readonly test: boolean;
  readonly taxesIncluded: boolean;
  readonly lines: readonly LineItem[];
  readonly shipping: {
    readonly id: string;
    readonly title: string;
    readonly code: string;
    readonly cents: Cents;
  } | null;
  readonly discountCode: string | null;
  readonly billingAddress: Address | null;
  shippingAddress: Address | null;
  readonly transactions: Transaction[];
  readonly refundIds: string[];
  readonly fulfillmentIds: string[];
  readonly fulfillmentOrderIds: string[];
  readonly visit: Visit | null;
}

/** A line of a draft order. */
export interface DraftLine {
  readonly __typename: "DraftOrderLineItem";
  readonly id: string;
  readonly uuid: string;
  readonly title: string;
  readonly variantTitle: string | null;
  readonly sku: string | null;
  readonly vendor: string | null;
  readonly productId: string | null;
  readonly variantId: string | null;
  readonly quantity: number;
  readonly unitCents: Cents;
  readonly discount: DraftDiscount | null;
  readonly taxRate: number;
  readonly requiresShipping: boolean;
  readonly taxable: boolean;
  readonly customAttributes: readonly Attribute[];
}

/** A discount on a draft order or on one of its lines. */
export interface DraftDiscount {
  readonly title: string | null;
  readonly description: string;
  readonly value: number;
  readonly valueType: string;
}

/** A draft order. */
export interface DraftOrder extends StoredRecord, Currencies {
  readonly __typename: "DraftOrder";
  readonly name: string;
  status: string;
  completedAt: number | null;
  invoiceSentAt: number | null;
  orderId: string | null;
  customerId: string | null;
  email: string | null;
  phone: string | null;
  note2: string | null;
  poNumber: string | null;
  tags: string[];
  taxExempt: boolean;
  customAttributes: readonly Attribute[];
  discount: DraftDiscount | null;
  lines: readonly DraftLine[];
  shipping: { readonly id: string; readonly title: string; readonly cents: Cents } | null;
  billingAddress: Address | null;
  shippingAddress: Address | null;
  reserveInventoryUntil: number | null;
  sourceName: string | null;
}
