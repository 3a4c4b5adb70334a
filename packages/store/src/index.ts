export { type ConnectionSettings, createStore } from "./create-store.js";
export { appliedMigrations } from "./migrate.js";
export type { Database, Store, StoreHealth, StoreKind, StoreTransaction } from "./store.js";
export { isStoreError, StoreError, type StoreErrorCode } from "./store-error.js";
export type {
  AttemptTable,
  AuditTable,
  CheckpointTable,
  DeliveryTable,
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
