import { numericId } from "../gid.js";
import { type Listing, textKey } from "../listing.js";
import { financialStatus, fulfillmentStatus, totalsOf } from "../order-math.js";
import type { Order } from "../records/orders.js";
import type { Store } from "../state.js";
import { metafieldTerms } from "./metafields.js";

/** How orders are searched and sorted. */
export const orderListing = (store: Store): Listing<Order> => ({
  search: {
    default: ({ name, email, lines, customerId, shippingAddress }) => [
      name,
      String(name).replace("#", ""),
      email ?? "",
      ...lines.flatMap(({ title, sku }) => [title, sku ?? ""]),
      ...customerNames(store, customerId),
      shippingAddress?.lastName ?? "",
    ],
    id: ({ id }) => id,
    name: ({ name }) => [name, name.replace("#", "")],
    email: ({ email }) => email,
    status: ({ cancelledAt, closedAt }) =>
      cancelledAt !== null
        ? ["cancelled", ...(closedAt === null ? ["not_closed"] : [])]
        : closedAt !== null
          ? ["closed"]
          : ["open", "not_closed"],
    financial_status: (order) => financialStatus(store, order).toLowerCase(),
    fulfillment_status: (order) => fulfillmentTerms(fulfillmentStatus(store, order)),
    return_status: () => "no_return",
    tag: ({ tags }) => tags,
    customer_id: ({ customerId }) => customerId,
    sku: ({ lines }) => lines.map(({ sku }) => sku ?? ""),
    discount_code: ({ discountCode }) => discountCode,
    source_name: ({ sourceName }) => sourceName,
    source_identifier: ({ sourceIdentifier }) => sourceIdentifier,
    gateway: ({ transactions }) => transactions.map(({ gateway }) => gateway),
    po_number: ({ poNumber }) => poNumber,
    confirmation_number: (order) => confirmationNumber(order),
    current_total_price: (order) => totalsOf(store, order).currentTotal / 100,
    test: ({ test }) => test,
    created_at: ({ createdAt }) => createdAt,
    updated_at: ({ updatedAt }) => updatedAt,
    processed_at: ({ processedAt }) => processedAt,
    location_id: () => null,
    metafields: ({ id }) => metafieldTerms(store, id),
  },
  sort: {
    PROCESSED_AT: ({ processedAt }) => processedAt,
    CREATED_AT: ({ createdAt }) => createdAt,
    UPDATED_AT: ({ updatedAt }) => updatedAt,
    ORDER_NUMBER: ({ number }) => number,
    PO_NUMBER: ({ poNumber }) => textKey(poNumber),
    CUSTOMER_NAME: ({ customerId }) => textKey(customerNames(store, customerId).join(" ")),
    FINANCIAL_STATUS: (order) => financialStatus(store, order),
    FULFILLMENT_STATUS: (order) => fulfillmentStatus(store, order),
    TOTAL_PRICE: (order) => totalsOf(store, order).total,
    CURRENT_TOTAL_PRICE: (order) => totalsOf(store, order).currentTotal,
    TOTAL_ITEMS_QUANTITY: ({ lines }) => lines.reduce((sum, { quantity }) => sum + quantity, 0),
    DESTINATION: ({ shippingAddress }) => textKey(shippingAddress?.city),
  },
});

const customerNames = (store: Store, customerId: string | null): readonly string[] => {
  const customer = customerId === null ? undefined : store.Customer.get(customerId);
  return customer ? [customer.lastName ?? "", customer.firstName ?? ""] : [];
};

const fulfillmentTerms = (status: string): readonly string[] =>
  ({
    UNFULFILLED: ["unfulfilled", "unshipped"],
    PARTIALLY_FULFILLED: ["partial", "unfulfilled"],
    FULFILLED: ["fulfilled", "shipped"],
    ON_HOLD: ["on_hold", "unfulfilled"],
  })[status] ?? [];

/** The number a customer is told, made from the id. */
export const confirmationNumber = ({ id }: Order): string =>
  (BigInt(numericId(id)) * 7919n).toString(36).slice(-9).toUpperCase();
