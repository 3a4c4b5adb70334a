import { anyText, days, durationMs, hostNames, list, oneOf, publicAddress, sizeBytes, wholeNumber } from "./parsers.js";
import { secret, variable } from "./variable.js";
import { standardSenders, topicPatterns } from "./webhook-parsers.js";

/** Variables of what needs the database: webhooks, queues, writes, retention. */
export const durableVariables = {
  publicUrl: variable(
    "TRUNKLINE_PUBLIC_URL",
    "",
    publicAddress,
    "Address under which vendors reach the gateway, e.g. `https://trunkline.example.com`: webhooks are subscribed there, and its host is allowed",
  ),
  store: variable(
    "TRUNKLINE_STORE",
    "on",
    oneOf("on", "off"),
    "`off`: no database; webhooks, schedules and handlers are then off, and writes are remembered by this process alone",
  ),
  handlers: variable(
    "TRUNKLINE_HANDLERS",
    "",
    list,
    "ES modules that export `handlers`, what is to be done about events, e.g. `./handlers.mjs`",
  ),
  workLeaseMs: variable(
    "TRUNKLINE_WORK_LEASE",
    "30s",
    durationMs(3_600_000),
    "How long work stays with a process that gives no sign of life; it is renewed while work goes on",
  ),
  webhookAllowHosts: variable(
    "TRUNKLINE_WEBHOOK_ALLOW_HOSTS",
    "",
    hostNames,
    "Hosts that outgoing webhooks may reach although their addresses are private, also over http",
  ),
  databaseUrl: secret(
    "DATABASE_URL",
    "",
    anyText,
    "PostgreSQL to use, e.g. `postgres://user:password@host:5432/database`; unset: one of our own in the data directory",
  ),
  databaseSchema: variable("TRUNKLINE_DATABASE_SCHEMA", "trunkline", anyText, "PostgreSQL schema of the tables"),
  databasePoolSize: variable(
    "TRUNKLINE_DATABASE_POOL",
    "10",
    wholeNumber(2, 500),
    "Most connections to the database at once",
  ),
  databaseStatementTimeoutMs: variable(
    "TRUNKLINE_DATABASE_STATEMENT_TIMEOUT",
    "30s",
    durationMs(3_600_000),
    "Longest that one statement may run",
  ),
  databaseConnectTimeoutMs: variable(
    "TRUNKLINE_DATABASE_CONNECT_TIMEOUT",
    "5s",
    durationMs(3_600_000),
    "Longest wait for a connection to the database",
  ),
  postgresBin: variable(
    "TRUNKLINE_POSTGRES_BIN",
    "",
    anyText,
    "Directory of PostgreSQL's programs for the database of our own; unset: those installed with Trunkline, else the machine's",
  ),
  webhookSources: secret(
    "TRUNKLINE_WEBHOOK_SOURCES",
    "",
    standardSenders,
    "Further senders that sign by Standard Webhooks, as `billing=whsec_…, crm=whsec_…`: each at `/webhooks/{name}/default`. A name that comes twice has two secrets; a previous one ends as `billing=whsec_… until 2026-12-01T00:00Z`",
  ),
  webhookTopics: variable(
    "TRUNKLINE_WEBHOOK_TOPICS",
    "auto",
    topicPatterns,
    "Topics kept subscribed, as `shopify:orders/create, shopify:products/update`; `auto`: those that the connector suggests; `off`: none",
  ),
  webhookBodyLimitBytes: variable(
    "TRUNKLINE_WEBHOOK_BODY_LIMIT",
    "5MiB",
    sizeBytes(1_024, 67_108_864),
    "Largest body of a webhook",
  ),
  webhookBodyTimeoutMs: variable(
    "TRUNKLINE_WEBHOOK_BODY_TIMEOUT",
    "5s",
    durationMs(60_000),
    "Longest that the body of a webhook may take to arrive",
  ),
  webhookRate: variable(
    "TRUNKLINE_WEBHOOK_RATE",
    "200",
    wholeNumber(0, 100_000),
    "Webhooks of one source taken in a second, five times as many at once; 0: unlimited",
  ),
  webhookBacklog: variable(
    "TRUNKLINE_WEBHOOK_BACKLOG",
    "100000",
    wholeNumber(1, 100_000_000),
    "Pieces of work that may wait before webhooks are told to come again",
  ),
  eventDays: variable("TRUNKLINE_RETAIN_EVENTS", "30d", days, "How long events are kept once their work is finished"),
  workDays: variable("TRUNKLINE_RETAIN_WORK", "30d", days, "How long finished work is kept"),
  attemptDays: variable("TRUNKLINE_RETAIN_ATTEMPTS", "14d", days, "How long single tries of finished work are kept"),
  writeDays: variable(
    "TRUNKLINE_RETAIN_WRITES",
    "30d",
    days,
    "How long finished writes are kept: for so long a repeat with the same key gets the first answer",
  ),
  deliveryDays: variable(
    "TRUNKLINE_RETAIN_DELIVERIES",
    "30d",
    days,
    "How long tries to deliver outgoing webhooks are kept",
  ),
  feedDays: variable("TRUNKLINE_RETAIN_FEED", "7d", days, "How far back a reader of `/v1/stream` may resume"),
  auditDays: variable("TRUNKLINE_RETAIN_AUDIT", "400d", days, "How long the audit is kept"),
} as const;
