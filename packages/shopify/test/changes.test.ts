import { type CallOperation, listOperations, openConnection, unwrap } from "@trunkline/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shopify } from "../src/index.js";
import { createShopifySimulator, type ShopifySimulator } from "../src/simulator/index.js";
import { changeSources } from "../src/webhooks/changes.js";

let twin: ShopifySimulator;
let call: CallOperation;
let close: () => Promise<void>;

beforeAll(async () => {
  twin = await createShopifySimulator();
  const connection = openConnection(shopify, twin.config as never, { baseUrl: twin.url });
  const operations = new Map(listOperations(shopify.operations).map((operation) => [operation.id, operation]));
  call = async (id, input) => {
    const operation = operations.get(id);
    if (!operation) throw new Error(`There is no ${id}.`);
    return unwrap(await connection.execute(operation, input));
  };
  close = () => connection.close();
});
afterAll(async () => {
  await close();
  await twin.close();
});

const everything = { from: "2000-01-01T00:00:00Z", to: "2100-01-01T00:00:00Z" };

describe.each(changeSources.map((source) => [source.name, source] as const))("%s", (_, source) => {
  it("tells of every change once, oldest first, over all pages, as the webhook would", async () => {
    const events = [];
    let cursor: string | undefined;
    do {
      const page = await source.page(call, { ...everything, ...(cursor !== undefined && { cursor }) });
      events.push(...page.events);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(events.length).toBeGreaterThan(5);
    expect(new Set(events.map(({ dedupeKey }) => dedupeKey)).size).toBe(events.length);
    const times = events.map(({ occurredAt }) => occurredAt ?? "");
    expect(times).toEqual(times.toSorted());
    expect(events[0]).toMatchObject({
      orderingKey: expect.stringMatching(/^(order|product|customer):\d+$/),
      payload: { id: expect.stringMatching(/^\d+$/), admin_graphql_api_id: expect.stringContaining("gid://shopify/") },
    });
  });

  it("asks for the interval alone", async () => {
    const all = (await source.page(call, everything)).events;
    const middle = all[Math.floor(all.length / 2)]?.occurredAt as string;
    const later = (await source.page(call, { from: middle, to: everything.to })).events;
    expect(later.every(({ occurredAt = "" }) => occurredAt >= middle)).toBe(true);
    expect((await source.page(call, { from: "2000-01-01T00:00:00Z", to: "2000-01-02T00:00:00Z" })).events).toEqual([]);
  });
});
