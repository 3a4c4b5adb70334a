import { GraphQLError } from "graphql";
import { type UserError, userError } from "../resolvers/fields.js";
import { levelAt, quantityOf } from "../resolvers/stock.js";
import type { Store } from "../state.js";

/** One quantity to be set or adjusted. */
export interface QuantityChange {
  readonly inventoryItemId: string;
  readonly locationId: string;
  readonly quantity?: number;
  readonly delta?: number;
  readonly changeFromQuantity?: number | null;
  readonly compareQuantity?: number | null;
  readonly ledgerDocumentUri?: string | null;
}

/** Items and locations that are not there, or come twice. */
export const placeProblems = (store: Store, list: string, changes: readonly QuantityChange[]): readonly UserError[] =>
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
export const requireBaseline = (changes: readonly QuantityChange[], list: string, apiVersion: string): void => {
  const missing = changes.findIndex((change) => change.changeFromQuantity === undefined);
  if (apiVersion >= "2026-04" && missing >= 0)
    throw new GraphQLError(`changeFromQuantity is required for ${list}.${missing}; pass null to skip the comparison.`, {
      extensions: { code: "INVALID_FIELD_ARGUMENTS" },
    });
};

/** Quantities that are no longer what the caller believes. */
export const staleProblems = (
  store: Store,
  list: string,
  name: string,
  changes: readonly QuantityChange[],
): readonly UserError[] =>
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
