import type { Context } from "../context.js";
import type { InventoryLevel, QuantityName } from "../records/inventory.js";
import { type Fields, type UserError, userError } from "../resolvers/fields.js";
import { levelAt, quantityOf } from "../resolvers/stock.js";
import { touch } from "../state.js";
import { inventoryLevelBody, productBody } from "../webhook-bodies.js";
import { placeProblems, type QuantityChange, requireBaseline, staleProblems } from "./inventory-checks.js";
import { inventoryActivate, inventoryItemUpdate } from "./inventory-items.js";

const mostPieces = 1_000_000_000;

const settable = new Set(["available", "on_hand"]);

const adjustable = new Set(["available", "damaged", "incoming", "quality_control", "reserved", "safety_stock"]);

const groupOf = (
  { store }: Context,
  input: { reason: string; referenceDocumentUri?: string | null },
  changes: readonly object[],
) => ({
  ...store.mint("InventoryAdjustmentGroup"),
  reason: input.reason,
  referenceDocumentUri: input.referenceDocumentUri ?? null,
  app: { id: "gid://shopify/App/12420000000037", title: "Back office", handle: "back-office", apiKey: "simulator" },
  changes,
});

/** Moves one quantity of a level; what is on the shelf moves along. */
const applyDelta = (
  context: Context,
  level: InventoryLevel,
  name: QuantityName,
  delta: number,
  ledgerDocumentUri: string | null,
): readonly object[] => {
  const { store } = context;
  level.quantities[name] += delta;
  const item = store.InventoryItem.get(level.inventoryItemId);
  const variant = item && store.ProductVariant.get(item.variantId);
  const product = variant && store.Product.get(variant.productId);
  touch(store, level, product);
  context.emit({ topic: "INVENTORY_LEVELS_UPDATE", body: () => inventoryLevelBody(level) });
  if (product) context.emit({ topic: "PRODUCTS_UPDATE", body: () => productBody(store, product) });
  const change = {
    delta,
    quantityAfterChange: null,
    ledgerDocumentUri,
    item,
    location: store.Location.get(level.locationId),
  };
  return name === "incoming"
    ? [{ ...change, name }]
    : [
        { ...change, name },
        { ...change, name: "on_hand" },
      ];
};

interface SetInput {
  readonly name: string;
  readonly reason: string;
  readonly referenceDocumentUri?: string | null;
  readonly ignoreCompareQuantity?: boolean | null;
  readonly quantities: readonly QuantityChange[];
}

const inventorySetQuantities = (_: unknown, { input }: { input: SetInput }, context: Context) => {
  const { store, apiVersion } = context;
  const refuse = (userErrors: readonly UserError[]) => ({ inventoryAdjustmentGroup: null, userErrors });
  requireBaseline(input.quantities, "quantities", apiVersion);
  if (!settable.has(input.name))
    return refuse([
      userError(["input", "name"], "The quantity name must be either 'available' or 'on_hand'.", "INVALID_NAME"),
    ]);
  const range = input.quantities.flatMap(({ quantity = 0 }, index) => {
    const at = ["input", "quantities", String(index), "quantity"];
    if (quantity > mostPieces)
      return [userError(at, "The quantity can't be higher than 1,000,000,000.", "INVALID_QUANTITY_TOO_HIGH")];
    return quantity < 0 ? [userError(at, "The quantity can't be negative.", "INVALID_QUANTITY_NEGATIVE")] : [];
  });
  const stale = input.ignoreCompareQuantity ? [] : staleProblems(store, "quantities", input.name, input.quantities);
  const userErrors = [...range, ...placeProblems(store, "quantities", input.quantities), ...stale];
  if (userErrors.length > 0) return refuse(userErrors);
  const changes = input.quantities.flatMap(({ inventoryItemId, locationId, quantity = 0 }) => {
    const level = levelAt(store, inventoryItemId, locationId);
    const delta = level ? quantity - (quantityOf(level, input.name) ?? 0) : 0;
    return level && delta !== 0 ? applyDelta(context, level, "available", delta, null) : [];
  });
  return { inventoryAdjustmentGroup: changes.length === 0 ? null : groupOf(context, input, changes), userErrors: [] };
};

interface AdjustInput {
  readonly name: string;
  readonly reason: string;
  readonly referenceDocumentUri?: string | null;
  readonly changes: readonly QuantityChange[];
}

const inventoryAdjustQuantities = (_: unknown, { input }: { input: AdjustInput }, context: Context) => {
  const { store, apiVersion } = context;
  const refuse = (userErrors: readonly UserError[]) => ({ inventoryAdjustmentGroup: null, userErrors });
  requireBaseline(input.changes, "changes", apiVersion);
  if (!adjustable.has(input.name))
    return refuse([userError(["input", "name"], "The specified quantity name is invalid.", "INVALID_QUANTITY_NAME")]);
  const ledger = input.changes.flatMap(({ ledgerDocumentUri }, index) => {
    const at = ["input", "changes", String(index), "ledgerDocumentUri"];
    if (input.name !== "available" && !ledgerDocumentUri)
      return [
        userError(
          at,
          "A ledger document URI is required except when adjusting available.",
          "INVALID_QUANTITY_DOCUMENT",
        ),
      ];
    return input.name === "available" && ledgerDocumentUri
      ? [userError(at, "A ledger document URI is not allowed when adjusting available.", "INVALID_AVAILABLE_DOCUMENT")]
      : [];
  });
  const userErrors = [
    ...ledger,
    ...placeProblems(store, "changes", input.changes),
    ...staleProblems(store, "changes", input.name, input.changes),
  ];
  if (userErrors.length > 0) return refuse(userErrors);
  const changes = input.changes.flatMap(({ inventoryItemId, locationId, delta = 0, ledgerDocumentUri }) => {
    const level = levelAt(store, inventoryItemId, locationId);
    return level && delta !== 0
      ? applyDelta(context, level, input.name as QuantityName, delta, ledgerDocumentUri ?? null)
      : [];
  });
  return { inventoryAdjustmentGroup: changes.length === 0 ? null : groupOf(context, input, changes), userErrors: [] };
};

/** Changes stock and what is stocked. */
export const inventoryChanges = {
  inventorySetQuantities,
  inventoryAdjustQuantities,
  inventoryActivate,
  inventoryItemUpdate,
} as Fields<unknown>;
