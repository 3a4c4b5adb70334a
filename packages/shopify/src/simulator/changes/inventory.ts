import { GraphQLError } from "graphql";
import type { Context } from "../context.js";
import { parseCents } from "../money.js";
import type { InventoryLevel, QuantityName } from "../records.js";
import { type Fields, type UserError, userError } from "../resolvers/fields.js";
import { addLevel, levelAt, quantityOf } from "../resolvers/stock.js";
import { type Store, touch } from "../state.js";
import { inventoryItemBody, inventoryLevelBody, productBody } from "../webhook-bodies.js";

interface Change {
  readonly inventoryItemId: string;
  readonly locationId: string;
  readonly quantity?: number;
  readonly delta?: number;
  readonly changeFromQuantity?: number | null;
  readonly compareQuantity?: number | null;
  readonly ledgerDocumentUri?: string | null;
}

const mostPieces = 1_000_000_000;
const settable = new Set(["available", "on_hand"]);
const adjustable = new Set(["available", "damaged", "incoming", "quality_control", "reserved", "safety_stock"]);

const placeProblems = (store: Store, list: string, changes: readonly Change[]): readonly UserError[] =>
  changes.flatMap(({ inventoryItemId, locationId }, index) => {
    const at = (field: string) => ["input", list, String(index), field];
    if (!store.InventoryItem.has(inventoryItemId))
      return [
        userError(at("inventoryItemId"), "The specified inventory item could not be found.", "INVALID_INVENTORY_ITEM"),
      ];
    if (!store.Location.has(locationId))
      return [userError(at("locationId"), "The specified location could not be found.", "INVALID_LOCATION")];
    const level = levelAt(store, inventoryItemId, locationId);
    if (!level?.isActive)
      return [
        userError(
          at("locationId"),
          "The specified inventory item is not stocked at the location.",
          "ITEM_NOT_STOCKED_AT_LOCATION",
        ),
      ];
    const isRepeat =
      changes.findIndex((other) => other.inventoryItemId === inventoryItemId && other.locationId === locationId) <
      index;
    return isRepeat
      ? [
          userError(
            at("locationId"),
            "The combination of inventoryItemId and locationId must be unique.",
            "NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR",
          ),
        ]
      : [];
  });

/** From 2026-04 on the quantity that a change starts from must be stated; `null` opts out. */
const requireBaseline = (changes: readonly Change[], list: string, apiVersion: string): void => {
  const missing = changes.findIndex((change) => change.changeFromQuantity === undefined);
  if (apiVersion >= "2026-04" && missing >= 0)
    throw new GraphQLError(`changeFromQuantity is required for ${list}.${missing}; pass null to skip the comparison.`, {
      extensions: { code: "INVALID_FIELD_ARGUMENTS" },
    });
};

const staleProblems = (store: Store, list: string, name: string, changes: readonly Change[]): readonly UserError[] =>
  changes.flatMap((change, index) => {
    const level = levelAt(store, change.inventoryItemId, change.locationId);
    const expected = change.changeFromQuantity ?? change.compareQuantity;
    if (!level || expected == null || quantityOf(level, name) === expected) return [];
    const isNew = change.changeFromQuantity != null;
    return [
      userError(
        ["input", list, String(index), isNew ? "changeFromQuantity" : "compareQuantity"],
        isNew
          ? "The changeFromQuantity argument no longer matches the persisted quantity."
          : "The compareQuantity argument no longer matches the persisted quantity.",
        isNew ? "CHANGE_FROM_QUANTITY_STALE" : "COMPARE_QUANTITY_STALE",
      ),
    ];
  });

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
  readonly quantities: readonly Change[];
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
  readonly changes: readonly Change[];
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

const inventoryActivate = (
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

const inventoryItemUpdate = (_: unknown, { id, input }: { id: string; input: ItemInput }, { store, emit }: Context) => {
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

/** Changes stock and what is stocked. */
export const inventoryChanges = {
  inventorySetQuantities,
  inventoryAdjustQuantities,
  inventoryActivate,
  inventoryItemUpdate,
} as Fields<unknown>;
