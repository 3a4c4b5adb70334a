import { type AnyOperation, type Connection, openConnection, systemClock } from "@trunkline/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ga4 } from "../src/connector.js";
import { operations } from "../src/operations/index.js";
import { createGa4Simulator, type Ga4Simulator } from "../src/simulator/index.js";

let simulator: Ga4Simulator;
let connection: Connection;
let aheadMs = 0;
beforeEach(async () => {
  aheadMs = 0;
  simulator = await createGa4Simulator();
  connection = openConnection(ga4, simulator.config as never, {
    baseUrl: simulator.url,
    limits: { maxRetries: 0 },
    clock: { ...systemClock, now: () => systemClock.now() + aheadMs },
  });
});
afterEach(async () => {
  await connection.close();
  await simulator.close();
});

const { admin, audienceExports } = operations;
const audience = async () => {
  const known = await connection.execute(admin.audiences.list, {});
  return known.ok ? known.data.audiences[0]?.name : undefined;
};

interface Case {
  readonly operation: AnyOperation;
  readonly match: string;
  input(): Promise<Record<string, unknown>> | Record<string, unknown>;
}

const cases: readonly Case[] = [
  {
    operation: admin.customDimensions.create,
    match: "customDimensions",
    input: () => ({ parameterName: "tea_grade", title: "Tea grade" }),
  },
  {
    operation: admin.customMetrics.create,
    match: "customMetrics",
    input: () => ({ parameterName: "brewing_time", title: "Brewing time", measurementUnit: "SECONDS" }),
  },
  { operation: admin.keyEvents.create, match: "keyEvents", input: () => ({ eventName: "tasting_booked" }) },
  {
    operation: audienceExports.create,
    match: "audienceExports",
    input: async () => ({ audience: await audience(), dimensions: ["deviceId"], acknowledgeUserData: true }),
  },
];

const key = { idempotencyKey: "once" };

describe.each(cases)("$operation.id", ({ operation, match, input }) => {
  it("carried out, answer lost: the repeat is answered from what reading finds", async () => {
    const what = await input();
    simulator.faults.set("cut-after-apply", { times: 1, match });
    expect(await connection.execute(operation, what, key)).toMatchObject({ error: { outcome: "unknown" } });
    const repeat = await connection.execute(operation, what, key);
    expect(repeat).toMatchObject({
      ok: true,
      data: { name: expect.stringContaining(match) },
      meta: { replayed: true },
      warnings: [{ code: "FOUND_BY_READING" }],
    });
  });

  it("never arrived: done by a repeat once its absence means something", async () => {
    const what = await input();
    simulator.faults.set("down", { times: 1, match });
    expect(await connection.execute(operation, what, key)).toMatchObject({ error: { outcome: "unknown" } });
    expect(await connection.execute(operation, what, key)).toMatchObject({
      error: { outcome: "unknown", retryAfterMs: expect.any(Number) },
    });
    aheadMs = 61_000;
    expect(await connection.execute(operation, what, key)).toMatchObject({ ok: true, warnings: [] });
  });
});
