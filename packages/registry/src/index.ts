export type { ConnectorEntry, JsonSchema, OperationEntry } from "./entry.js";
export type { ConnectionMode, HealthReport, HealthState } from "./health.js";
export type { RegisteredConnection, Registry } from "./registry.js";
