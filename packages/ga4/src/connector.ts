import { defineConnector, type EnvVariable, type LiveSetup } from "@trunkline/core";
import { ga4Credential } from "./auth.js";
import { Ga4Config } from "./config.js";
import { mapGa4Error } from "./errors.js";
import { liveSteps } from "./live-steps.js";
import { checkHealth } from "./operations/health.js";
import { operations } from "./operations/index.js";
import { polls } from "./polls.js";
import { ga4Quotas } from "./quotas.js";
import { tokenHosts } from "./wire/google/credential.js";
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
  {
    name: "GA4_CREDENTIALS",
    field: "credentials",
    secret: true,
    description: "Key file of a service account, as JSON text or base64 of it",
    example: '{"type":"service_account",…}',
  },
  { name: "GA4_SUBJECT", field: "subject", secret: false, description: "User to act for, with domain-wide delegation" },
  { name: "GA4_CLIENT_ID", field: "clientId", secret: false, description: "OAuth client id" },
  { name: "GA4_CLIENT_SECRET", field: "clientSecret", secret: true, description: "OAuth client secret" },
  { name: "GA4_REFRESH_TOKEN", field: "refreshToken", secret: true, description: "Refresh token of a user" },
  {
    name: "GA4_QUOTA_PROJECT",
    field: "quotaProjectId",
    secret: false,
    description: "Cloud project that requests are counted in, where it is not the login's own",
  },
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

const live: readonly LiveSetup[] = [
  { title: "Service account", variables: ["GA4_CREDENTIALS"] },
  { title: "User login", variables: ["GA4_REFRESH_TOKEN", "GA4_CLIENT_ID", "GA4_CLIENT_SECRET"] },
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
  live,
  liveSteps,
  apiVersion: () => "v1beta",
  baseUrl: () => `https://${dataHost}`,
  allowedHosts: () => [adminHost, collectHost, ...tokenHosts],
  credentialHosts: () => [adminHost],
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
