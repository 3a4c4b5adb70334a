import { defineConnector, type EnvVariable, type LiveSetup } from "@trunkline/core";
import { bingCredential } from "./auth.js";
import { apiHostOf, BingWmtConfig } from "./config.js";
import { mapBingError } from "./errors.js";
import { liveSteps } from "./live-steps.js";
import { checkHealth } from "./operations/health.js";
import { operations } from "./operations/index.js";
import { polls } from "./polls.js";
import { bingQuotas } from "./quotas.js";
import { indexNowEngines } from "./wire/indexnow.js";

/** Version of this package. */
export const packageVersion = "0.1.0";

const env: readonly EnvVariable[] = [
  {
    name: "BING_WMT_API_KEY",
    field: "apiKey",
    secret: true,
    description: "API key of Webmaster Tools, Settings, API access; may do everything to every site of its user",
  },
  { name: "BING_WMT_CLIENT_ID", field: "clientId", secret: false, description: "OAuth client id" },
  { name: "BING_WMT_CLIENT_SECRET", field: "clientSecret", secret: true, description: "OAuth client secret" },
  { name: "BING_WMT_REFRESH_TOKEN", field: "refreshToken", secret: true, description: "OAuth refresh token" },
  {
    name: "BING_WMT_HOST",
    field: "host",
    secret: false,
    description: "Host of the API; default ssl.bing.com with a key, www.bing.com with OAuth",
    example: "ssl.bing.com",
  },
  {
    name: "BING_WMT_CALLS_PER_SECOND",
    field: "callsPerSecond",
    secret: false,
    description: "Calls of the API in a second; Bing publishes no limit; default 5",
    example: "3",
  },
  {
    name: "BING_WMT_URL_INFO_PER_MINUTE",
    field: "urlInfoPerMinute",
    secret: false,
    description: "Calls of bing-wmt.urls.info in a minute, which is throttled sooner; default 8",
    example: "10",
  },
  {
    name: "BING_WMT_INDEXNOW_HOSTS",
    field: "indexNowHosts",
    secret: false,
    description: "Your hosts whose IndexNow key files may be read, separated by commas",
    example: "nordlicht-tee.example,www.nordlicht-tee.example",
  },
];

const live: readonly LiveSetup[] = [
  { title: "OAuth", variables: ["BING_WMT_CLIENT_ID", "BING_WMT_CLIENT_SECRET", "BING_WMT_REFRESH_TOKEN"] },
  { title: "API key", variables: ["BING_WMT_API_KEY"] },
];

/** Bing Webmaster Tools of one account, and IndexNow. */
export const bingWmt = defineConnector({
  id: "bing-wmt",
  title: "Bing Webmaster Tools",
  description: "Search traffic, crawling, links, keywords and URL submission of sites in Bing, and IndexNow.",
  version: packageVersion,
  // The service has no versions; SOAP and plain XML were retired on 2026-08-31.
  apiVersions: [{ version: "json" }],
  config: BingWmtConfig,
  env,
  live,
  liveSteps,
  apiVersion: () => "json",
  baseUrl: (config) => `https://${apiHostOf(config)}/webmaster/api.svc/json`,
  allowedHosts: ({ indexNowHosts }) => ["www.bing.com", ...indexNowEngines, ...indexNowHosts],
  settings: (config) => ({ host: apiHostOf(config), indexNowHosts: config.indexNowHosts }),
  credential: bingCredential,
  quotas: bingQuotas,
  mapError: mapBingError,
  operations,
  polls,
  probe: checkHealth,
});
