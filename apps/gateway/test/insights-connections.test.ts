import { type AnyConnector, openConnection } from "@trunkline/core";
import { shopify } from "@trunkline/shopify";
import { createShopifySimulator } from "@trunkline/shopify/simulator";
import { expect, it, onTestFinished } from "vitest";
import { chooseConnection } from "../src/choose-connection.js";
import { createInsights } from "../src/insights/connector.js";
import { type Answer, dataOf, openShop, shopClock } from "./insights-shop.js";

/** The services simulated, with a second shop named `eu`. */
const openTwoShops = async ({ without = [] }: { readonly without?: readonly string[] } = {}) => {
  const first = await openShop({ without });
  const eu = await createShopifySimulator({ clock: shopClock, seed: 2 });
  const second = openConnection(shopify as AnyConnector, eu.config, {
    name: "eu",
    baseUrl: eu.url,
    clock: shopClock,
    limits: { maxRetries: 0 },
  });
  const opened = [...first.registry.connections().map(({ connection }) => connection), second];
  const connection = openConnection(
    createInsights(shopClock),
    {},
    {
      clock: shopClock,
      elsewhere: ({ id }, name) =>
        id.startsWith("insights.")
          ? undefined
          : chooseConnection(id.slice(0, id.indexOf(".")), name, { opened, failures: [] }),
    },
  );
  first.registry.register({ connection, mode: "mock" });
  onTestFinished(async () => {
    await second.close();
    await eu.close();
  });
  const mail = async () => {
    const { folders } = dataOf(await first.call("zoho-mail.folders.list", {}));
    const { folderId } = folders.find(({ type }: Answer) => type === "Inbox");
    const { messages } = dataOf(await first.call("zoho-mail.messages.list", { folderId, limit: 1 }));
    return { folderId, messageId: messages[0].messageId, senderEmail: "anna.schmidt@example.com" };
  };
  return { ...first, eu, mail };
};

const context = "insights.messages.context";

it("asks the connection that is named, and the default one otherwise", async () => {
  const { call, simulator, eu, mail } = await openTwoShops();
  const about = await mail();
  simulator("shopify").faults.set("down");
  expect(dataOf(await call(context, about)).missing).toMatchObject([{ source: "shopify", code: "NETWORK" }]);
  expect(dataOf(await call(context, { ...about, connections: { shopify: "eu" } })).missing).toEqual([]);
  eu.faults.set("401");
  const another = { ...about, senderEmail: "ben.weber@example.com" }; // of the first one the answer is known
  expect(dataOf(await call(context, { ...another, connections: { shopify: "eu" } })).missing).toMatchObject([
    { source: "shopify", code: "UPSTREAM_UNAUTHORIZED" },
  ]);
});

it("takes the only connection there is, whatever its name", async () => {
  const { call, mail } = await openTwoShops({ without: ["shopify"] });
  expect(dataOf(await call(context, await mail())).missing).toEqual([]);
});

it("refuses a name that there is not, with those there are", async () => {
  const { call, mail } = await openTwoShops();
  expect(await call(context, { ...(await mail()), connections: { shopify: "us" } })).toMatchObject({
    ok: false,
    error: {
      code: "INVALID_INPUT",
      message: 'Connection of shopify: There is no "us"; there is default, eu.',
      issues: [{ path: "connections.shopify" }],
    },
  });
});

it.each([
  ["insights.pages.searchPerformance", "shopify"],
  ["insights.messages.context", "gsc"],
])("%s refuses a connection of %s, which it does not ask", async (operation, source) => {
  const { call } = await openTwoShops();
  expect(await call(operation, { connections: { [source]: "eu" } })).toMatchObject({
    error: {
      code: "INVALID_INPUT",
      issues: expect.arrayContaining([{ path: expect.stringContaining("connections"), message: expect.any(String) }]),
    },
  });
});

it("is healthy but for the source whose connection is not there", async () => {
  const { call } = await openTwoShops();
  const data = dataOf(await call("insights.health.check", { connections: { shopify: "us" } }));
  expect(data.missing).toMatchObject([{ source: "shopify", message: expect.stringContaining("default, eu") }]);
  expect(data.answering).toHaveLength(4);
});
