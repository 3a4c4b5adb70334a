import type { Clock } from "@trunkline/core";
import { toGid } from "./gid.js";
import type * as Records from "./records.js";

/** The kinds of things kept, by GraphQL type. */
export interface Tables {
  readonly Product: Map<string, Records.Product>;
  readonly ProductVariant: Map<string, Records.ProductVariant>;
  readonly InventoryItem: Map<string, Records.InventoryItem>;
  readonly InventoryLevel: Map<string, Records.InventoryLevel>;
  readonly Location: Map<string, Records.Location>;
  readonly Collection: Map<string, Records.Collection>;
  readonly Customer: Map<string, Records.Customer>;
  readonly Order: Map<string, Records.Order>;
  readonly Refund: Map<string, Records.Refund>;
  readonly FulfillmentOrder: Map<string, Records.FulfillmentOrder>;
  readonly Fulfillment: Map<string, Records.Fulfillment>;
  readonly DraftOrder: Map<string, Records.DraftOrder>;
  readonly Metafield: Map<string, Records.Metafield>;
  readonly MetaobjectDefinition: Map<string, Records.MetaobjectDefinition>;
  readonly Metaobject: Map<string, Records.Metaobject>;
  readonly DiscountNode: Map<string, Records.Discount>;
  readonly WebhookSubscription: Map<string, Records.WebhookSubscription>;
  readonly BulkOperation: Map<string, Records.BulkOperation>;
  readonly Job: Map<string, Records.Job>;
}

/** Everything one simulated shop remembers. */
export interface Store extends Tables {
  readonly clock: Clock;
  /** A new id with the fields every record has. */
  mint<T extends string>(
    type: T,
  ): {
    readonly __typename: T;
    readonly id: string;
    readonly seq: number;
    readonly createdAt: number;
    updatedAt: number;
  };
  /** A new id for a part of a record. */
  mintId(type: string): string;
  /** Number of the next order or draft. */
  nextNumber(of: "Order" | "DraftOrder"): number;
  /** Lookups that lists would be too slow for; kept by {@link indexed}. */
  readonly metafieldsByOwner: Map<string, Records.Metafield[]>;
  readonly ordersByCustomer: Map<string, Records.Order[]>;
  readonly levelsByItem: Map<string, Records.InventoryLevel[]>;
}

/**
 * Where each type's ids begin. Most are 13 or 14 digits; orders, inventory items and products have 18, as in the vendor's samples,
 * so that whoever reads them as floating point numbers is found out.
 */
const idBases: Readonly<Record<string, bigint>> = {
  Order: 820_982_911_946_154_000n,
  Product: 788_032_119_674_292_000n,
  InventoryItem: 271_878_346_596_884_000n,
  LineItem: 866_550_311_766_439_000n,
};
const defaultIdBase = 8_400_000_000_000n;
/** Ids grow by this much, as they do on a platform with many shops. */
const idStep = 37n;

/** An empty shop. */
export const createStore = (clock: Clock): Store => {
  const counts = new Map<string, bigint>();
  let seq = 0;
  let typeCount = 0n;
  const bases = new Map<string, bigint>(Object.entries(idBases));
  const baseOf = (type: string): bigint => {
    const known = bases.get(type);
    if (known !== undefined) return known;
    typeCount += 1n;
    const base = defaultIdBase + typeCount * 130_000_000_000n;
    bases.set(type, base);
    return base;
  };
  const mintId = (type: string): string => {
    const count = (counts.get(type) ?? 0n) + 1n;
    counts.set(type, count);
    return toGid(type, String(baseOf(type) + count * idStep));
  };
  const numbers = { Order: 1000, DraftOrder: 0 };
  return {
    clock,
    mint: (type) => {
      seq += 1;
      const now = clock.now();
      return { __typename: type, id: mintId(type), seq, createdAt: now, updatedAt: now };
    },
    mintId,
    nextNumber: (of) => {
      numbers[of] += 1;
      return numbers[of];
    },
    metafieldsByOwner: new Map(),
    ordersByCustomer: new Map(),
    levelsByItem: new Map(),
    ...createTables(),
  };
};

const createTables = (): Tables => ({
  Product: new Map(),
  ProductVariant: new Map(),
  InventoryItem: new Map(),
  InventoryLevel: new Map(),
  Location: new Map(),
  Collection: new Map(),
  Customer: new Map(),
  Order: new Map(),
  Refund: new Map(),
  FulfillmentOrder: new Map(),
  Fulfillment: new Map(),
  DraftOrder: new Map(),
  Metafield: new Map(),
  MetaobjectDefinition: new Map(),
  Metaobject: new Map(),
  DiscountNode: new Map(),
  WebhookSubscription: new Map(),
  BulkOperation: new Map(),
  Job: new Map(),
});

/** Adds to a list kept by key. */
export const indexed = <T>(index: Map<string, T[]>, key: string, value: T): void => {
  const list = index.get(key);
  if (list) list.push(value);
  else index.set(key, [value]);
};

/** Marks a record as changed now. */
export const touch = (store: Store, ...records: readonly (Records.StoredRecord | undefined)[]): void => {
  const now = store.clock.now();
  for (const record of records) if (record) record.updatedAt = now;
};
