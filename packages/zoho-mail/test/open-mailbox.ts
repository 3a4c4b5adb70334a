import type { ConnectionOptions } from "@trunkline/core";
import {
  createJsonReply,
  openScripted,
  type Scripted,
  type ScriptedAnswer,
  type ScriptedTransport,
} from "@trunkline/core/testing";
import { createZohoMail, type ZohoMail, type ZohoMailConfig } from "../src/index.js";

/** Account id of the test mailbox. */
export const accountId = "5820114000000008002";

/** A login that needs no token endpoint, and a mailbox that need not be found. */
export const plainConfig: ZohoMailConfig = { dataCentre: "eu", accountId, accessToken: "1000.plain.test" };

/** A login with a refresh token. */
export const refreshConfig: ZohoMailConfig = {
  dataCentre: "eu",
  accountId,
  clientId: "1000.CLIENT",
  clientSecret: "client-secret-of-the-test",
  refreshToken: "1000.refresh-of-the-test",
};

/** Opens the mailbox of Nordlicht Tee against these answers. */
export const openMailbox = (
  answers: readonly ScriptedAnswer[],
  config: ZohoMailConfig = plainConfig,
  { repeatLast, ...options }: ConnectionOptions & { readonly repeatLast?: boolean } = {},
): Scripted<ZohoMail> =>
  openScripted(answers, (scripted) => createZohoMail(config, { ...scripted, ...options }), { repeatLast });

/** A success envelope. */
export const ok = (data?: unknown, code = 200) =>
  createJsonReply({ status: { code, description: "success" }, ...(data !== undefined && { data }) });

/** A failure envelope. */
export const failed = (status: number, errorCode?: string) =>
  createJsonReply({ data: { errorCode }, status: { code: status, description: "Invalid Input" } }, { status });

/** A login that was not granted a scope. */
export const scopeMissing = () =>
  createJsonReply([2, { msg: "Invalid OAuth scope", errorCode: "INVALID_OAUTHSCOPE", status: "401" }], { status: 401 });

/** A token reply. */
export const token = (accessToken: string, extra: Readonly<Record<string, unknown>> = {}) =>
  createJsonReply({
    access_token: accessToken,
    expires_in: 3600,
    api_domain: "https://www.zohoapis.eu",
    token_type: "Bearer",
    ...extra,
  });

/** A mailbox as the list of accounts has it. */
export const account = (id: string, more: Readonly<Record<string, unknown>> = {}) => ({
  accountId: id,
  type: "ZOHO_ACCOUNT",
  ...more,
});

/** What was asked: method and address without the query. */
export const asked = ({ requests }: ScriptedTransport): readonly string[] =>
  requests.map(({ method, url }) => `${method} ${url.split("?")[0]}`);
