import { systemClock } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import { sql } from "kysely";
import { expect, it, onTestFinished } from "vitest";
import { openStore } from "../../test/outgoing-fixture.js";
import { openOutgoing } from "../../test/outgoing-under-test.js";
import { listen, type Received, verify } from "../../test/receiver.js";
import { createTestPlane, openReplica, orderEvent, until } from "../durable.fixture.js";
import { createFeedHandler } from "../feed/feed-handler.js";
import type { OutgoingDeps } from "./create-outgoing.js";

/** A whole durable plane that tells and delivers; drained when the test ends. */
const startPlane = async (store: Store, options: Partial<OutgoingDeps> = {}) => {
  const { endpoints, consumer } = await openOutgoing({ ...options, store });
  const handlers = [createFeedHandler({ clock: systemClock })];
  const plane = createTestPlane(store, { handlers, consumers: [consumer] });
  onTestFinished(() => plane.drain(2_000));
  plane.start();
  return { plane, endpoints };
};

const stateOf = async ({ db }: Store) => {
  const { rows } = await sql<{ state: string; count: number }>`
    select state, count(*) from work where queue = 'deliveries' group by state`.execute(db);
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
};
const idOf = ({ headers }: Received) => headers["webhook-id"];
const dataOf = ({ body }: Received): { order: number; number: number } => JSON.parse(body).data;

it("delivers every event with two replicas at work: put into the queue once, in order for each entity", async () => {
  const store = await openStore();
  const other = await openReplica(store);
  onTestFinished(() => other.close());
  const receiver = await listen();
  const { plane, endpoints } = await startPlane(store);
  await startPlane(other);
  const { secret } = await endpoints.create({ url: receiver.url, perSecond: 1_000 }, "t");
  const events = Array.from({ length: 40 }, (_, index) => orderEvent(index % 5, Math.floor(index / 5)));
  await plane.inbox.accept(events);
  await until("everything is delivered", async () => (await stateOf(store)).done === 40);
  expect(await stateOf(store)).toEqual({ done: 40 });
  expect(new Set(receiver.received.map(idOf)).size).toBe(40);
  for (const request of receiver.received) expect(verify(secret, request)).toBeDefined();
  for (let order = 0; order < 5; order++) {
    const seen = receiver.received.map(dataOf).filter((data) => data.order === order);
    expect(seen.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  }
});

it("tries by its schedule and makes a dead letter of what never arrives, which does not block its entity", async () => {
  const store = await openStore();
  const receiver = await listen((response, request) => {
    response.writeHead(dataOf(request).number === 0 ? 500 : 200).end();
  });
  const { plane, endpoints } = await startPlane(store, { scheduleMs: [1] });
  await endpoints.create({ url: receiver.url }, "t");
  await plane.inbox.accept([orderEvent(1, 0), orderEvent(1, 1)]);
  await until("both are over", async () => {
    const { dead = 0, done = 0 } = await stateOf(store);
    return dead + done === 2;
  });
  expect(await stateOf(store)).toEqual({ dead: 1, done: 1 });
  expect(receiver.received.map((request) => dataOf(request).number)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1]);
  expect(new Set(receiver.received.slice(0, 8).map(idOf)).size).toBe(1);
  const { deliveries } = await endpoints.deliveries({ failed: true });
  expect(deliveries.map(({ attempt }) => attempt)).toEqual([8, 7, 6, 5, 4, 3, 2, 1]);
});

it("delivers to one endpoint while another hangs on every message, and goes on handling events", async () => {
  const store = await openStore();
  const hanging = await listen(() => {});
  const healthy = await listen();
  const { plane, endpoints } = await startPlane(store);
  await endpoints.create({ url: hanging.url }, "t");
  await endpoints.create({ url: healthy.url }, "t");
  for (let order = 0; order < 30; order++) await plane.inbox.accept([orderEvent(order, 0)]);
  await until("the healthy one has everything", () => healthy.received.length === 30);
  expect(hanging.received.length).toBeLessThanOrEqual(4);
});
