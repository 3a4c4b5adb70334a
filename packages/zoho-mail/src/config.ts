import { parseSigningSecret } from "@trunkline/core";
import { z } from "zod";
import {
  type DataCentreKey,
  dataCentreKeys,
  dataCentreOfAccountsServer,
  isDataCentreKey,
} from "./wire/data-centres.js";

const secret = z.string().trim().min(1);

const secrets = z
  .union([z.array(secret).min(1), secret])
  .transform((given) =>
    (typeof given === "string" ? given.split(",") : given).map((part) => part.trim()).filter(Boolean),
  )
  .refine(
    (given) => given.every((text) => parseSigningSecret(text) !== undefined),
    "Expected secrets separated by commas, a previous one as `SECRET until 2026-12-01T00:00Z`",
  );

const key = z
  .string()
  .refine((text) => isDataCentreKey(text.trim().toLowerCase()), `Expected one of ${dataCentreKeys.join(", ")}`)
  .transform((text) => text.trim().toLowerCase() as DataCentreKey);

const fields = z.strictObject({
  dataCentre: key
    .optional()
    .describe(`Where the account lives: ${dataCentreKeys.join(", ")}; default that of accountsServer, else us`),
  accountsServer: z
    .string()
    .refine((server) => dataCentreOfAccountsServer(server) !== undefined, "Expected an accounts server of Zoho")
    .optional()
    .describe("accounts-server of the authorization redirect, in place of dataCentre"),
  accountId: z
    .string()
    .trim()
    .regex(/^\d{1,20}$/, "Expected the digits of an account id; it is not the e-mail address")
    .optional()
    .describe("Account id of the mailbox; default: found by itself with the first call that needs it"),
  clientId: secret.optional().describe("The client's id"),
  clientSecret: z
    .union([secret, z.partialRecord(z.enum(dataCentreKeys), secret)])
    .optional()
    .describe("The client's secret; one per data centre where the client has several"),
  refreshToken: secret.optional().describe("Refresh token of the user; does not expire, does not rotate"),
  accessToken: secret.optional().describe("An access token alone: good for an hour, for a first try"),
  webhookSecrets: secrets.optional().describe("X-Hook-Secret of each webhook's first delivery"),
});

/** What a caller supplies for one mailbox: its data centre and one of two logins. */
export const ZohoMailConfig = fields
  .superRefine((config, context) => {
    for (const { path, message } of problemsOf(config)) context.addIssue({ code: "custom", path: [path], message });
  })
  .transform(({ accountsServer, clientSecret, ...config }) => {
    const dataCentre = placeOf({ ...config, accountsServer });
    return { ...config, dataCentre, clientSecret: secretOf(clientSecret, dataCentre) };
  });
/** Configuration as a caller writes it. */
export type ZohoMailConfig = z.input<typeof ZohoMailConfig>;
/** Configuration checked and normalised. */
export type ZohoMailSettings = z.output<typeof ZohoMailConfig>;

type Given = z.output<typeof fields>;

const placeOf = ({ dataCentre, accountsServer }: Pick<Given, "dataCentre" | "accountsServer">): DataCentreKey =>
  dataCentre ?? (accountsServer === undefined ? undefined : dataCentreOfAccountsServer(accountsServer)) ?? "us";

const secretOf = (given: Given["clientSecret"], dataCentre: DataCentreKey): string | undefined =>
  typeof given === "object" ? given[dataCentre] : given;

const problemsOf = (config: Given) => [...placeProblems(config), ...loginProblems(config)];

const placeProblems = ({ dataCentre, accountsServer }: Given) =>
  dataCentre !== undefined && accountsServer !== undefined && dataCentreOfAccountsServer(accountsServer) !== dataCentre
    ? [{ path: "accountsServer", message: `Is not the accounts server of ${dataCentre}` }]
    : [];

const loginProblems = (config: Given) => {
  const { accessToken, refreshToken, clientId, clientSecret } = config;
  if (refreshToken !== undefined) {
    const dataCentre = placeOf(config);
    if (clientId !== undefined && secretOf(clientSecret, dataCentre) !== undefined) return [];
    return [{ path: "refreshToken", message: `A refresh token needs clientId and a clientSecret for ${dataCentre}` }];
  }
  if (accessToken !== undefined) return [];
  return [{ path: "refreshToken", message: "Give refreshToken with clientId and clientSecret, or accessToken" }];
};
