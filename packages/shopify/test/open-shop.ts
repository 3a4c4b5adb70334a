import type { ConnectionOptions } from "@trunkline/core";
import {
  createJsonReply,
  openScripted,
  type Scripted,
  type ScriptedAnswer,
  type ScriptedTransport,
} from "@trunkline/core/testing";
import { createShopify, type Shopify, type ShopifyConfig } from "../src/index.js";

/** Opens Nordlicht Tee against these answers. */
export const openShop = (
  answers: readonly ScriptedAnswer[],
  config: Partial<ShopifyConfig> = { accessToken: "shpat_test" },
  options: ConnectionOptions = {},
): Scripted<Shopify> =>
  openScripted(
    answers,
    (scripted) => createShopify({ shop: "nordlicht-tee", ...config }, { ...scripted, ...options }),
    {
      random: () => 0,
    },
  );

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
