export type { ConnectorEntry, JsonSchema, OperationEntry } from "./entry.js";
export type { ConnectionMode, HealthReport, HealthState } from "./health.js";
export { canonicalJson, contentHash } from "./json-schema.js";
export { createRegistry, type RegisteredConnection, type Registry, type RegistryOptions } from "./registry.js";
export { toConnectorEntry, toOperationEntry } from "./to-entry.js";
export { daysUntil, sunsetOf } from "./versions.js";
