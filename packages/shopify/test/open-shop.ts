import type { ConnectionOptions, StoredToken } from "@trunkline/core";
import {
  createJsonReply,
  createManualClock,
  createScriptedTransport,
  type ManualClock,
  type ScriptedAnswer,
  type ScriptedTransport,
} from "@trunkline/core/testing";
import { createShopify, type Shopify, type ShopifyConfig } from "../src/index.js";

/** A client on scripted answers and a clock that stands still. */
export interface TestShop {
  readonly client: Shopify;
  readonly transport: ScriptedTransport;
  readonly clock: ManualClock;
}

/** Opens Nordlicht Tee against these answers. */
export const openShop = (
  answers: readonly ScriptedAnswer[],
  config: Partial<ShopifyConfig> = { accessToken: "shpat_test" },
  options: ConnectionOptions = {},
): TestShop => {
  const transport = createScriptedTransport(answers);
  const clock = createManualClock();
  const client = createShopify(
    { shop: "nordlicht-tee", ...config },
    { transport, clock, random: () => 0.5, ...options },
  );
  return { client, transport, clock };
};

/** A GraphQL answer with status 200. */
export const answer = (body: Readonly<Record<string, unknown>>, headers: Readonly<Record<string, string>> = {}) =>
  createJsonReply(body, { headers: { "x-shopify-api-version": "2026-10", "x-request-id": "req-1", ...headers } });

/** What was asked in one request. */
export const asked = (transport: ScriptedTransport, index: number) =>
  JSON.parse(String(transport.requests[index]?.body)) as {
    readonly query: string;
    readonly operationName: string;
    readonly variables: Readonly<Record<string, unknown>>;
  };

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
  for (let turn = 0; turn < 200 && !isSettled; turn++) {
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
    save: async (key: string, token: StoredToken) => {
      byKey.set(key, token);
      saved.push(token);
    },
    withLock: <T>(_key: string, work: () => Promise<T>) => work(),
  };
};
