import { randomUUID } from "node:crypto";
import { systemClock } from "@trunkline/core";
import {
  createFaultDial,
  createLoopbackServer,
  createSeededRandom,
  type Simulator,
  type SimulatorOptions,
  type SimulatorReply,
  type SimulatorRequest,
  type UpstreamFaultSpec,
} from "@trunkline/core/simulator";
import { type CostPlan, costPlans } from "./bucket.js";
import { createShop, type Shop } from "./create-shop.js";
import { createDocumentReader } from "./documents.js";
import { cutOff, fixedReply } from "./faults.js";
import { nordlichtTee } from "./seed/company.js";
import { answerRequest } from "./server.js";
import type { AccessToken, TokenOptions } from "./tokens.js";
import { createWebhookSender, type Delivery } from "./webhook-sender.js";

/** How the shop is simulated. */
export interface ShopifySimulatorOptions extends SimulatorOptions {
  /** Points for queries. Default `standard`: 2,000, refilled by 100 a second. */
  readonly plan?: keyof typeof costPlans | CostPlan;
  /** Signs webhooks. Default: the client secret of `config`. */
  readonly webhookSecret?: string;
  /** Waits before each repeat of a failed delivery, in milliseconds. Default 50, 200, 800. */
  readonly webhookRetryDelaysMs?: readonly number[];
}

/** A stateful twin of one shop's Admin API. */
export interface ShopifySimulator extends Simulator {
  /** Makes an access token, e.g. with fewer scopes. */
  issueToken(options?: TokenOptions): AccessToken;
  /** Access and refresh token of an expiring offline login. */
  issueTokenPair(): { readonly accessToken: string; readonly refreshToken: string };
  /** Webhooks delivered or given up so far. */
  readonly deliveries: readonly Delivery[];
  /** Resolves when no delivery is under way. */
  webhooksSettled(): Promise<void>;
}

const app = { clientId: "simulator-client-id", clientSecret: "simulator-client-secret" };

/** Starts the simulated shop "Nordlicht Tee" on loopback. Its `config` logs in with client credentials. */
export const createShopifySimulator = async (options: ShopifySimulatorOptions = {}): Promise<ShopifySimulator> => {
  const clock = options.clock ?? systemClock;
  const seed = options.seed ?? 1;
  const random = createSeededRandom(seed);
  const faults = createFaultDial({ random });
  const settings = { shopHost: nordlichtTee.shopHost, baseUrl: "" };
  const plan = typeof options.plan === "object" ? options.plan : costPlans[options.plan ?? "standard"];
  const documents = createDocumentReader();
  let shop: Shop;
  const sender = createWebhookSender({
    store: () => shop.store,
    shopHost: settings.shopHost,
    apiVersion: "2026-10",
    secret: options.webhookSecret ?? app.clientSecret,
    random,
    retryDelaysMs: options.webhookRetryDelaysMs ?? [50, 200, 800],
  });
  const open = (): Shop => createShop({ seed, clock, plan, settings, documents, announce: sender.announce });
  shop = open();
  const server = await createLoopbackServer({
    port: options.port,
    faults,
    operationOf,
    handle: (request) => answerRequest(request, shop.serverDeps(app)),
    onUpstreamFault: (fault, request) => replyOfFault(fault, request, shop, sender),
  });
  settings.baseUrl = server.url;
  return {
    connector: "shopify",
    url: server.url,
    config: {
      shop: nordlichtTee.shop,
      clientId: app.clientId,
      clientSecret: app.clientSecret,
      webhookSecrets: [options.webhookSecret ?? app.clientSecret],
    },
    faults,
    deliveries: sender.deliveries,
    issueToken: (token) => shop.tokens.issue(token),
    issueTokenPair: () => shop.tokens.issuePair(),
    webhooksSettled: sender.settled,
    reset: () => {
      shop.close();
      shop = open();
      faults.clear();
      sender.faults.duplicates = false;
      sender.faults.shuffled = false;
    },
    close: async () => {
      shop.close();
      sender.close();
      await server.close();
    },
  };
};

/** The name in the body: faults match by it. */
const operationOf = (request: SimulatorRequest): string | undefined => {
  if (!request.path.endsWith("/graphql.json"))
    return request.path.endsWith("/access_token") ? "access_token" : undefined;
  return /"operationName"\s*:\s*"(\w+)"/.exec(request.text())?.[1];
};

const replyOfFault = async (
  fault: UpstreamFaultSpec,
  request: SimulatorRequest,
  shop: Shop,
  sender: ReturnType<typeof createWebhookSender>,
): Promise<SimulatorReply | undefined> => {
  const fixed = fixedReply(fault.name, randomUUID());
  if (fixed) return fixed;
  switch (fault.name) {
    case "throttled":
      return answerRequest(request, shop.serverDeps(app, { throttle: true }));
    case "partial-denied":
      return answerRequest(request, shop.serverDeps(app, { denied: deniedFields(fault.options) }));
    case "idempotency-concurrent":
      return answerRequest(request, shop.serverDeps(app, { busy: true }));
    case "fall-forward":
      return answerRequest(
        { ...request, path: request.path.replace(/\/api\/[^/]+\//, "/api/2026-01/") },
        shop.serverDeps(app),
      );
    case "token-expired":
      shop.tokens.expireAll();
      return undefined;
    case "refresh-lost":
      if (!request.path.endsWith("/access_token")) return undefined;
      await answerRequest(request, shop.serverDeps(app));
      return { status: 200, headers: { "content-type": "application/json" }, body: cutOff() };
    case "duplicate-webhooks":
      sender.faults.duplicates = true;
      return undefined;
    case "shuffled-webhooks":
      sender.faults.shuffled = true;
      return undefined;
    default:
      return undefined;
  }
};

const deniedFields = (options: Readonly<Record<string, unknown>> | undefined): readonly string[] => {
  const fields = options?.fields;
  return Array.isArray(fields)
    ? fields.map(String)
    : [
        "Order.customer",
        "Order.shippingAddress",
        "Customer.defaultEmailAddress",
        "DraftOrder.customer",
        "Product.totalInventory",
        "Product.variantsCount",
      ];
};
