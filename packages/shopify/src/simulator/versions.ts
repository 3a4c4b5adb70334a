/** A version as `publicApiVersions` tells it. */
interface SimulatedVersion {
  readonly handle: string;
  readonly displayName: string;
  readonly supported: boolean;
}

/** What the service offers on 2026-11-22: four supported versions, the next one as a release candidate, and the rolling one. */
export const apiVersions: readonly SimulatedVersion[] = [
  { handle: "2026-01", displayName: "2026-01", supported: true },
  { handle: "2026-04", displayName: "2026-04", supported: true },
  { handle: "2026-07", displayName: "2026-07", supported: true },
  { handle: "2026-10", displayName: "2026-10 (Latest)", supported: true },
  { handle: "2027-01", displayName: "2027-01 (Release candidate)", supported: false },
  { handle: "unstable", displayName: "unstable", supported: false },
];

const oldestSupported = "2026-01";
const firstVersion = "2019-04";

/**
 * The version that answers: the one asked for; the oldest supported one for an expired or no version;
 * nothing for a version that never was.
 */
export const versionServed = (asked: string | undefined): string | undefined => {
  if (asked === undefined || asked === "") return oldestSupported;
  if (apiVersions.some(({ handle }) => handle === asked)) return asked;
  return /^20\d\d-(01|04|07|10)$/.test(asked) && asked >= firstVersion && asked < oldestSupported
    ? oldestSupported
    : undefined;
};

/** Whether writes must carry `@idempotent` where the list of sixteen says so. */
export const needsIdempotencyKey = (version: string): boolean => version >= "2026-04";

/** Members that came or went between the supported versions, as far as the simulator serves them. */
export const schemaChanges = {
  /** `Type.field`, with the version that brought it. */
  since: {
    "InventoryLevel.isActive": "2026-04",
    "WebhookSubscription.name": "2026-04",
    "WebhookSubscriptionInput.name": "2026-04",
    "Order.attribution": "2026-07",
    "Order.cartToken": "2026-07",
    "Order.checkoutToken": "2026-07",
    "Metafield.sizeInBytes": "2026-07",
    "Metaobject.values": "2026-07",
    "OrderDisplayFulfillmentStatus.FULFILLMENT_NOT_REQUIRED": "2026-10",
  },
  /** Input fields that ended, with the version that removed them. */
  until: {
    "InventorySetQuantitiesInput.ignoreCompareQuantity: Boolean": "2026-04",
    "InventoryQuantityInput.compareQuantity: Int": "2026-04",
  },
} as const;
