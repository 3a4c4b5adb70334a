import type { Currencies } from "../money.js";
import { totalsOf } from "../order-math.js";
import type { Address, Attribute } from "../records/common.js";
import type { Fulfillment, FulfillmentOrder } from "../records/fulfillment.js";
import type { LineItem, Order, Transaction, Visit } from "../records/orders.js";
import { moveStock } from "../resolvers/stock.js";
import { indexed, type Store, touch } from "../state.js";

/** A line to be ordered. */
export type LineFacts = Omit<LineItem, "__typename" | "id" | "refundedQuantity" | "fulfilledQuantity">;

/** What an order is made of. */
interface OrderFacts extends Partial<Currencies> {
  readonly processedAt?: number;
  readonly name?: string | null;
  readonly customerId: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  readonly note?: string | null;
  readonly poNumber?: string | null;
  readonly tags?: readonly string[];
  readonly customAttributes?: readonly Attribute[];
  readonly sourceName: string;
  readonly sourceIdentifier?: string | null;
  readonly test?: boolean;
  readonly taxesIncluded?: boolean;
  readonly lines: readonly LineFacts[];
  readonly shipping?: { readonly title: string; readonly code: string; readonly cents: number } | null;
  readonly discountCode?: string | null;
  readonly billingAddress?: Address | null;
  readonly shippingAddress?: Address | null;
  readonly visit?: Visit | null;
  /** Default: take what was ordered out of stock. */
  readonly keepStock?: boolean;
}

/** Adds an order with one fulfilment order at the primary location; available stock becomes committed. */
export const addOrder = (store: Store, facts: OrderFacts): Order => {
  const minted = store.mint("Order");
  const number = store.nextNumber("Order");
  const order: Order = {
    ...minted,
    number,
    name: facts.name ?? `#${number}`,
    processedAt: facts.processedAt ?? minted.createdAt,
    cancelledAt: null,
    cancelReason: null,
    staffNote: null,
    closedAt: null,
    customerId: facts.customerId,
    email: facts.email ?? null,
    phone: facts.phone ?? null,
    note: facts.note ?? null,
    poNumber: facts.poNumber ?? null,
    tags: [...(facts.tags ?? [])],
    customAttributes: facts.customAttributes ?? [],
    sourceName: facts.sourceName,
    sourceIdentifier: facts.sourceIdentifier ?? null,
    test: facts.test ?? false,
    currency: facts.currency ?? "EUR",
    presentmentCurrency: facts.presentmentCurrency ?? facts.currency ?? "EUR",
    presentmentRate: facts.presentmentRate ?? 1,
    taxesIncluded: facts.taxesIncluded ?? true,
    lines: facts.lines.map((line) => ({
      ...line,
      __typename: "LineItem",
      id: store.mintId("LineItem"),
      refundedQuantity: 0,
      fulfilledQuantity: 0,
    })),
    shipping: facts.shipping ? { ...facts.shipping, id: store.mintId("ShippingLine") } : null,
    discountCode: facts.discountCode ?? null,
    billingAddress: facts.billingAddress ?? null,
    shippingAddress: facts.shippingAddress ?? null,
    transactions: [],
    refundIds: [],
    fulfillmentIds: [],
    fulfillmentOrderIds: [],
    visit: facts.visit ?? null,
  };
  store.Order.set(order.id, order);
  if (order.customerId !== null) indexed(store.ordersByCustomer, order.customerId, order);
  planFulfillment(store, order);
  if (!facts.keepStock) for (const line of order.lines) commit(store, line);
  return order;
};

const commit = (store: Store, line: LineItem) => {
  const level = moveStock(store, line.variantId, -line.quantity);
  if (level) level.quantities.committed += line.quantity;
};

const planFulfillment = (store: Store, order: Order): void => {
  const lines = order.lines.filter(({ requiresShipping }) => requiresShipping);
  const location = [...store.Location.values()].find(({ isPrimary }) => isPrimary);
  if (lines.length === 0 || !location) return;
  const planned: FulfillmentOrder = {
    ...store.mint("FulfillmentOrder"),
    orderId: order.id,
    locationId: location.id,
    status: "OPEN",
    requestStatus: "UNSUBMITTED",
    fulfillAt: order.createdAt,
    holds: [],
    lines: lines.map(({ id, quantity }) => ({
      __typename: "FulfillmentOrderLineItem",
      id: store.mintId("FulfillmentOrderLineItem"),
      lineItemId: id,
      total: quantity,
      remaining: quantity,
    })),
  };
  store.FulfillmentOrder.set(planned.id, planned);
  order.fulfillmentOrderIds.push(planned.id);
};

/** Adds a payment or refund to an order. */
export const addTransaction = (
  store: Store,
  order: Order,
  facts: Pick<Transaction, "kind" | "cents" | "gateway"> & {
    readonly parentId?: string | null;
    readonly status?: string;
    readonly at?: number;
  },
): Transaction => {
  const transaction: Transaction = {
    __typename: "OrderTransaction",
    id: store.mintId("OrderTransaction"),
    orderId: order.id,
    kind: facts.kind,
    status: facts.status ?? "SUCCESS",
    gateway: facts.gateway,
    cents: facts.cents,
    parentId: facts.parentId ?? null,
    createdAt: facts.at ?? store.clock.now(),
  };
  order.transactions.push(transaction);
  return transaction;
};

/** Pays what is open. */
export const payOrder = (store: Store, order: Order, gateway: string, at?: number): void => {
  const { total, received } = totalsOf(store, order);
  addTransaction(store, order, { kind: "SALE", cents: total - received, gateway, at });
};

/** Sends pieces of a fulfilment order. Remaining pieces and committed stock go down; a finished one is closed. */
export const addFulfillment = (
  store: Store,
  order: Order,
  parts: readonly { readonly planned: FulfillmentOrder; readonly lineId: string; readonly quantity: number }[],
  tracking: Fulfillment["tracking"],
): Fulfillment => {
  const [first] = parts;
  const fulfillment: Fulfillment = {
    ...store.mint("Fulfillment"),
    orderId: order.id,
    locationId: first?.planned.locationId ?? "",
    name: `${order.name}.${order.fulfillmentIds.length + 1}`,
    status: "SUCCESS",
    displayStatus: tracking.length > 0 ? "IN_TRANSIT" : "FULFILLED",
    deliveredAt: null,
    tracking,
    lines: parts.map(({ planned, lineId, quantity }) => ({
      __typename: "FulfillmentLineItem",
      id: store.mintId("FulfillmentLineItem"),
      lineItemId: planned.lines.find(({ id }) => id === lineId)?.lineItemId ?? "",
      fulfillmentOrderId: planned.id,
      quantity,
    })),
  };
  store.Fulfillment.set(fulfillment.id, fulfillment);
  order.fulfillmentIds.push(fulfillment.id);
  for (const { planned, lineId, quantity } of parts) send(store, order, planned, lineId, quantity);
  touch(store, order);
  return fulfillment;
};

const send = (store: Store, order: Order, planned: FulfillmentOrder, lineId: string, quantity: number): void => {
  const entry = planned.lines.find(({ id }) => id === lineId);
  const line = order.lines.find(({ id }) => id === entry?.lineItemId);
  if (!entry || !line) return;
  entry.remaining -= quantity;
  line.fulfilledQuantity += quantity;
  const level = moveStock(store, line.variantId, 0, planned.locationId);
  if (level) level.quantities.committed = Math.max(0, level.quantities.committed - quantity);
  planned.status = planned.lines.every(({ remaining }) => remaining === 0) ? "CLOSED" : "IN_PROGRESS";
  touch(store, planned);
};
