import { numericId } from "../gid.js";
import { type ListArguments, type Listing, textKey, toCount, toListing } from "../listing.js";
import { toMoney } from "../money.js";
import { type PageArguments, toConnection } from "../paging.js";
import type { InventoryItem, InventoryLevel, Location } from "../records/inventory.js";
import { shopCurrency } from "../seed/company.js";
import type { Store } from "../state.js";
import { type Fields, legacyId } from "./fields.js";
import { metafieldFields } from "./metafields.js";
import { levelAt, levelsOf, quantityOf } from "./stock.js";

const itemListing: Listing<InventoryItem> = {
  search: {
    id: ({ id }) => id,
    sku: ({ sku }) => sku,
    created_at: ({ createdAt }) => createdAt,
    updated_at: ({ updatedAt }) => updatedAt,
  },
  sort: {},
};

const levelListing: Listing<InventoryLevel> = {
  search: {
    id: ({ id }) => id,
    inventory_item_id: ({ inventoryItemId }) => inventoryItemId,
    created_at: ({ createdAt }) => createdAt,
    updated_at: ({ updatedAt }) => updatedAt,
  },
  sort: {},
};

const locationListing: Listing<Location> = {
  words: ["city"],
  search: {
    default: ({ name, address }) => [name, address.city ?? "", address.address1 ?? ""],
    id: ({ id }) => id,
    location_id: ({ id }) => id,
    active: ({ isActive }) => String(isActive),
    city: ({ address }) => address.city,
    country: ({ address }) => address.country,
    province: ({ address }) => address.province,
    zip: ({ address }) => address.zip,
    created_at: ({ createdAt }) => createdAt,
  },
  sort: {
    NAME: ({ name }) => textKey(name),
    CREATED_AT: ({ createdAt }) => createdAt,
    CITY: ({ address }) => textKey(address.city),
    COUNTRY: ({ address }) => textKey(address.country),
  },
};

interface LevelArguments extends ListArguments {
  readonly includeInactive?: boolean | null;
}

const item: Fields<InventoryItem> = {
  ...legacyId,
  unitCost: ({ costCents }) => (costCents === null ? null : toMoney(costCents, shopCurrency)),
  measurement: ({ id, weight }) => ({ id: id.replace("InventoryItem", "InventoryItemMeasurement"), weight }),
  trackedEditable: () => ({ locked: false, reason: null }),
  duplicateSkuCount: ({ sku, id }, _, { store }) =>
    sku === null ? 0 : [...store.InventoryItem.values()].filter((other) => other.sku === sku && other.id !== id).length,
  inventoryHistoryUrl: ({ id, variantId }, _, { settings, store }) =>
    `https://${settings.shopHost}/admin/products/${numericId(store.ProductVariant.get(variantId)?.productId ?? id)}/variants/${numericId(variantId)}/inventory_history`,
  inventoryLevel: (
    { id },
    { locationId, includeInactive }: { locationId: string; includeInactive?: boolean },
    { store },
  ) => {
    const level = levelAt(store, id, locationId);
    return level?.isActive || includeInactive ? level : null;
  },
  inventoryLevels: ({ id }, args: LevelArguments, context, info) =>
    toListing(levelsOf(context.store, id, args.includeInactive === true), levelListing, args, context, info),
  locationsCount: ({ id }, _, { store }) => toCount(levelsOf(store, id).length),
  variant: ({ variantId }, _, { store }) => store.ProductVariant.get(variantId),
  variants: ({ variantId }, args: PageArguments, { store }) =>
    toConnection(
      [store.ProductVariant.get(variantId)].filter((found) => found !== undefined),
      args,
    ),
};

const level: Fields<InventoryLevel> = {
  item: ({ inventoryItemId }, _, { store }) => store.InventoryItem.get(inventoryItemId),
  location: ({ locationId }, _, { store }) => store.Location.get(locationId),
  quantities: (source, { names }: { names: readonly string[] }) =>
    names.map((name) => ({
      id: `gid://shopify/InventoryQuantity/${numericId(source.id)}?inventory_item_id=${numericId(source.inventoryItemId)}&name=${name}`,
      name,
      quantity: quantityOf(source, name) ?? 0,
      // Only changeable quantities know when they changed.
      updatedAt: name === "on_hand" || name === "committed" || name === "incoming" ? null : source.updatedAt,
    })),
  canDeactivate: (source) => quantityOf(source, "committed") === 0,
  deactivationAlert: () => null,
};

const hasUnfulfilled = (store: Store, { id }: Location) =>
  [...store.FulfillmentOrder.values()].some(({ locationId, status }) => locationId === id && status === "OPEN");

const location: Fields<Location> = {
  ...legacyId,
  ...metafieldFields,
  address: ({ address }) => ({
    ...address,
    formatted: [address.address1, `${address.zip} ${address.city}`, address.country],
    latitude: null,
    longitude: null,
  }),
  addressVerified: () => true,
  activatable: ({ isActive }) => !isActive,
  deactivatable: ({ isPrimary, isActive }) => isActive && !isPrimary,
  deactivatedAt: () => null,
  deletable: () => false,
  fulfillsOnlineOrders: ({ isActive }) => isActive,
  shipsInventory: () => true,
  isFulfillmentService: () => false,
  hasActiveInventory: ({ id }, _, { store }) =>
    [...store.InventoryLevel.values()].some(({ locationId, isActive }) => locationId === id && isActive),
  hasUnfulfilledOrders: (source, _, { store }) => hasUnfulfilled(store, source),
  inventoryLevel: ({ id }, { inventoryItemId }: { inventoryItemId: string }, { store }) =>
    levelAt(store, inventoryItemId, id),
  inventoryLevels: ({ id }, args: LevelArguments, context, info) =>
    toListing(
      [...context.store.InventoryLevel.values()].filter(
        (each) => each.locationId === id && (each.isActive || args.includeInactive === true),
      ),
      levelListing,
      args,
      context,
      info,
    ),
};

interface LocationArguments extends ListArguments {
  readonly includeInactive?: boolean | null;
}

const locationsFor = (store: Store, includeInactive?: boolean | null) =>
  [...store.Location.values()].filter(({ isActive }) => isActive || includeInactive === true);

/** Inventory items, levels and locations. */
export const inventoryResolvers = {
  InventoryItem: item,
  InventoryLevel: level,
  Location: location,
  InventoryAdjustmentGroup: {
    changes: (
      { changes }: { changes: readonly { name: string; item: { id: string }; location: { id: string } }[] },
      {
        inventoryItemIds,
        locationIds,
        quantityNames,
      }: { inventoryItemIds?: readonly string[]; locationIds?: readonly string[]; quantityNames?: readonly string[] },
    ) =>
      changes.filter(
        (change) =>
          (inventoryItemIds?.includes(change.item.id) ?? true) &&
          (locationIds?.includes(change.location.id) ?? true) &&
          (quantityNames?.includes(change.name) ?? true),
      ),
  } as Fields<never>,
  QueryRoot: {
    inventoryItems: (_: unknown, args: ListArguments, context, info) =>
      toListing([...context.store.InventoryItem.values()], itemListing, args, context, info),
    inventoryItem: (_: unknown, { id }: { id: string }, { store }) => store.InventoryItem.get(id),
    inventoryLevel: (_: unknown, { id }: { id: string }, { store }) => store.InventoryLevel.get(id),
    locations: (_: unknown, args: LocationArguments, context, info) =>
      toListing(
        locationsFor(context.store, args.includeInactive),
        locationListing,
        { sortKey: "NAME", ...args },
        context,
        info,
      ),
    locationsCount: (_: unknown, { limit }: { limit?: number | null }, { store }) =>
      toCount(locationsFor(store).length, limit),
    location: (_: unknown, { id }: { id?: string }, { store }) =>
      id ? store.Location.get(id) : [...store.Location.values()].find(({ isPrimary }) => isPrimary),
  } satisfies Fields<unknown>,
};
