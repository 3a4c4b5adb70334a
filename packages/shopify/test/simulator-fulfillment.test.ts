import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Bench, startBench } from "./simulator-client.js";

let bench: Bench;
let id: string;
let orderId: string;
beforeEach(async () => {
  bench = await startBench();
  orderId = await bench.firstId("orders", "fulfillment_status:unshipped financial_status:paid status:open");
  id = (
    await bench.query("query($id: ID!) { order(id: $id) { fulfillmentOrders(first: 1) { nodes { id } } } }", {
      id: orderId,
    })
  ).data.order.fulfillmentOrders.nodes[0].id;
});
afterEach(() => bench.simulator.close());

interface Line {
  readonly id: string;
  readonly totalQuantity: number;
  readonly remainingQuantity: number;
}
const get = async () =>
  (
    await bench.query(
      "query($id: ID!) { fulfillmentOrder(id: $id) { status supportedActions { action } fulfillmentHolds { id reason } lineItems(first: 20) { nodes { id totalQuantity remainingQuantity } } order { displayFulfillmentStatus } } }",
      { id },
    )
  ).data.fulfillmentOrder;
const send = async (part: object = {}, more: object = {}) =>
  (
    await bench.query(
      "mutation($f: FulfillmentInput!) { fulfillmentCreate(fulfillment: $f) { fulfillment { id status displayStatus totalQuantity trackingInfo { number url company } } userErrors { field message } } }",
      { f: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: id, ...part }], ...more } },
    )
  ).data.fulfillmentCreate;

describe("sending", () => {
  it("sends everything that remains and closes", async () => {
    const { fulfillment, userErrors } = await send(
      {},
      {
        trackingInfo: { company: "DHL", numbers: ["1", "2"], urls: ["https://example.com/1", "https://example.com/2"] },
      },
    );
    expect(userErrors).toEqual([]);
    expect(fulfillment).toMatchObject({
      status: "SUCCESS",
      trackingInfo: [
        { number: "1", url: "https://example.com/1", company: "DHL" },
        { number: "2", url: "https://example.com/2", company: "DHL" },
      ],
    });
    const after = await get();
    expect([after.status, after.order.displayFulfillmentStatus, after.supportedActions]).toEqual([
      "CLOSED",
      "FULFILLED",
      [],
    ]);
    expect(after.lineItems.nodes.every(({ remainingQuantity }: Line) => remainingQuantity === 0)).toBe(true);
  });

  it("sends a part and leaves the rest open", async () => {
    const before = await get();
    const [line] = before.lineItems.nodes;
    await send({ fulfillmentOrderLineItems: [{ id: line.id, quantity: 1 }] });
    const after = await get();
    const pieces = before.lineItems.nodes.reduce((sum: number, { totalQuantity }: Line) => sum + totalQuantity, 0);
    expect(after.lineItems.nodes[0].remainingQuantity).toBe(line.remainingQuantity - 1);
    expect([after.status, after.order.displayFulfillmentStatus]).toEqual(
      pieces === 1 ? ["CLOSED", "FULFILLED"] : ["IN_PROGRESS", "PARTIALLY_FULFILLED"],
    );
  });

  it("refuses more than remains", async () => {
    const [line] = (await get()).lineItems.nodes;
    expect(await send({ fulfillmentOrderLineItems: [{ id: line.id, quantity: 99 }] })).toEqual({
      fulfillment: null,
      userErrors: [{ field: ["fulfillment"], message: "Invalid fulfillment order line item quantity requested." }],
    });
  });

  it("refuses to send twice", async () => {
    await send();
    expect((await send()).userErrors[0].message).toContain("unfulfillable status= closed");
  });

  it("refuses what is not there", async () => {
    expect((await send({ fulfillmentOrderId: "gid://shopify/FulfillmentOrder/1" })).userErrors[0].message).toBe(
      "Fulfillment order does not exist.",
    );
  });

  it("changes the tracking", async () => {
    const { fulfillment } = await send();
    const { data } = await bench.query(
      'mutation($id: ID!) { fulfillmentTrackingInfoUpdate(fulfillmentId: $id, trackingInfoInput: { number: "9", company: "UPS" }) { fulfillment { trackingInfo { number company } } userErrors { message } } }',
      { id: fulfillment.id },
    );
    expect(data.fulfillmentTrackingInfoUpdate.fulfillment.trackingInfo).toEqual([{ number: "9", company: "UPS" }]);
  });

  it("takes a cancelled parcel back into what remains", async () => {
    const before = await get();
    const { fulfillment } = await send();
    await bench.query("mutation($id: ID!) { fulfillmentCancel(id: $id) { fulfillment { status } } }", {
      id: fulfillment.id,
    });
    expect(await get()).toEqual(before);
  });
});

describe("holding", () => {
  const hold = async (handle?: string) =>
    (
      await bench.query(
        "mutation($id: ID!, $h: FulfillmentOrderHoldInput!) { fulfillmentOrderHold(id: $id, fulfillmentHold: $h) { fulfillmentHold { id reason reasonNotes } fulfillmentOrder { status } userErrors { code } } }",
        { id, h: { reason: "AWAITING_PAYMENT", reasonNotes: "Anzahlung", handle } },
      )
    ).data.fulfillmentOrderHold;
  const release = async (holdIds?: readonly string[]) =>
    (
      await bench.query(
        "mutation($id: ID!, $h: [ID!]) { fulfillmentOrderReleaseHold(id: $id, holdIds: $h) { fulfillmentOrder { status } userErrors { code } } }",
        { id, h: holdIds },
      )
    ).data.fulfillmentOrderReleaseHold;

  it("holds, keeps from sending, and releases", async () => {
    const { fulfillmentHold, fulfillmentOrder } = await hold();
    expect([
      fulfillmentOrder.status,
      fulfillmentHold.reasonNotes,
      (await get()).order.displayFulfillmentStatus,
    ]).toEqual(["ON_HOLD", "Anzahlung", "ON_HOLD"]);
    expect((await send()).fulfillment).toBeNull();
    expect((await release([fulfillmentHold.id])).fulfillmentOrder.status).toBe("OPEN");
  });

  it("stays held while one hold is left", async () => {
    const [first] = [await hold("a"), await hold("b")];
    expect((await release([first.fulfillmentHold.id])).fulfillmentOrder.status).toBe("ON_HOLD");
    expect((await release()).fulfillmentOrder.status).toBe("OPEN");
  });

  it("refuses the same handle twice", async () => {
    await hold("a");
    expect((await hold("a")).userErrors).toEqual([{ code: "DUPLICATE_FULFILLMENT_HOLD_HANDLE" }]);
  });
});

describe("listing", () => {
  it("leaves closed ones out unless asked for", async () => {
    const { data } = await bench.query(
      "{ open: fulfillmentOrders(first: 250) { nodes { status } } all: fulfillmentOrders(first: 250, includeClosed: true) { nodes { status } } }",
    );
    const states = (key: string) => new Set(data[key].nodes.map(({ status }: { status: string }) => status));
    expect([states("open").has("CLOSED"), states("all").has("CLOSED")]).toEqual([false, true]);
  });
});
