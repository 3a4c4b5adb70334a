import { ConnectorError } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import { openTestStore } from "@trunkline/store/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { silentLog } from "../event-log.js";
import { createReplayRunner, type Step } from "./runner.js";

let store: Store;
beforeEach(async () => {
  store = await openTestStore();
});
afterEach(() => store.close());

const setUp = async (step: Step) => {
  let nowMs = 0;
  const troubles: unknown[] = [];
  const { id } = await store.db
    .insertInto("replay")
    .values({ kind: "backfill", state: "running", filter: "{}", per_second: 1, created_by: "test" })
    .returning("id")
    .executeTakeFirstOrThrow();
  const runner = createReplayRunner({
    store,
    clock: { sleep: async () => {}, monotonic: () => nowMs },
    steps: { backfill: step },
    random: () => 0,
    log: { ...silentLog, warn: (fields) => void troubles.push(fields) },
  });
  const row = () => store.db.selectFrom("replay").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  return { runner, row, troubles, pass: (ms: number) => (nowMs += ms) };
};

describe("a step that fails", () => {
  it("is tried again after a pause, and the failure is shown meanwhile", async () => {
    let calls = 0;
    const { runner, row, pass, troubles } = await setUp(async () => {
      calls += 1;
      if (calls === 1) throw new ConnectorError("UPSTREAM_UNAVAILABLE", { message: "The shop is away." });
      return true;
    });
    await runner.stepAll();
    await runner.stepAll();
    expect(calls).toBe(1);
    expect(await row()).toMatchObject({
      state: "running",
      last_error: { code: "UPSTREAM_UNAVAILABLE", message: "The shop is away." },
    });
    pass(2_000);
    await runner.stepAll();
    expect(await row()).toMatchObject({ state: "done" });
    expect(troubles).toHaveLength(1);
  });

  it("waits as long as it was told", async () => {
    let calls = 0;
    const { runner, pass } = await setUp(async () => {
      calls += 1;
      throw new ConnectorError("RATE_LIMITED", { message: "Slow down.", retryAfterMs: 30_000 });
    });
    await runner.stepAll();
    pass(29_999);
    await runner.stepAll();
    expect(calls).toBe(1);
    pass(1);
    await runner.stepAll();
    expect(calls).toBe(2);
  });

  it("ends the replay when waiting cannot help", async () => {
    const { runner, row } = await setUp(async () => {
      throw new ConnectorError("UPSTREAM_FORBIDDEN", { message: "The token may not read orders." });
    });
    await runner.stepAll();
    expect(await row()).toMatchObject({ state: "failed", finished_at: expect.any(Date) });
  });
});
