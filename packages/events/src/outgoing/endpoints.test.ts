import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { tellEvents } from "../../test/outgoing-fixture.js";
import { openOutgoing, openWithReceiver } from "../../test/outgoing-under-test.js";
import { verify } from "../../test/receiver.js";
import { doAll, doNext } from "../../test/work-fixture.js";
import { Endpoint, EndpointList, EndpointWithSecret } from "./schemas.js";

const canonical = (value: unknown) => JSON.stringify(value);

describe("an endpoint", () => {
  it("shows its secret when it is made and never again", async () => {
    const { store, endpoints, endpoint } = await openWithReceiver();
    expect(EndpointWithSecret.parse(endpoint)).toEqual(endpoint);
    expect(endpoint.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const rotated = await endpoints.rotateSecret({ id: endpoint.id }, "t");
    const shown = [await endpoints.list(), await endpoints.get(endpoint.id), await endpoints.disable(endpoint.id, "t")];
    const { rows: audited } = await sql`select * from audit`.execute(store.db);
    for (const { secret } of [endpoint, rotated]) expect(canonical([shown, audited])).not.toContain(secret.slice(6));
    expect(EndpointList.parse(shown[0])).toEqual(shown[0]);
    expect(audited).toMatchObject([
      { action: "endpoint.create", actor: "tester" },
      { action: "endpoint.rotate" },
      { action: "endpoint.disable" },
    ]);
  });

  it("is changed in what is named and stays as it is in the rest", async () => {
    const { endpoints, endpoint } = await openWithReceiver();
    const { secret: _, ...before } = endpoint;
    const after = await endpoints.update({ id: endpoint.id, types: ["shopify.*"], perSecond: 3 }, "t");
    expect(Endpoint.parse(after)).toEqual({ ...before, types: ["shopify.*"], perSecond: 3 });
    expect(await endpoints.update({ id: endpoint.id }, "t")).toEqual(after);
    await expect(endpoints.update({ id: endpoint.id, url: "http://hooks.test" }, "t")).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
  });

  it("that is not there is named as such, and input that is wrong by its path", async () => {
    const { endpoints } = await openOutgoing();
    const id = `ep_${"0".repeat(32)}`;
    for (const act of [
      () => endpoints.get(id),
      () => endpoints.remove(id, "t"),
      () => endpoints.enable(id, "t"),
      () => endpoints.test(id, "t"),
    ])
      await expect(act()).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(endpoints.create({ url: "https://a.test", types: ["a b"] }, "t")).rejects.toMatchObject({
      code: "INVALID_INPUT",
      issues: [{ path: "types.0" }],
    });
  });

  it("takes what waits for it along when it is deleted", async () => {
    const { store, endpoints, endpoint } = await openWithReceiver();
    await tellEvents(store, {});
    await endpoints.remove(endpoint.id, "t");
    const { rows } = await sql`select state from work`.execute(store.db);
    expect(rows).toEqual([{ state: "discarded" }]);
  });
});

describe("a rotated secret", () => {
  it("signs beside the old one until the overlap is over", async () => {
    const { store, consumer, endpoints, receiver, endpoint } = await openWithReceiver();
    const rotated = await endpoints.rotateSecret({ id: endpoint.id, overlapHours: 2 }, "t");
    expect(rotated.secrets).toEqual([{}, { until: expect.any(String) }]);
    await tellEvents(store, {});
    await doAll(store, consumer);
    const [both] = receiver.received;
    if (!both) throw new Error("nothing came");
    for (const { secret } of [endpoint, rotated]) expect(verify(secret, both)).toBeDefined();
    await sql`update endpoint set secrets = jsonb_set(secrets, '{1,until}', '"2020-01-01T00:00:00Z"')`.execute(
      store.db,
    );
    await tellEvents(store, {});
    await doAll(store, consumer);
    const [, alone] = receiver.received;
    if (!alone) throw new Error("nothing came");
    expect(verify(rotated.secret, alone)).toBeDefined();
    expect(() => verify(endpoint.secret, alone)).toThrow("No matching signature");
    expect((await endpoints.get(endpoint.id)).secrets).toEqual([{}]);
  });

  it("ends the old one at once when no overlap is wanted", async () => {
    const { endpoints, endpoint } = await openWithReceiver();
    expect((await endpoints.rotateSecret({ id: endpoint.id, overlapHours: 0 }, "t")).secrets).toEqual([{}]);
  });
});

describe("an endpoint that fails", () => {
  it("is disabled at once when it answers 410, and what is told later is not sent to it", async () => {
    const { store, consumer, endpoints, receiver, endpoint } = await openWithReceiver();
    receiver.answerWith(410);
    await tellEvents(store, {}, { orderingKey: "order:2" });
    expect(await doAll(store, consumer)).toEqual(["REJECTED", "DISABLED"]);
    expect(await endpoints.get(endpoint.id)).toMatchObject({ enabled: false, disabledBecause: "gone" });
    await tellEvents(store, { orderingKey: "order:3" });
    expect(await doAll(store, consumer)).toEqual([]);
    expect(receiver.received).toHaveLength(1);
  });

  it("is disabled after five days of nothing but failures, and what waits goes on waiting", async () => {
    const { store, consumer, endpoints, receiver, endpoint } = await openWithReceiver();
    receiver.answerWith(500);
    await tellEvents(store, {});
    await doNext(store, consumer);
    expect(await endpoints.get(endpoint.id)).toMatchObject({ enabled: true, failingSince: expect.any(String) });
    await sql`update endpoint set failing_since = failing_since - interval '5 days'`.execute(store.db);
    await doNext(store, consumer);
    expect(await endpoints.get(endpoint.id)).toMatchObject({ enabled: false, disabledBecause: "failing" });
    expect(await doNext(store, consumer)).toMatchObject({ outcome: "CIRCUIT_OPEN", retryAfterMs: 300_000 });
    const { rows } = await sql`select actor, action from audit where action = 'endpoint.disable'`.execute(store.db);
    expect(rows).toEqual([{ actor: "trunkline", action: "endpoint.disable" }]);
  });

  it("is not failing any more after one success", async () => {
    const { store, consumer, endpoints, receiver, endpoint } = await openWithReceiver();
    receiver.answerWith(500);
    await tellEvents(store, {});
    await doNext(store, consumer);
    receiver.answerWith(200);
    await doNext(store, consumer);
    expect((await endpoints.get(endpoint.id)).failingSince).toBeUndefined();
  });

  it("gets what waited when a person enables it", async () => {
    const { store, consumer, endpoints, receiver, endpoint } = await openWithReceiver();
    await tellEvents(store, {});
    await endpoints.disable(endpoint.id, "t");
    expect(await doNext(store, consumer)).toMatchObject({ outcome: "CIRCUIT_OPEN" });
    await sql`update work set run_at = clock_timestamp() + interval '1 day'`.execute(store.db);
    await endpoints.enable(endpoint.id, "t");
    const { rows } = await sql<{ due: boolean }>`select run_at <= clock_timestamp() as due from work`.execute(store.db);
    expect(rows).toEqual([{ due: true }]);
    expect(await doNext(store, consumer)).toMatchObject({ outcome: "done" });
    expect(receiver.received).toHaveLength(1);
  });
});

describe("a test message", () => {
  it("is signed, logged, and enables an endpoint that had failed", async () => {
    const { store, endpoints, receiver, endpoint } = await openWithReceiver();
    await sql`update endpoint set enabled = false, disabled_because = 'failing'`.execute(store.db);
    receiver.answerWith(500);
    expect(await endpoints.test(endpoint.id, "t")).toMatchObject({ delivered: false, status: 500, enabled: false });
    receiver.answerWith(200);
    expect(await endpoints.test(endpoint.id, "t")).toMatchObject({ delivered: true, enabled: true });
    const [, request] = receiver.received;
    if (!request) throw new Error("nothing came");
    expect(verify(endpoint.secret, request)).toMatchObject({ type: "trunkline.test" });
    const { deliveries } = await endpoints.deliveries({ endpointId: endpoint.id });
    expect(deliveries.map(({ status, attempt }) => [status, attempt])).toEqual([
      [200, 0],
      [500, 0],
    ]);
  });

  it("does not enable what a person has switched off", async () => {
    const { endpoints, endpoint } = await openWithReceiver();
    await endpoints.disable(endpoint.id, "t");
    expect(await endpoints.test(endpoint.id, "t")).toMatchObject({ delivered: true, enabled: false });
  });
});
