import type { Cents, Currencies } from "./money.js";

/** What every stored thing has. Times are milliseconds since the epoch. */
export interface StoredRecord {
  readonly __typename: string;
  readonly id: string;
  /** Order of creation; grows like the id. */
  readonly seq: number;
  readonly createdAt: number;
  updatedAt: number;
}

/** A postal address as stored. */
export interface Address {
  readonly __typename: "MailingAddress";
  readonly id: string;
  firstName?: string | null;
  lastName?: string | null;
  company?: string | null;
  address1?: string | null;
  address2?: string | null;
  city?: string | null;
  province?: string | null;
  provinceCode?: string | null;
  country?: string | null;
  countryCode?: string | null;
  zip?: string | null;
  phone?: string | null;
}

/** A named value on an order or line. */
export interface Attribute {
  readonly key: string;
  readonly value: string | null;
}

/** A product option with its values. */
export interface ProductOption {
  readonly __typename: "ProductOption";
  readonly id: string;
  name: string;
  values: { readonly __typename: "ProductOptionValue"; readonly id: string; name: string }[];
}

/** A product. */
export interface Product extends StoredRecord {
  readonly __typename: "Product";
  title: string;
  handle: string;
  status: string;
  vendor: string;
  productType: string;
  tags: string[];
  descriptionHtml: string;
  publishedAt: number | null;
  templateSuffix: string | null;
  giftCard: boolean;
  category: { readonly id: string; readonly name: string; readonly fullName: string } | null;
  seo: { title: string | null; description: string | null };
  options: ProductOption[];
  variantIds: string[];
  collectionIds: string[];
  media: {
    readonly __typename: "MediaImage";
    readonly id: string;
    alt: string | null;
    url: string;
    readonly createdAt: number;
  }[];
}

/** A variant. */
export interface ProductVariant extends StoredRecord {
  readonly __typename: "ProductVariant";
  readonly productId: string;
  readonly inventoryItemId: string;
  barcode: string | null;
  priceCents: Cents;
  compareAtCents: Cents | null;
  taxable: boolean;
  inventoryPolicy: string;
  /** One value per option of the product. */
  optionValues: { readonly name: string; value: string }[];
}

/** What is stocked for a variant. */
export interface InventoryItem extends StoredRecord {
  readonly __typename: "InventoryItem";
  readonly variantId: string;
  sku: string | null;
  tracked: boolean;
  requiresShipping: boolean;
  costCents: Cents | null;
  countryCodeOfOrigin: string | null;
  provinceCodeOfOrigin: string | null;
  harmonizedSystemCode: string | null;
  weight: { value: number; unit: string };
}

/** Quantity names that a level keeps. */
export type QuantityName =
  | "available"
  | "committed"
  | "incoming"
  | "reserved"
  | "damaged"
  | "safety_stock"
  | "quality_control";

/** Stock of one item at one location. */
export interface InventoryLevel extends StoredRecord {
  readonly __typename: "InventoryLevel";
  readonly inventoryItemId: string;
  readonly locationId: string;
  isActive: boolean;
  quantities: Record<QuantityName, number>;
}

/** A place that stocks. */
export interface Location extends StoredRecord {
  readonly __typename: "Location";
  name: string;
  isActive: boolean;
  isPrimary: boolean;
  address: Omit<Address, "__typename" | "id" | "firstName" | "lastName" | "company">;
}

/** A collection, its products by id. */
export interface Collection extends StoredRecord {
  readonly __typename: "Collection";
  title: string;
  handle: string;
  descriptionHtml: string;
}

/** A customer. */
export interface Customer extends StoredRecord {
  readonly __typename: "Customer";
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phone: string | null;
  locale: string;
  note: string | null;
  state: string;
  tags: string[];
  taxExempt: boolean;
  taxExemptions: string[];
  verifiedEmail: boolean;
  emailMarketing: { state: string; optInLevel: string | null; updatedAt: number | null };
  smsMarketing: { state: string; optInLevel: string | null; updatedAt: number | null };
  addresses: Address[];
}

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

/** A hold on a fulfilment order. */
export interface FulfillmentHold {
  readonly __typename: "FulfillmentHold";
  readonly id: string;
  readonly handle: string | null;
  readonly reason: string;
  readonly reasonNotes: string | null;
}

/** What is to be sent from one location for one order. */
export interface FulfillmentOrder extends StoredRecord {
  readonly __typename: "FulfillmentOrder";
  readonly orderId: string;
  readonly locationId: string;
  status: string;
  requestStatus: string;
  fulfillAt: number | null;
  holds: FulfillmentHold[];
  readonly lines: {
    readonly __typename: "FulfillmentOrderLineItem";
    readonly id: string;
    readonly lineItemId: string;
    total: number;
    remaining: number;
  }[];
}

/** A parcel. */
export interface Fulfillment extends StoredRecord {
  readonly __typename: "Fulfillment";
  readonly orderId: string;
  readonly locationId: string;
  readonly name: string;
  status: string;
  displayStatus: string;
  deliveredAt: number | null;
  tracking: { readonly number: string | null; readonly url: string | null; readonly company: string | null }[];
  readonly lines: readonly {
    readonly __typename: "FulfillmentLineItem";
    readonly id: string;
    readonly lineItemId: string;
    readonly fulfillmentOrderId: string;
    readonly quantity: number;
  }[];
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

/** A metafield, kept by owner. */
export interface Metafield extends StoredRecord {
  readonly __typename: "Metafield";
  readonly ownerId: string;
  readonly namespace: string;
  readonly key: string;
  type: string;
  value: string;
}

/** The definition of a kind of metaobject. */
export interface MetaobjectDefinition extends StoredRecord {
  readonly __typename: "MetaobjectDefinition";
  readonly type: string;
  readonly name: string;
  readonly description: string | null;
  readonly displayNameKey: string | null;
  readonly fields: readonly {
    readonly key: string;
    readonly name: string;
    readonly type: string;
    readonly required: boolean;
  }[];
}

/** An entry of a metaobject definition. */
export interface Metaobject extends StoredRecord {
  readonly __typename: "Metaobject";
  readonly type: string;
  handle: string;
  status: string;
  values: Record<string, string | null>;
}

/** A discount of any kind; `kind` is the GraphQL type. */
export interface Discount extends StoredRecord {
  readonly __typename: "DiscountNode";
  readonly kind: string;
  title: string;
  startsAt: number;
  endsAt: number | null;
  codes: {
    readonly __typename: "DiscountRedeemCode";
    readonly id: string;
    readonly code: string;
    asyncUsageCount: number;
  }[];
  usageLimit: number | null;
  appliesOncePerCustomer: boolean;
  usageCount: number;
  tags: string[];
  value: { readonly percentage: number } | { readonly cents: Cents; readonly appliesOnEachItem: boolean } | null;
  productIds: readonly string[];
  collectionIds: readonly string[];
  minimumSubtotalCents: Cents | null;
  minimumQuantity: number | null;
  buysQuantity: number | null;
  combinesWith: {
    readonly orderDiscounts: boolean;
    readonly productDiscounts: boolean;
    readonly shippingDiscounts: boolean;
  };
}

/** A webhook subscription. */
export interface WebhookSubscription extends StoredRecord {
  readonly __typename: "WebhookSubscription";
  readonly topic: string;
  uri: string;
  filter: string | null;
  format: string;
  includeFields: string[];
  metafieldNamespaces: string[];
  name: string | null;
  /** Deliveries that failed for good, one after the other. */
  failures: number;
}

/** A bulk operation. */
export interface BulkOperation extends StoredRecord {
  readonly __typename: "BulkOperation";
  readonly type: string;
  readonly query: string;
  readonly groupObjects: boolean;
  status: string;
  errorCode: string | null;
  completedAt: number | null;
  objectCount: number;
  rootObjectCount: number;
  fileSize: number | null;
  url: string | null;
  partialDataUrl: string | null;
}

/** Work done after the answer. */
export interface Job extends StoredRecord {
  readonly __typename: "Job";
  done: boolean;
}
