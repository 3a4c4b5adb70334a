import { type FlagRule, parseFlags } from "@trunkline/core";
import { parseExposure } from "../exposure.js";
import { durableVariables } from "./durable-variables.js";
import { anyText, durationMs, hostNames, oneOf, type Parse, sizeBytes, webOrigins, wholeNumber } from "./parsers.js";
import { variable } from "./variable.js";

const flagRules: Parse<readonly FlagRule[]> = (text) => (text === "" ? [] : parseFlags(text));

/** Every variable that the gateway itself reads, by the configuration field it fills. Connectors state their own. */
export const variables = {
  host: variable(
    "TRUNKLINE_HOST",
    "127.0.0.1",
    anyText,
    "Address to listen on; any other than loopback needs authentication",
  ),
  port: variable("TRUNKLINE_PORT", "7400", wholeNumber(0, 65_535), "Port to listen on; 0 picks a free one"),
  auth: variable(
    "TRUNKLINE_AUTH",
    "keys",
    oneOf("keys", "off"),
    "`keys`: every call needs an API key; `off`: every caller may do everything, loopback only",
  ),
  dataDir: variable(
    "TRUNKLINE_DATA_DIR",
    ".trunkline",
    anyText,
    "Directory of what outlives the process, relative to the working directory",
  ),
  mode: variable(
    "TRUNKLINE_MODE",
    "auto",
    oneOf("auto", "mock", "live"),
    "`auto`: live where credentials are complete, else the packaged simulator; `mock`: simulators only; `live`: no simulators",
  ),
  expose: variable(
    "TRUNKLINE_EXPOSE",
    "auto",
    parseExposure,
    "Operations offered, as patterns such as `*.read, shopify.orders, shopify.products.create`; `auto`: everything on simulators, reads alone on live connections",
  ),
  flags: variable("TRUNKLINE_FLAGS", "", flagRules, "Operations switched off, e.g. `shopify=off, *.destroy=off`"),
  allowedHosts: variable(
    "TRUNKLINE_ALLOWED_HOSTS",
    "",
    hostNames,
    "Further host names under which the gateway may be addressed; `*` admits all. Loopback names and the host listened on always are",
  ),
  allowedOrigins: variable(
    "TRUNKLINE_ALLOWED_ORIGINS",
    "",
    webOrigins,
    "Web origins whose pages may call the gateway (CORS). Its own always may; on a loopback bind every loopback origin is let through, without CORS",
  ),
  bodyLimitBytes: variable("TRUNKLINE_BODY_LIMIT", "1MiB", sizeBytes(1_024, 67_108_864), "Largest request body"),
  rateLimit: variable(
    "TRUNKLINE_RATE_LIMIT",
    "600",
    wholeNumber(0, 10_000_000),
    "Requests per minute and key, or per address without a key; 0: unlimited",
  ),
  drainMs: variable(
    "TRUNKLINE_DRAIN_MS",
    "15s",
    durationMs(600_000),
    "How long calls under way may take to finish when the process is told to stop",
  ),
  ...durableVariables,
  logLevel: variable(
    "TRUNKLINE_LOG_LEVEL",
    "info",
    oneOf("fatal", "error", "warn", "info", "debug", "trace", "silent"),
    "Least severe log line that is written",
  ),
  otlpEndpoint: variable(
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "",
    anyText,
    "Where traces are sent over OTLP; unset: nowhere. The other `OTEL_*` variables hold as well",
  ),
  serviceName: variable("OTEL_SERVICE_NAME", "trunkline-gateway", anyText, "Name under which traces are sent"),
} as const;

/** The variables as rows for the docs. */
export const configTable = (): string =>
  [
    "| variable | default | meaning |",
    "|---|---|---|",
    ...Object.values(variables).map(
      (row) => `| \`${row.name}\` | ${row.default === "" ? "" : `\`${row.default}\``} | ${row.meaning} |`,
    ),
  ].join("\n");
