import type { Cents } from "../money.js";
import type { Address, StoredRecord } from "./common.js";

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
