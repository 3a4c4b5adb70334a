import { defineConnector, type EnvVariable } from "@trunkline/core";
import { googleAuthHosts, googleLoginSetups, googleLoginVariables, iamCredentialsHost } from "@trunkline/core/google";
import { ga4Credential } from "./auth.js";
import { Ga4Config } from "./config.js";
import { mapGa4Error } from "./errors.js";
import { liveSteps } from "./live-steps.js";
import { checkHealth } from "./operations/health.js";
import { operations } from "./operations/index.js";
import { polls } from "./polls.js";
import { ga4Quotas } from "./quotas.js";
import { adminHost, collectHost, dataHost } from "./wire/hosts.js";

/** Version of this package. */
export const packageVersion = "0.1.0";

const env: readonly EnvVariable[] = [
  {
    name: "GA4_PROPERTY_ID",
    field: "propertyId",
    secret: false,
    description: "Numeric id of the property that is meant when a call names none",
    example: "123456789",
  },
  ...googleLoginVariables("GA4"),
  {
    name: "GA4_ADMIN_WRITES",
    field: "adminWrites",
    secret: false,
    description: "true: ask for the scope that Admin writes and the change history need",
    example: "true",
  },
  {
    name: "GA4_CHAT",
    field: "chat",
    secret: false,
    description: "true: ask for the scope that questions in plain language need",
  },
  {
    name: "GA4_ALLOW_COLLECT",
    field: "allowCollect",
    secret: false,
    description: "true: let ga4.mp.collect send events, which cannot be taken back",
  },
];

/** Google Analytics 4: reports, administration and the Measurement Protocol. */
export const ga4 = defineConnector({
  id: "ga4",
  title: "Google Analytics 4",
  description: "Reports, funnels, realtime figures and administration of GA4 properties.",
  version: packageVersion,
  apiVersions: [{ version: "v1beta" }],
  config: Ga4Config,
  env,
  live: googleLoginSetups("GA4"),
  liveSteps,
  apiVersion: () => "v1beta",
  baseUrl: () => `https://${dataHost}`,
  allowedHosts: () => [adminHost, collectHost, ...googleAuthHosts],
  credentialHosts: () => [adminHost, iamCredentialsHost],
  settings: ({ propertyId, allowCollect }) => ({ propertyId, allowCollect }),
  credential: ga4Credential,
  quotas: ga4Quotas,
  mapError: mapGa4Error,
  operations,
  polls,
  // Every 5xx eats into the ten that Google allows an hour, and a large report may be silent for most of a minute.
  limits: { maxRetries: 2, headersTimeoutMs: 60_000, bodyTimeoutMs: 60_000 },
  probe: checkHealth,
});
