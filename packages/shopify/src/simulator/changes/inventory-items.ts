import type { Context } from "../context.js";
import { parseCents } from "../money.js";
import { userError } from "../resolvers/fields.js";
import { addLevel, levelAt, quantityOf } from "../resolvers/stock.js";
import { touch } from "../state.js";
import { inventoryItemBody, inventoryLevelBody } from "../webhook-bodies.js";

/** Begins to stock an item at a location. */
export const inventoryActivate = (
  _: unknown,
  {
    inventoryItemId,
    locationId,
    available,
    onHand,
  }: { inventoryItemId: string; locationId: string; available?: number | null; onHand?: number | null },
  context: Context,
) => {
  const { store } = context;
  const refuse = (field: string, message: string) => ({
    inventoryLevel: null,
    userErrors: [userError([field], message)],
  });
  const location = store.Location.get(locationId);
  if (!store.InventoryItem.has(inventoryItemId))
    return refuse(
      "inventoryItemId",
      `The product couldn't be stocked at ${location?.name ?? "the location"} because the product was deleted.`,
    );
  if (!location?.isActive)
    return refuse("locationId", "The product couldn't be stocked because the location was deleted or is inactive.");
  const existing = levelAt(store, inventoryItemId, locationId);
  const wanted = available ?? onHand ?? null;
  if (existing?.isActive) {
    if (wanted !== null && wanted !== quantityOf(existing, available == null ? "on_hand" : "available"))
      return refuse(
        "available",
        "Not allowed to set available quantity when the item is already active at the location.",
      );
    return { inventoryLevel: existing, userErrors: [] };
  }
  const level = existing ?? addLevel(store, inventoryItemId, locationId, 0);
  level.isActive = true;
  level.quantities.available = wanted ?? level.quantities.available;
  touch(store, level);
  context.emit({ topic: "INVENTORY_LEVELS_CONNECT", body: () => inventoryLevelBody(level) });
  return { inventoryLevel: level, userErrors: [] };
};

interface ItemInput {
  readonly sku?: string | null;
  readonly cost?: string | number | null;
  readonly tracked?: boolean | null;
  readonly requiresShipping?: boolean | null;
  readonly countryCodeOfOrigin?: string | null;
  readonly provinceCodeOfOrigin?: string | null;
  readonly harmonizedSystemCode?: string | null;
  readonly measurement?: { readonly weight?: { readonly value: number; readonly unit: string } | null } | null;
}

/** Changes what is stocked. */
export const inventoryItemUpdate = (
  _: unknown,
  { id, input }: { id: string; input: ItemInput },
  { store, emit }: Context,
) => {
  const item = store.InventoryItem.get(id);
  if (!item)
    return {
      inventoryItem: null,
      userErrors: [userError(["id"], "The product couldn't be updated because it does not exist.")],
    };
  const cost = input.cost == null ? undefined : parseCents(input.cost);
  const weight = input.measurement?.weight;
  const userErrors = [
    ...((cost ?? 0) < 0 ? [userError(["input", "cost"], "Cost must be greater than or equal to 0")] : []),
    ...(weight && weight.value < 0
      ? [userError(["input", "measurement", "weight"], `Measurement weight value ${weight.value} must be >= 0`)]
      : []),
    ...(input.harmonizedSystemCode && !/^\d{6,13}$/.test(input.harmonizedSystemCode)
      ? [
          userError(
            ["input", "harmonizedSystemCode"],
            "Harmonized system code must be a number between six and thirteen digits",
          ),
        ]
      : []),
  ];
  if (userErrors.length > 0) return { inventoryItem: item, userErrors };
  if (input.sku !== undefined) item.sku = input.sku;
  if (input.cost !== undefined) item.costCents = cost ?? null;
  if (input.tracked != null) item.tracked = input.tracked;
  if (input.requiresShipping != null) item.requiresShipping = input.requiresShipping;
  if (input.countryCodeOfOrigin !== undefined) item.countryCodeOfOrigin = input.countryCodeOfOrigin;
  if (input.provinceCodeOfOrigin !== undefined) item.provinceCodeOfOrigin = input.provinceCodeOfOrigin;
  if (input.harmonizedSystemCode !== undefined) item.harmonizedSystemCode = input.harmonizedSystemCode;
  if (weight) item.weight = { ...weight };
  touch(store, item, store.ProductVariant.get(item.variantId));
  emit({ topic: "INVENTORY_ITEMS_UPDATE", body: () => inventoryItemBody(item) });
  return { inventoryItem: item, userErrors: [] };
};
