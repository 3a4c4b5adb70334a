import { defineConnector, type EnvVariable, type LiveSetup } from "@trunkline/core";
import { gscCredential } from "./auth.js";
import { GscConfig } from "./config.js";
import { mapGscError } from "./errors.js";
import { liveSteps } from "./live-steps.js";
import { checkHealth } from "./operations/health.js";
import { operations } from "./operations/index.js";
import { polls } from "./polls.js";
import { gscQuotas } from "./quotas.js";
import { googleAuthHosts, iamCredentialsHost } from "./wire/google/index.js";
import { packageVersion } from "./wire/version.js";

const env: readonly EnvVariable[] = [
  {
    name: "GSC_CREDENTIALS",
    field: "credentials",
    secret: true,
    description: "A Google credential as JSON: a service account's key, or application-default credentials",
    example: '{"type":"service_account",…}',
  },
  {
    name: "GSC_CREDENTIALS_FILE",
    field: "credentialsFile",
    secret: false,
    description: "Path of a file with such a credential",
    example: "/run/secrets/search-console.json",
  },
  { name: "GSC_CLIENT_ID", field: "clientId", secret: false, description: "OAuth client of a user's login" },
  { name: "GSC_CLIENT_SECRET", field: "clientSecret", secret: true, description: "Its secret" },
  { name: "GSC_REFRESH_TOKEN", field: "refreshToken", secret: true, description: "Refresh token of a user's login" },
  {
    name: "GSC_SUBJECT",
    field: "subject",
    secret: false,
    description: "User to act for, with domain-wide delegation; service account keys only",
    example: "hallo@nordlicht-tee.example",
  },
  {
    name: "GSC_IMPERSONATE",
    field: "impersonate",
    secret: false,
    description: "Service account to act as; the login must be its token creator",
    example: "search@nordlicht-tee.iam.gserviceaccount.com",
  },
  {
    name: "GSC_QUOTA_PROJECT",
    field: "quotaProjectId",
    secret: false,
    description: "Cloud project that quota is counted for; default: the one the credential names",
  },
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
    description: "Property that the health check looks for",
    example: "sc-domain:nordlicht-tee.example",
  },
];

const live: readonly LiveSetup[] = [
  { title: "Google credential", variables: ["GSC_CREDENTIALS"] },
  { title: "Google credential file", variables: ["GSC_CREDENTIALS_FILE"] },
  { title: "User login", variables: ["GSC_CLIENT_ID", "GSC_CLIENT_SECRET", "GSC_REFRESH_TOKEN"] },
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
  live,
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
