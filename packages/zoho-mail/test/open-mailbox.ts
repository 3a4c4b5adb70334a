import type { ConnectionOptions, StoredToken } from "@trunkline/core";
import {
  createJsonReply,
  createManualClock,
  createScriptedTransport,
  type ManualClock,
  type ScriptedAnswer,
  type ScriptedTransport,
} from "@trunkline/core/testing";
import { createZohoMail, type ZohoMail, type ZohoMailConfig } from "../src/index.js";

/** A client on scripted answers and a clock that stands still. */
export interface TestMailbox {
  readonly client: ZohoMail;
  readonly transport: ScriptedTransport;
  readonly clock: ManualClock;
}

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
): TestMailbox => {
  const transport = createScriptedTransport(answers, { repeatLast });
  const clock = createManualClock();
  const client = createZohoMail(config, { transport, clock, random: () => 0.5, ...options });
  return { client, transport, clock };
};

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

/** Lets every wait pass until the work has settled; tells how long that took on the clock. Milliseconds. */
export const settle = async <T>(
  clock: ManualClock,
  work: Promise<T>,
): Promise<{ readonly value: T; readonly tookMs: number }> => {
  const startedMs = clock.monotonic();
  let isSettled = false;
  const mark = () => {
    isSettled = true;
  };
  work.then(mark, mark);
  for (let turn = 0; turn < 2_000 && !isSettled; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    if (!isSettled && turn % 4 === 3) await clock.advanceToNext();
  }
  return { value: await work, tookMs: clock.monotonic() - startedMs };
};

/** A token store that tells what was saved. */
export const createSpyTokenStore = () => {
  const saved: StoredToken[] = [];
  const byKey = new Map<string, StoredToken>();
  return {
    saved,
    load: async (key: string) => byKey.get(key),
    save: async (key: string, stored: StoredToken) => {
      byKey.set(key, stored);
      saved.push(stored);
    },
    withLock: <T>(_key: string, work: () => Promise<T>) => work(),
  };
};
