import { noMetrics, unwrap } from "@trunkline/core";
import { silentLog } from "@trunkline/events";
import type { ShopifySimulator } from "@trunkline/shopify/simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { topicPatterns } from "../src/config/webhook-parsers.js";
import { type OpenConnections, openConnections } from "../src/connections.js";
import { servedConnectors } from "../src/connectors.js";
import { operationOf } from "../src/durable/open-durable.js";
import type { WebhookSource } from "../src/webhooks/source.js";
import { webhookSourcesOf } from "../src/webhooks/sources-of.js";
import { reconcile, reconcileAll } from "../src/webhooks/subscriptions.js";

let connections: OpenConnections;
beforeAll(async () => {
  const served = servedConnectors.filter(({ connector }) => ["shopify", "zoho-mail"].includes(connector.id));
  connections = await openConnections({ served, env: {}, mode: "mock" });
});
afterAll(() => connections.close());

const depsWith = (topics: string, publicUrl: string | undefined = "http://127.0.0.1:9") => ({
  sources: webhookSourcesOf(connections, []),
  topics: topicPatterns(topics),
  publicUrlOf: () => publicUrl,
  findConnection: (key: string) => connections.opened.find(({ connection }) => connection.key === key)?.connection,
  metrics: noMetrics,
  log: silentLog,
});
const shopOf = () => connections.receivers.find(({ connector }) => connector === "shopify") as WebhookSource;
const signal = new AbortController().signal;

describe("webhook subscriptions", () => {
  it("are made where they are missing, once, and told where nobody wants them", async () => {
    const wanted = depsWith("shopify:orders/create, shopify:products/update");
    expect((await reconcile(wanted, shopOf(), signal))?.created).toEqual(["orders/create", "products/update"]);
    expect(await reconcile(wanted, shopOf(), signal)).toMatchObject({ created: [], unwanted: [] });
    expect(await reconcile(depsWith("shopify:orders/create"), shopOf(), signal)).toMatchObject({
      created: [],
      unwanted: ["products/update"],
    });
  });

  it("are made again when the vendor has removed one", async () => {
    const { connection } = connections.opened[0] as OpenConnections["opened"][number];
    const call = async (id: string, input: unknown) =>
      unwrap(await connection.execute(operationOf(connection, id) as never, input, { fresh: true })) as {
        webhooks: { id: string; topic: string }[];
      };
    const { webhooks } = await call("shopify.webhooks.list", { limit: 50, topics: ["ORDERS_CREATE"] });
    for (const { id } of webhooks) await call("shopify.webhooks.delete", { id });
    const healed = await reconcile(depsWith("shopify:orders/create"), shopOf(), signal);
    expect(healed?.created).toEqual(["orders/create"]);
  });

  it("are left alone where vendors cannot reach the gateway, and where people make them by hand", async () => {
    const results = await reconcileAll({ ...depsWith("auto"), publicUrlOf: () => undefined }, signal);
    expect(results.map((result) => result.status === "fulfilled" && result.value)).toEqual([undefined, undefined]);
    const zoho = connections.receivers.find(({ connector }) => connector === "zoho-mail") as WebhookSource;
    expect(await reconcile(depsWith("auto"), zoho, signal)).toBeUndefined();
  });

  it("fail for one upstream without failing for others", async () => {
    const simulator = connections.simulators.get("shopify") as ShopifySimulator;
    simulator.faults.set({ kind: "status", status: 403, body: "{}" });
    const results = await reconcileAll(depsWith("auto"), signal);
    simulator.faults.clear();
    expect(results.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  });
});
