import { z } from "zod";
import { gid } from "./common.js";

/** One item at one location. */
export const place = { inventoryItemId: gid("InventoryItem"), locationId: gid("Location") };

/** The optimistic check of a change. */
export const changeFromQuantity = z
  .number()
  .int()
  .optional()
  .describe("What you believe the quantity is now: refused with CONFLICT if it is not. Left out: no check");

const reasons =
  "correction, cycle_count_available, damaged, movement_created, other, promotion, quality_control, received, reservation_created, restock, safety_stock, shrinkage";

/** Why stock changes. */
export const reason = z.string().min(1).default("correction").describe(`Why, one of ${reasons}`);

/** What caused a change. */
export const referenceDocumentUri = z
  .string()
  .max(255)
  .optional()
  .describe("What caused it, as a URI of your own, e.g. erp://count/2026-11");

/** Since this version the check is per entry and must be stated, if only as null; before, one switch turns it off for all. */
export const checksPerEntry = (apiVersion: string): boolean => apiVersion >= "2026-04";
