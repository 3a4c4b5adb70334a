import { ConnectorError } from "@trunkline/core";
import { createManualClock } from "@trunkline/core/testing";
import { sql } from "kysely";
import { describe, expect, it, vi } from "vitest";
import { handle, storeEvent, tellEvents } from "../../test/outgoing-fixture.js";
import { openOutgoing, openWithReceiver } from "../../test/outgoing-under-test.js";
import { listen, type Received, verify } from "../../test/receiver.js";
import { doAll, doNext } from "../../test/work-fixture.js";
import { deliveryAttempts, messageLifeMs, retryScheduleMs } from "./schedule.js";

const dataOf = ({ body }: Received) => JSON.parse(body).data;

describe("a delivery", () => {
  it("is a signed message as Standard Webhooks wants it, with the payload's numbers exact", async () => {
    const { store, consumer, receiver, endpoint } = await openWithReceiver();
    await tellEvents(store, { payload: '{"id":12345678901234567890.10}' });
    expect(await doAll(store, consumer)).toEqual(["done"]);
    const [request] = receiver.received;
    if (!request) throw new Error("nothing came");
    expect(verify(endpoint.secret, request)).toMatchObject({ type: "shopify.orders.create" });
    expect(request.body).toBe(
      '{"type":"shopify.orders.create","timestamp":"2026-01-02T03:04:05.678Z","connection":"acme/shopify/eu","key":"order:1","data":{"id": 12345678901234567890.10}}',
    );
    expect(request.headers).toMatchObject({
      "content-type": "application/json",
      "webhook-id": expect.stringMatching(/^msg_[0-9a-f]{32}$/),
    });
    const { deliveries } = await (await openOutgoing({ store })).endpoints.deliveries({});
    expect(deliveries).toMatchObject([{ endpointId: endpoint.id, status: 204, attempt: 1 }]);
  });

  it("goes to the enabled endpoints that want the type and connection, and to no other", async () => {
    const { store, consumer, endpoints } = await openOutgoing();
    const [orders, mail, off] = await Promise.all([listen(), listen(), listen()]);
    await endpoints.create({ url: orders.url, types: ["shopify:orders/*"], connections: ["acme/*"] }, "t");
    await endpoints.create({ url: mail.url, connections: ["*/zoho-mail/*"] }, "t");
    const { id } = await endpoints.create({ url: off.url }, "t");
    await endpoints.disable(id, "t");
    await tellEvents(
      store,
      { payload: "1" },
      { payload: "2", type: "products/create" },
      { payload: "3", connection: "acme/zoho-mail/eu", type: "message" },
      { payload: "4", connection: "other/shopify/eu" },
    );
    await doAll(store, consumer);
    expect([orders, mail, off].map(({ received }) => received.map(dataOf))).toEqual([[1], [3], []]);
  });

  it("is not promised when the event's transaction is rolled back", async () => {
    const { store, consumer } = await openWithReceiver();
    await handle(store, await storeEvent(store), () => Promise.reject(new Error("no"))).catch(() => {});
    expect(await doAll(store, consumer)).toEqual([]);
  });

  it("keeps the order of one entity, and does not hold up another behind it", async () => {
    const { store, consumer, receiver } = await openWithReceiver();
    await tellEvents(
      store,
      { payload: '{"order":1,"version":1}', orderingKey: "order:1" },
      { payload: '{"order":1,"version":2}', orderingKey: "order:1" },
      { payload: '{"order":2,"version":1}', orderingKey: "order:2" },
    );
    receiver.answerWith((response, request) => {
      const isFirstTryOfFirst = dataOf(request).order === 1 && receiver.received.length === 1;
      response.writeHead(isFirstTryOfFirst ? 500 : 200).end();
    });
    expect(await doAll(store, consumer)).toEqual(["UPSTREAM_UNAVAILABLE", "done", "done", "done"]);
    const seen = receiver.received.map(dataOf).map(({ order, version }) => `${order}.${version}`);
    expect(seen).toEqual(["1.1", "2.1", "1.1", "1.2"]);
  });

  it("is the same message under the same id at every try", async () => {
    const { store, consumer, receiver, endpoint } = await openWithReceiver();
    receiver.answerWith(500);
    await tellEvents(store, {});
    await doNext(store, consumer);
    receiver.answerWith(200);
    await doNext(store, consumer);
    const [first, second] = receiver.received;
    if (!first || !second) throw new Error("two tries are needed");
    expect([second.body, second.headers["webhook-id"]]).toEqual([first.body, first.headers["webhook-id"]]);
    expect(verify(endpoint.secret, second)).toBeDefined();
  });
});

describe("a message that was sent, but not marked as delivered", () => {
  it("is sent again under the same id", async () => {
    const { store, consumer, receiver } = await openWithReceiver();
    await tellEvents(store, {});
    const lost = () =>
      Promise.reject(new ConnectorError("INTERNAL", { message: "The process died.", retryable: true }));
    await doNext(store, { ...consumer, run: lost });
    expect(await doNext(store, consumer)).toMatchObject({ outcome: "done" });
    const [first, second, ...more] = receiver.received.map(({ headers }) => headers["webhook-id"]);
    expect([second, more]).toEqual([first, []]);
  });
});

describe("a failed delivery", () => {
  it.each([
    [500, "UPSTREAM_UNAVAILABLE", "The receiver answered 500."],
    [404, "REJECTED", "The receiver answered 404."],
    [302, "REJECTED", expect.stringContaining("redirect (302), which is not followed")],
  ])("with status %i is tried again and says why", async (status, outcome, message) => {
    const { store, consumer, receiver, endpoints } = await openWithReceiver();
    receiver.answerWith((response) => void response.writeHead(status, { location: "/secret" }).end("canary-body"));
    await tellEvents(store, {});
    expect(await doNext(store, consumer)).toMatchObject({ outcome, message });
    expect(receiver.received).toHaveLength(1);
    const { deliveries } = await endpoints.deliveries({ failed: true });
    expect(deliveries).toMatchObject([{ status, error: message, attempt: 1 }]);
    expect(JSON.stringify(deliveries)).not.toContain("canary");
    const { rows } = await sql<{ state: string }>`select state from work`.execute(store.db);
    expect(rows).toEqual([{ state: "ready" }]);
  });

  it("that gets no answer in time is tried again", async () => {
    const clock = createManualClock();
    const { store, consumer, receiver } = await openWithReceiver({ clock });
    receiver.answerWith(() => {});
    await tellEvents(store, {});
    const trying = doNext(store, consumer);
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1));
    await clock.advance(15_000);
    expect(await trying).toMatchObject({ outcome: "NETWORK", message: "No answer within 15000 ms." });
  });

  it("is tried by a schedule of 28 hours", () => {
    expect(messageLifeMs).toBeGreaterThanOrEqual(28 * 3_600_000);
    expect(deliveryAttempts).toBe(8);
  });

  it("waits longer each time, by the schedule given", async () => {
    const { consumer } = await openOutgoing({ scheduleMs: [1, 20, 300] });
    expect([1, 2, 3, 4].map((tries) => consumer.backoffMs?.(tries))).toEqual([1, 20, 300, 300]);
    const usual = await openOutgoing();
    expect(retryScheduleMs.map((_, index) => usual.consumer.backoffMs?.(index + 1))).toEqual(retryScheduleMs);
  });

  it.each([429, 503])("with %i waits as long as it is asked, spending no try", async (status) => {
    const { store, consumer, receiver } = await openWithReceiver();
    receiver.answerWith((response) => void response.writeHead(status, { "retry-after": "120" }).end());
    await tellEvents(store, {});
    expect(await doNext(store, consumer)).toMatchObject({ outcome: "RATE_LIMITED", retryAfterMs: 120_000 });
  });

  it("with Retry-After spends tries again once the message is older than its schedule", async () => {
    const { store, consumer, receiver } = await openWithReceiver();
    receiver.answerWith((response) => void response.writeHead(503, { "retry-after": "120" }).end());
    await tellEvents(store, {});
    await sql`update work set created_at = created_at - interval '29 hours'`.execute(store.db);
    expect(await doNext(store, consumer)).toMatchObject({ outcome: "UPSTREAM_UNAVAILABLE" });
  });

  it("is done with when the endpoint has been deleted, and a dead letter when the message has", async () => {
    const { store, consumer, endpoints, endpoint } = await openWithReceiver();
    await tellEvents(store, {}, { orderingKey: "order:2" });
    await sql`delete from feed where id = 1`.execute(store.db);
    expect(await doNext(store, consumer)).toMatchObject({ outcome: "NOT_FOUND" });
    await sql`delete from endpoint where id = ${endpoint.id}`.execute(store.db);
    expect(await doNext(store, consumer)).toMatchObject({ outcome: "done" });
    expect((await endpoints.list()).endpoints).toEqual([]);
  });
});

describe("where messages may go", () => {
  it("is not an address of the own network, even when a public name leads there", async () => {
    const lookup = (_host: string, _options: object, callback: (...args: never[]) => void) =>
      (callback as (error: null, found: readonly object[]) => void)(null, [{ address: "169.254.169.254", family: 4 }]);
    const { store, consumer, endpoints } = await openOutgoing({ lookup: lookup as never, allowLoopback: false });
    await endpoints.create({ url: "https://rebound.test/hook" }, "t");
    await tellEvents(store, {});
    expect(await doNext(store, consumer)).toMatchObject({
      outcome: "NETWORK",
      message: "Host rebound.test resolves to an address that is not public.",
    });
  });

  it.each(["http://hooks.test/x", "https://10.0.0.1/x", "http://127.0.0.1:9/x", "https://hooks.test/x#y", "nonsense"])(
    "is refused at once for %s",
    async (url) => {
      const { endpoints } = await openOutgoing({ allowLoopback: false });
      await expect(endpoints.create({ url }, "t")).rejects.toMatchObject({
        code: "INVALID_INPUT",
        issues: [{ path: "url" }],
      });
    },
  );

  it("may be a private host that the operator has listed", async () => {
    const { store, consumer, endpoints } = await openOutgoing({ allowLoopback: false, allowHosts: ["127.0.0.1"] });
    const receiver = await listen();
    await endpoints.create({ url: receiver.url }, "t");
    await tellEvents(store, {});
    expect(await doAll(store, consumer)).toEqual(["done"]);
  });
});
