import { type ListArguments, type Listing, toListing } from "../listing.js";
import { toMoneyBag } from "../money.js";
import { lineTotal } from "../order-math.js";
import { mapConnection, type PageArguments, toConnection } from "../paging.js";
import type { Fulfillment, FulfillmentOrder } from "../records/fulfillment.js";
import type { Store } from "../state.js";
import { type Fields, legacyId } from "./fields.js";
import { toLine } from "./order-lines.js";

const listing: Listing<FulfillmentOrder> = {
  search: {
    default: ({ id }) => id,
    id: ({ id }) => id,
    status: ({ status }) => status.toLowerCase(),
    assigned_location_id: ({ locationId }) => locationId,
    updated_at: ({ updatedAt }) => updatedAt,
  },
  sort: {
    CREATED_AT: ({ createdAt }) => createdAt,
    UPDATED_AT: ({ updatedAt }) => updatedAt,
    FULFILL_AT: ({ fulfillAt }) => fulfillAt ?? 0,
    STATUS: ({ status }) => status,
  },
};

const orderLine = (store: Store, orderId: string, lineItemId: string) => {
  const order = store.Order.get(orderId);
  const line = order?.lines.find(({ id }) => id === lineItemId);
  return order && line && { order, line };
};

const actionsOf = ({ status, lines }: FulfillmentOrder): readonly string[] => {
  if (status === "ON_HOLD") return ["RELEASE_HOLD", "HOLD", "MOVE"];
  if (status === "OPEN" || status === "IN_PROGRESS")
    return lines.some(({ remaining }) => remaining > 0)
      ? ["CREATE_FULFILLMENT", "MOVE", "HOLD", ...(lines.length > 1 || (lines[0]?.remaining ?? 0) > 1 ? ["SPLIT"] : [])]
      : [];
  return [];
};

const fulfillmentOrder: Fields<FulfillmentOrder> = {
  order: ({ orderId }, _, { store }) => store.Order.get(orderId),
  orderName: ({ orderId }, _, { store }) => store.Order.get(orderId)?.name,
  orderProcessedAt: ({ orderId }, _, { store }) => store.Order.get(orderId)?.processedAt,
  fulfillBy: () => null,
  assignedLocation: ({ locationId }, _, { store }) => {
    const location = store.Location.get(locationId);
    return {
      ...location?.address,
      name: location?.name ?? "",
      countryCode: location?.address.countryCode ?? "DE",
      location,
    };
  },
  destination: ({ id, orderId }, _, { store }) => {
    const order = store.Order.get(orderId);
    return order?.shippingAddress
      ? {
          ...order.shippingAddress,
          __typename: "FulfillmentOrderDestination",
          id: id.replace("FulfillmentOrder", "FulfillmentOrderDestination"),
          email: order.email,
          location: null,
        }
      : null;
  },
  deliveryMethod: ({ id }) => ({
    id: id.replace("FulfillmentOrder", "DeliveryMethod"),
    methodType: "SHIPPING",
    presentedName: "DHL Paket",
    serviceCode: "dhl-paket",
    minDeliveryDateTime: null,
    maxDeliveryDateTime: null,
  }),
  supportedActions: (source) => actionsOf(source).map((action) => ({ action, externalUrl: null })),
  fulfillmentHolds: ({ holds }) =>
    holds.map((hold) => ({
      ...hold,
      displayReason: hold.reason
        .toLowerCase()
        .replaceAll("_", " ")
        .replace(/^\w/, (letter) => letter.toUpperCase()),
      heldByRequestingApp: true,
      heldByApp: null,
    })),
  lineItems: (source, args: PageArguments, { store }) =>
    mapConnection(toConnection(source.lines, args), (entry) => {
      const found = orderLine(store, source.orderId, entry.lineItemId);
      return {
        ...entry,
        totalQuantity: entry.total,
        remainingQuantity: entry.remaining,
        lineItem: found && toLine(store, found.order, found.line),
        productTitle: found?.line.title ?? "",
        variantTitle: found?.line.variantTitle,
        sku: found?.line.sku,
        vendor: found?.line.vendor,
        requiresShipping: found?.line.requiresShipping ?? true,
        variant: found?.line.variantId ? store.ProductVariant.get(found.line.variantId) : null,
        inventoryItemId: found?.line.variantId ? store.ProductVariant.get(found.line.variantId)?.inventoryItemId : null,
        weight: null,
      };
    }),
  fulfillments: ({ id, orderId }, args: PageArguments, { store }) =>
    toConnection(
      (store.Order.get(orderId)?.fulfillmentIds ?? [])
        .flatMap((each) => store.Fulfillment.get(each) ?? [])
        .filter(({ lines }) => lines.some(({ fulfillmentOrderId }) => fulfillmentOrderId === id)),
      args,
    ),
  merchantRequests: (_, args: PageArguments) => toConnection([], args),
  remainingLineItemsWeight: () => null,
};

const fulfillment: Fields<Fulfillment> = {
  ...legacyId,
  order: ({ orderId }, _, { store }) => store.Order.get(orderId),
  location: ({ locationId }, _, { store }) => store.Location.get(locationId),
  requiresShipping: () => true,
  totalQuantity: ({ lines }) => lines.reduce((sum, { quantity }) => sum + quantity, 0),
  inTransitAt: ({ createdAt, displayStatus }) =>
    displayStatus === "IN_TRANSIT" || displayStatus === "DELIVERED" ? createdAt : null,
  estimatedDeliveryAt: () => null,
  trackingInfo: ({ tracking }, { first }: { first?: number }) => tracking.slice(0, first ?? undefined),
  fulfillmentOrders: ({ lines }, args: PageArguments, { store }) =>
    toConnection(
      [...new Set(lines.map(({ fulfillmentOrderId }) => fulfillmentOrderId))].flatMap(
        (id) => store.FulfillmentOrder.get(id) ?? [],
      ),
      args,
    ),
  fulfillmentLineItems: ({ lines, orderId }, args: PageArguments, { store }) =>
    mapConnection(toConnection(lines, args), (entry) => {
      const found = orderLine(store, orderId, entry.lineItemId);
      return {
        ...entry,
        lineItem: found && toLine(store, found.order, found.line),
        originalTotalSet: found && toMoneyBag(found.line.unitCents * entry.quantity, found.order),
        discountedTotalSet: found && toMoneyBag(lineTotal(found.line, entry.quantity), found.order),
      };
    }),
};

/** Fulfilment orders and parcels. */
export const fulfillmentResolvers = {
  FulfillmentOrder: fulfillmentOrder,
  Fulfillment: fulfillment,
  QueryRoot: {
    fulfillmentOrders: (_: unknown, args: ListArguments & { includeClosed?: boolean | null }, context, info) =>
      toListing(
        [...context.store.FulfillmentOrder.values()].filter(
          ({ status }) => args.includeClosed === true || !["CLOSED", "CANCELLED", "INCOMPLETE"].includes(status),
        ),
        listing,
        args,
        context,
        info,
      ),
    fulfillmentOrder: (_: unknown, { id }: { id: string }, { store }) => store.FulfillmentOrder.get(id),
    fulfillment: (_: unknown, { id }: { id: string }, { store }) => store.Fulfillment.get(id),
  } satisfies Fields<unknown>,
};
