import { defineConnector, type EnvVariable } from "@trunkline/core";
import { googleAuthHosts, googleLoginSetups, googleLoginVariables, iamCredentialsHost } from "@trunkline/core/google";
import { gscCredential } from "./auth.js";
import { GscConfig } from "./config.js";
import { mapGscError } from "./errors.js";
import { liveSteps } from "./live-steps.js";
import { checkHealth } from "./operations/health.js";
import { operations } from "./operations/index.js";
import { polls } from "./polls.js";
import { gscQuotas } from "./quotas.js";
import { packageVersion } from "./wire/version.js";

const env: readonly EnvVariable[] = [
  ...googleLoginVariables("GSC"),
  {
    name: "GSC_ACCESS",
    field: "access",
    secret: false,
    description: "read asks for webmasters.readonly and refuses every change; default write",
    example: "read",
  },
  {
    name: "GSC_SITE_URL",
    field: "siteUrl",
    secret: false,
    description: "Property that is meant when a call names none",
    example: "sc-domain:nordlicht-tee.example",
  },
];

/** Google Search Console, as one account sees it. */
export const gsc = defineConnector({
  id: "gsc",
  title: "Google Search Console",
  description: "Search performance, sitemaps, properties and index state of the account's sites.",
  version: packageVersion,
  apiVersions: [{ version: "v1" }],
  config: GscConfig,
  env,
  live: googleLoginSetups("GSC"),
  liveSteps,
  apiVersion: () => "v1",
  baseUrl: () => "https://searchconsole.googleapis.com",
  allowedHosts: () => googleAuthHosts,
  credentialHosts: () => [iamCredentialsHost],
  settings: ({ access, siteUrl }) => ({ access, ...(siteUrl !== undefined && { siteUrl }) }),
  credential: gscCredential,
  quotas: gscQuotas,
  mapError: mapGscError,
  operations,
  polls,
  // A query over 16 months may be silent for most of a minute.
  limits: { headersTimeoutMs: 60_000, bodyTimeoutMs: 60_000 },
  probe: checkHealth,
});
