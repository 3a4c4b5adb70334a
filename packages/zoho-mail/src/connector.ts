import { defineConnector, type EnvVariable, type LiveSetup } from "@trunkline/core";
import { zohoMailCredential } from "./auth.js";
import { ZohoMailConfig } from "./config.js";
import { mapZohoMailError } from "./errors.js";
import { liveSteps } from "./live-steps.js";
import { checkHealth } from "./operations/health.js";
import { operations } from "./operations/index.js";
import { zohoMailQuotas } from "./quotas.js";
import { inboundWebhooks } from "./webhooks/inbound.js";
import { dataCentreKeys, dataCentres } from "./wire/data-centres.js";
import { Mailbox } from "./wire/mailbox.js";

/** Version of this package. */
export const packageVersion = "0.1.0";

/** The API has no versions: it changes in place. */
const onlyVersion = "unversioned";

const env: readonly EnvVariable[] = [
  {
    name: "ZOHO_MAIL_DATA_CENTRE",
    field: "dataCentre",
    secret: false,
    description: `Where the account lives: ${dataCentreKeys.join(", ")}; default us`,
    example: "eu",
  },
  {
    name: "ZOHO_MAIL_ACCOUNTS_SERVER",
    field: "accountsServer",
    secret: false,
    description: "accounts-server of the authorization redirect, in place of the data centre",
    example: "https://accounts.zoho.eu",
  },
  { name: "ZOHO_MAIL_CLIENT_ID", field: "clientId", secret: false, description: "The client's id" },
  {
    name: "ZOHO_MAIL_CLIENT_SECRET",
    field: "clientSecret",
    secret: true,
    description: "The client's secret; the one of this data centre where it has several",
  },
  {
    name: "ZOHO_MAIL_REFRESH_TOKEN",
    field: "refreshToken",
    secret: true,
    description: "Refresh token of the user; does not expire",
  },
  {
    name: "ZOHO_MAIL_ACCESS_TOKEN",
    field: "accessToken",
    secret: true,
    description: "An access token alone: good for an hour, for a first try",
  },
  {
    name: "ZOHO_MAIL_ACCOUNT_ID",
    field: "accountId",
    secret: false,
    description: "Account id of the mailbox; default: found by itself",
    example: "5820114000000008002",
  },
  {
    name: "ZOHO_MAIL_WEBHOOK_SECRETS",
    field: "webhookSecrets",
    secret: true,
    description: "X-Hook-Secret of each webhook's first delivery, separated by commas",
  },
];

const live: readonly LiveSetup[] = [
  {
    title: "Refresh token",
    variables: ["ZOHO_MAIL_REFRESH_TOKEN", "ZOHO_MAIL_CLIENT_ID", "ZOHO_MAIL_CLIENT_SECRET"],
  },
  { title: "Access token", variables: ["ZOHO_MAIL_ACCESS_TOKEN"] },
];

/** Zoho Mail's API of one mailbox. */
export const zohoMail = defineConnector({
  id: "zoho-mail",
  title: "Zoho Mail",
  description: "Mails, folders, labels, attachments, tasks and notes of one Zoho mailbox.",
  version: packageVersion,
  apiVersions: [{ version: onlyVersion }],
  config: ZohoMailConfig,
  env,
  live,
  liveSteps,
  apiVersion: () => onlyVersion,
  baseUrl: ({ dataCentre }) => `https://${dataCentres[dataCentre].mailHost}/api`,
  allowedHosts: ({ dataCentre }) => [dataCentres[dataCentre].accountsHost],
  settings: ({ dataCentre, accountId }) => ({ dataCentre, mailbox: new Mailbox(accountId) }),
  credential: zohoMailCredential,
  quotas: zohoMailQuotas,
  mapError: mapZohoMailError,
  operations,
  webhooks: inboundWebhooks,
  probe: checkHealth,
});
