import type { IdempotencyRecord } from "./idempotency.js";
import type { OrderTotals } from "./order-math.js";
import type { Order } from "./records/orders.js";
import type { SearchReport } from "./search.js";
import type { Store } from "./state.js";

/** Settings of the simulated shop that behaviour depends on. */
export interface ShopSettings {
  readonly shopHost: string;
  /** Base URL of the simulator itself, for links to bulk results. */
  baseUrl: string;
}

/** A change that subscriptions may want to hear of. */
export interface Change {
  /** Enum value, e.g. `PRODUCTS_UPDATE`. */
  readonly topic: string;
  /** Called only when somebody listens. Ids that must stay exact are bigints. */
  readonly body: () => Readonly<Record<string, unknown>>;
}

/** What resolvers know of the request. */
export interface Context {
  readonly store: Store;
  readonly settings: ShopSettings;
  readonly apiVersion: string;
  readonly scopes: ReadonlySet<string>;
  /** Fields that are refused although the scope is there, as `Type.field`. */
  readonly denied: ReadonlySet<string>;
  readonly searchReports: SearchReport[];
  /** First answers by mutation and key. */
  readonly idempotency: Map<string, IdempotencyRecord>;
  /** Sums of orders, kept while nothing changes: absent in mutations. */
  readonly totals?: Map<Order, OrderTotals>;
  /** Requests with an idempotency key are answered as if the first one were under way. */
  readonly isBusy?: boolean;
  /** Every connection gives all its rows, whatever its arguments say: for bulk queries. */
  readonly wholeLists?: boolean;
  /** Announces a change to subscribers, after the answer. */
  emit(change: Change): void;
  /** Continues work after the answer. */
  later(afterMs: number, work: () => void): void;
  /** Starts a bulk operation that was accepted. */
  startBulk(id: string): void;
}
