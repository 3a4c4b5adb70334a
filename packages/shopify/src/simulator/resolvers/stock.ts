import { numericId, toGid } from "../gid.js";
import type { ProductVariant } from "../records/catalog.js";
import type { InventoryLevel, QuantityName } from "../records/inventory.js";
import { indexed, type Store } from "../state.js";

/** What counts as being on the shelf. */
const onHandParts: readonly QuantityName[] = [
  "available",
  "committed",
  "reserved",
  "damaged",
  "safety_stock",
  "quality_control",
];

/** A named quantity of a level; `on_hand` is the sum of what is there. */
export const quantityOf = ({ quantities }: InventoryLevel, name: string): number | undefined => {
  if (name === "on_hand") return onHandParts.reduce((sum, part) => sum + quantities[part], 0);
  return Object.hasOwn(quantities, name) ? quantities[name as QuantityName] : undefined;
};

/** Levels of an item, inactive ones left out unless asked for. */
export const levelsOf = (store: Store, inventoryItemId: string, includeInactive = false): readonly InventoryLevel[] =>
  (store.levelsByItem.get(inventoryItemId) ?? []).filter(({ isActive }) => includeInactive || isActive);

/** Available stock over all locations. */
export const variantStock = (store: Store, { inventoryItemId }: ProductVariant): number =>
  levelsOf(store, inventoryItemId).reduce((sum, { quantities }) => sum + quantities.available, 0);

/** The level of an item at a location, active or not. */
export const levelAt = (store: Store, inventoryItemId: string, locationId: string): InventoryLevel | undefined =>
  store.levelsByItem.get(inventoryItemId)?.find((level) => level.locationId === locationId);

/** Begins to stock an item at a location. Level ids carry the item: `gid://shopify/InventoryLevel/1?inventory_item_id=2`. */
export const addLevel = (
  store: Store,
  inventoryItemId: string,
  locationId: string,
  available: number,
): InventoryLevel => {
  const minted = store.mint("InventoryLevel");
  const level: InventoryLevel = {
    ...minted,
    id: `${toGid("InventoryLevel", numericId(minted.id))}?inventory_item_id=${numericId(inventoryItemId)}`,
    inventoryItemId,
    locationId,
    isActive: true,
    quantities: { available, committed: 0, incoming: 0, reserved: 0, damaged: 0, safety_stock: 0, quality_control: 0 },
  };
  store.InventoryLevel.set(level.id, level);
  indexed(store.levelsByItem, inventoryItemId, level);
  return level;
};

/** Changes available stock at the first location that keeps the variant; nothing for untracked items. */
export const moveStock = (
  store: Store,
  variantId: string | null,
  delta: number,
  locationId?: string | null,
): InventoryLevel | undefined => {
  const variant = variantId === null ? undefined : store.ProductVariant.get(variantId);
  if (!variant || store.InventoryItem.get(variant.inventoryItemId)?.tracked !== true) return undefined;
  const level =
    (locationId && levelAt(store, variant.inventoryItemId, locationId)) || levelsOf(store, variant.inventoryItemId)[0];
  if (!level) return undefined;
  level.quantities.available += delta;
  level.updatedAt = store.clock.now();
  return level;
};
