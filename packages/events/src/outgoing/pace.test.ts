import { createManualClock } from "@trunkline/core/testing";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { openStore, tellEvents } from "../../test/outgoing-fixture.js";
import { openWithReceiver } from "../../test/outgoing-under-test.js";
import { doNext } from "../../test/work-fixture.js";
import { takeToken } from "./pace.js";
import { createRoom } from "./room.js";

describe("the pace of an endpoint", () => {
  it("allows one second's worth at once, then gives everybody a place in a line", async () => {
    const { db } = await openStore();
    const ask = (hasWaited = false) => takeToken(db, { endpointId: "ep", perSecond: 0.1, hasWaited });
    expect(await ask()).toBe(0);
    const waits = [await ask(), await ask(), await ask()];
    expect(waits.map((waitMs) => Math.round(waitMs / 1_000))).toEqual([10, 20, 30]);
  });

  it("is shared by all who ask at once", async () => {
    const { db } = await openStore();
    const asked = Array.from({ length: 12 }, () => takeToken(db, { endpointId: "ep", perSecond: 5, hasWaited: false }));
    const granted = (await Promise.all(asked)).filter((waitMs) => waitMs === 0);
    expect(granted.length).toBeGreaterThanOrEqual(5);
    expect(granted.length).toBeLessThanOrEqual(6); // one may have been refilled meanwhile
  });

  it("gives the next token to one who has waited, not to a newcomer", async () => {
    const { db } = await openStore();
    const ask = (hasWaited: boolean) => takeToken(db, { endpointId: "ep", perSecond: 0.1, hasWaited });
    await ask(false);
    await ask(false);
    await sql`update endpoint_pace set refilled_at = refilled_at - interval '10 seconds'`.execute(db);
    expect(await ask(false)).toBeGreaterThan(0);
    expect(await ask(true)).toBe(0);
  });

  it("never sends anybody away for more than a minute", async () => {
    const { db } = await openStore();
    const ask = () => takeToken(db, { endpointId: "ep", perSecond: 0.01, hasWaited: false });
    await ask();
    expect(await ask()).toBeLessThanOrEqual(60_000);
  });

  it("makes a delivery wait without spending a try, until the rate is raised", async () => {
    const { store, consumer, endpoints, endpoint, receiver } = await openWithReceiver();
    await endpoints.update({ id: endpoint.id, perSecond: 0.1 }, "t");
    await tellEvents(store, { orderingKey: "a" }, { orderingKey: "b" });
    expect(await doNext(store, consumer)).toMatchObject({ outcome: "done" });
    expect(await doNext(store, consumer)).toMatchObject({ outcome: "RATE_LIMITED", retryAfterMs: expect.any(Number) });
    await endpoints.update({ id: endpoint.id, perSecond: 100 }, "t");
    expect(await doNext(store, consumer)).toMatchObject({ outcome: "done" });
    expect(receiver.received).toHaveLength(2);
  });
});

describe("the room of an endpoint", () => {
  const enter = (room: ReturnType<typeof createRoom>, id: string, hasWaited = false) => {
    const place = room.enter(id, hasWaited);
    return "waitMs" in place ? place.waitMs : place.leave;
  };

  it("is bounded for each endpoint alone", () => {
    const room = createRoom(2, createManualClock());
    const places = ["a", "a", "a", "b"].map((id) => typeof enter(room, id));
    expect(places).toEqual(["function", "function", "number", "function"]);
  });

  it("tells a longer line to wait longer, by the time that an exchange takes", async () => {
    const clock = createManualClock();
    const room = createRoom(1, clock);
    const leave = enter(room, "a");
    await clock.advance(10_000);
    if (typeof leave === "function") leave();
    enter(room, "a");
    expect([enter(room, "a"), enter(room, "a")]).toEqual([10_000, 20_000]);
    expect(enter(room, "a", true)).toBe(20_000);
  });
});
