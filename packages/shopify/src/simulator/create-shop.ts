import type { Clock } from "@trunkline/core";
import { type CostPlan, createCostBucket } from "./bucket.js";
import { type BulkFiles, defaultBulkTiming, startBulkOperation, streamRows } from "./bulk.js";
import type { Change, Context, ShopSettings } from "./context.js";
import type { DocumentReader } from "./documents.js";
import { runGraphql } from "./execute.js";
import type { IdempotencyRecord } from "./idempotency.js";
import type { AppCredentials } from "./oauth.js";
import { seedShop } from "./seed/seed.js";
import type { ServerDeps } from "./server.js";
import type { Store } from "./state.js";
import { createTokens, type Tokens } from "./tokens.js";

/** One life of the simulated shop: from a reset to the next. */
export interface Shop {
  readonly store: Store;
  readonly tokens: Tokens;
  /** How requests are answered; disturbances hold for one request. */
  serverDeps(app: AppCredentials, disturbed?: Disturbance): ServerDeps;
  /** Ends work that was to come later. */
  close(): void;
}

/** What goes wrong with one request. */
interface Disturbance {
  readonly throttle?: boolean;
  readonly denied?: readonly string[];
  readonly busy?: boolean;
}

/** What a shop is made of. */
interface ShopOptions {
  readonly seed: number;
  readonly clock: Clock;
  readonly plan: CostPlan;
  readonly settings: ShopSettings;
  /** Outlives resets: schemas and documents do not change. */
  readonly documents: DocumentReader;
  announce(change: Change): void;
}

/** A seeded shop with a full bucket and no tokens. */
export const createShop = ({ seed, clock, plan, settings, documents, announce }: ShopOptions): Shop => {
  const store = seedShop(seed, clock);
  const tokens = createTokens(clock);
  const bucket = createCostBucket(plan, clock);
  const idempotency = new Map<string, IdempotencyRecord>();
  const files: BulkFiles = new Map();
  const closing = new AbortController();
  const later = (afterMs: number, work: () => void): void => {
    clock.sleep(afterMs, closing.signal).then(work, () => undefined);
  };
  const contextFor = (
    apiVersion: string,
    scopes: ReadonlySet<string>,
    denied: ReadonlySet<string>,
    isMutation: boolean,
  ): Context => {
    const context: Context = {
      store,
      settings,
      apiVersion,
      scopes,
      denied,
      idempotency,
      searchReports: [],
      emit: announce,
      later,
      startBulk: (id) => {
        const operation = store.BulkOperation.get(id);
        if (operation)
          startBulkOperation(operation, contextFor(apiVersion, scopes, denied, false), {
            schema: documents.schemaOf(apiVersion),
            files,
            timing: defaultBulkTiming,
            later,
          });
      },
      ...(!isMutation && { totals: new Map() }),
    };
    return context;
  };
  return {
    store,
    tokens,
    close: () => closing.abort(new Error("The shop was reset")),
    serverDeps: (app, { throttle = false, denied = [], busy = false } = {}) => ({
      app,
      tokens: () => tokens,
      runGraphql: (request, apiVersion, { scopes }) =>
        runGraphql(request, apiVersion, {
          documents,
          bucket,
          throttle,
          contextFor: (isMutation) => ({
            ...contextFor(apiVersion, scopes, new Set(denied), isMutation),
            isBusy: busy,
          }),
        }),
      bulkResult: (id) => {
        const rows = files.get(id);
        return rows && streamRows(rows);
      },
    }),
  };
};
