export { type AppDeps, createApp } from "./app.js";
export {
  type Authenticate,
  type AuthenticatorOptions,
  type AuthRequest,
  createAuthenticator,
} from "./auth/authenticate.js";
export { createFileKeyStore, type FileKeyStoreOptions } from "./auth/file-key-store.js";
export type { ApiKey, KeyRequest, KeyStore, MintedKey, StoredKey } from "./auth/keys.js";
export type { Principal } from "./auth/principal.js";
export { unknownVariables } from "./config/unknown-variables.js";
export { configTable } from "./config/variables.js";
export { type Environment, type GatewayConfig, readConfig } from "./config.js";
export {
  type ConnectionFailure,
  type OpenConnections,
  type OpenConnectionsOptions,
  openConnections,
} from "./connections.js";
export { type ServedConnector, servedConnectors } from "./connectors.js";
export { createGateway, type DrainableGateway, type GatewayDeps } from "./create-gateway.js";
export { type DrainOnSignalsOptions, drainOnSignals, type SignalSource, type Stoppable } from "./drain.js";
export { type Exposure, parseExposure } from "./exposure.js";
export type { Gateway, GatewayCall, OperationFilter } from "./gateway.js";
export { createLogger } from "./http/logger.js";
export { keyFileOf, type RunningGateway, type StartOptions, startGateway } from "./main.js";
export { toOpenApi } from "./rest/openapi.js";
export { createMetrics, type GatewayMetrics } from "./telemetry.js";
