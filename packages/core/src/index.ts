export { bind, type Client, type ClientMethod, type Methods, type Paging } from "./client.js";
export { type Clock, type IdSource, type Random, systemClock } from "./clock.js";
export { defaultLimits, type LimitName, type LimitSpec, type Limits, limitSpecs } from "./config/limits.js";
export { type ConnectionSetup, readConnectionConfig } from "./config/read-connection.js";
export { completeLimits, readLimits, unknownLimitVariables } from "./config/read-limits.js";
export type {
  BucketState,
  CallOptions,
  Connection,
  ConnectionOptions,
  ConnectionStatus,
  Explanation,
  Obstacle,
} from "./connection.js";
export {
  type AnyConnector,
  type ApiVersion,
  type Connector,
  type CredentialDeps,
  defineConnector,
  type EnvVariable,
  type LiveSetup,
} from "./connector.js";
export { type ApiKeyQueryOptions, apiKeyQuery } from "./credentials/api-key.js";
export { bearer } from "./credentials/bearer.js";
export type { Credential, CredentialState } from "./credentials/credential.js";
export { createMemoryTokenStore } from "./credentials/memory-token-store.js";
export { type OAuthClientCredentialsOptions, oauthClientCredentials } from "./credentials/oauth-client-credentials.js";
export { type OAuthRefreshOptions, oauthRefresh } from "./credentials/oauth-refresh.js";
export { type RenewingCredentialOptions, renewingCredential } from "./credentials/oauth-token.js";
export { type ServiceAccountOptions, serviceAccount } from "./credentials/service-account.js";
export { type StaticHeaderOptions, staticHeader } from "./credentials/static-token.js";
export {
  type ClientAuth,
  requestToken,
  type TokenRequest,
  type TokenRequestDeps,
} from "./credentials/token-request.js";
export type { StoredToken, TokenStore } from "./credentials/token-store.js";
export {
  type CacheOutcome,
  type CallMeta,
  type Envelope,
  type ErrorEnvelope,
  fromErrorEnvelope,
  type Outcome,
  type QuotaMeta,
  toErrorEnvelope,
  type UpstreamFault,
  unwrap,
  type Warning,
} from "./envelope.js";
export { type ErrorCode, type ErrorCodeRow, errorCodes, isErrorCode } from "./errors/codes.js";
export {
  ConnectorError,
  type ConnectorErrorFields,
  type Issue,
  isConnectorError,
  withErrorFields,
} from "./errors/connector-error.js";
export { createFeatureFlags, type FeatureFlags, type FlagRule, type MutableFeatureFlags, parseFlags } from "./flags.js";
export { parseJson, parseLosslessJson } from "./http/json.js";
export type {
  AuthParts,
  ExchangeOptions,
  HttpMethod,
  HttpRequest,
  Reply,
  StreamReply,
  Transport,
} from "./http/transport.js";
export {
  type CallOperation,
  type InboundDelivery,
  type InboundEvent,
  type InboundVerdict,
  type InboundWebhooks,
  isValidSecret,
  parseSigningSecret,
  type SigningSecret,
  type WebhookSubscriptionState,
  type WebhookSubscriptions,
} from "./inbound-webhooks.js";
export { toWriteResult } from "./ledger/answer-once.js";
export { createMemoryLedger, type MemoryLedgerOptions } from "./ledger/memory-ledger.js";
export { readAll } from "./ledger/read-all.js";
export {
  type Finding,
  madeSince,
  type PastWrite,
  type Verification,
  type VerifyFacts,
  type VerifyingCall,
  verdictOf,
} from "./ledger/verification.js";
export type {
  BegunWrite,
  KeptReply,
  StartedWrite,
  UnknownWrite,
  WriteAnswer,
  WriteIntent,
  WriteLedger,
  WriteResult,
} from "./ledger/write-ledger.js";
export {
  defineLiveCheck,
  type LiveCallCheck,
  type LiveCallFacts,
  type LiveCheck,
  type LiveContext,
  type LiveFinding,
  type LiveStep,
} from "./live-steps.js";
export { openConnection } from "./open-connection.js";
export {
  type AnyOperation,
  type CacheFacts,
  type ComposedCall,
  type ComposedOperation,
  decode,
  defineComposedOperation,
  defineOperation,
  type Effect,
  type ExchangeOperation,
  type Idempotency,
  idempotencyOf,
  isComposed,
  isOperation,
  listOperations,
  type OperationExample,
  type OperationInput,
  type OperationOutput,
  type OperationTree,
  type Progress,
  parseWire,
  type QuotaUse,
  type RequestContext,
  type RequestSpec,
  type ResponseContext,
  toIssues,
} from "./operation.js";
export type { Poll, PollContext, Polled } from "./poll.js";
export type { BucketSpec, Lane, QuotaFeedback, Quotas } from "./quotas/bucket.js";
export { type MetricName, type MetricSpec, metrics } from "./telemetry/metrics.js";
export { type Labels, type MetricsSink, noMetrics } from "./telemetry/sink.js";
