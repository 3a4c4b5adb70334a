export { classifyFailure, type FailureClass } from "./classify-failure.js";
export { type ConnectionSettings, createStore } from "./create-store.js";
export { deferred } from "./deferred.js";
export { appliedMigrations } from "./migrate.js";
export { openStore, type StoreHooks } from "./open-store.js";
export { parseStoreSettings, StoreSettings, type StoreSettingsInput } from "./settings.js";
export type { Database, Store, StoreHealth, StoreKind, StoreTransaction } from "./store.js";
export { isStoreError, StoreError, type StoreErrorCode } from "./store-error.js";
export type {
  AttemptTable,
  AuditTable,
  CheckpointTable,
  DeliveryTable,
  EndpointPaceTable,
  EndpointTable,
  EventTable,
  FeedTable,
  PausedQueueTable,
  ReplayState,
  ReplayTable,
  ScheduleTable,
  StoredSecret,
  Tables,
  TokenTable,
  WebhookSecretTable,
  WorkState,
  WorkTable,
  WriteState,
  WriteTable,
} from "./tables.js";
