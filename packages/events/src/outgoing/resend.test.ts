import { expect, it } from "vitest";
import { tellEvents } from "../../test/outgoing-fixture.js";
import { openWithReceiver } from "../../test/outgoing-under-test.js";
import { doAll, doNext } from "../../test/work-fixture.js";

const open = async () => {
  const opened = await openWithReceiver();
  await tellEvents(
    opened.store,
    { payload: "1", orderingKey: "a" },
    { payload: "2", orderingKey: "b" },
    { payload: "3", orderingKey: "c" },
  );
  const seen = () => opened.receiver.received.map(({ body }) => JSON.parse(body).data);
  return { ...opened, seen };
};

it("sends one message again, under its old id, with a log of its own", async () => {
  const { store, consumer, endpoints, receiver, seen } = await open();
  await doAll(store, consumer);
  const { deliveries } = await endpoints.deliveries({});
  const [, second] = deliveries;
  expect(await endpoints.resend({ deliveryId: second?.id ?? 0 }, "t")).toEqual({ messages: 1 });
  await doAll(store, consumer);
  expect(seen()).toEqual([1, 2, 3, 2]);
  expect(receiver.received[3]?.headers["webhook-id"]).toBe(receiver.received[1]?.headers["webhook-id"]);
  const { deliveries: ofMessage } = await endpoints.deliveries({ messageId: second?.messageId ?? "" });
  expect(ofMessage).toHaveLength(2);
});

it("sends of a range what neither arrived nor is still being tried, or everything when asked", async () => {
  const { store, consumer, endpoints, endpoint, receiver, seen } = await open();
  const range = { endpointId: endpoint.id, fromEvent: 1, toEvent: 3 };
  expect(await endpoints.resendRange(range, "t")).toEqual({ messages: 0 });
  await doNext(store, consumer);
  receiver.answerWith(410);
  await doAll(store, consumer); // both become dead letters
  receiver.answerWith(200);
  await endpoints.enable(endpoint.id, "t");
  expect(await endpoints.resendRange(range, "t")).toEqual({ messages: 2 });
  await doAll(store, consumer);
  expect(seen()).toEqual([1, 2, 2, 3]);
  expect(await endpoints.resendRange({ ...range, toEvent: 2, delivered: true }, "t")).toEqual({ messages: 2 });
  await doAll(store, consumer);
  expect(seen()).toEqual([1, 2, 2, 3, 1, 2]);
});

it("sends of a range only what the endpoint wants now", async () => {
  const { endpoints, endpoint } = await open();
  await endpoints.update({ id: endpoint.id, types: ["zoho-mail.*"] }, "t");
  const range = { endpointId: endpoint.id, fromEvent: 1, toEvent: 3, delivered: true };
  expect(await endpoints.resendRange(range, "t")).toEqual({ messages: 0 });
});

it("says when there is no such message", async () => {
  const { endpoints } = await open();
  await expect(endpoints.resend({ deliveryId: 99 }, "t")).rejects.toMatchObject({ code: "NOT_FOUND" });
});

it("lists tries page by page", async () => {
  const { store, consumer, endpoints } = await open();
  await doAll(store, consumer);
  const first = await endpoints.deliveries({ limit: 2 });
  const rest = await endpoints.deliveries({ limit: 2, before: first.nextBefore });
  expect([first.deliveries.map(({ id }) => id), rest.deliveries.map(({ id }) => id)]).toEqual([[3, 2], [1]]);
  expect(rest.nextBefore).toBeUndefined();
});
