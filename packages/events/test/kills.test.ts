import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { noMetrics } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import { openTestStore } from "@trunkline/store/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { countWork, createEffects, orderEvent, readEffects, until } from "../src/durable.fixture.js";
import { createInbox } from "../src/inbox/create-inbox.js";

let store: Store;
let child: ChildProcess | undefined;
let said = "";
beforeEach(async () => {
  store = await openTestStore();
  await createEffects(store.db);
});
afterEach(async () => {
  await kill();
  await store.close();
});

const script = fileURLToPath(new URL("doomed-worker.ts", import.meta.url));
const hooks = new URL("run-sources.mjs", import.meta.url).href;
const start = (): void => {
  child = spawn(process.execPath, ["--import", hooks, script, store.schema], { stdio: ["ignore", "ignore", "pipe"] });
  child.stderr?.on("data", (part) => {
    said += part;
  });
};
const hasExited = (): boolean => child === undefined || child.exitCode !== null || child.signalCode !== null;
const kill = async (): Promise<void> => {
  if (child === undefined || hasExited()) return;
  child.kill("SIGKILL");
  await once(child, "exit");
};
/** Waits for a replica that lives; one that died of something else than a signal says why. */
const living = async (what: string, holds: () => Promise<boolean>): Promise<void> =>
  until(
    what,
    async () => {
      if (child?.exitCode) throw new Error(said);
      if (hasExited()) start();
      return holds();
    },
    60_000,
  );
const doneIs = (least: number) => async () => ((await countWork(store.db)).done ?? 0) >= least;
const accept = (count: number, poisoned: readonly number[] = []) =>
  createInbox({ store, metrics: noMetrics }).accept(
    Array.from({ length: count }, (_, at) =>
      orderEvent(at % 7, at, { payload: { number: at, ...(poisoned.includes(at) && { poison: true }) } }),
    ),
  );
const expectOrder = async (): Promise<void> => {
  const effects = await readEffects(store.db);
  for (const key of new Set(effects.map((effect) => effect.key))) {
    const values = effects.filter((effect) => effect.key === key).map(({ value }) => value);
    expect(values).toEqual(values.toSorted((one, other) => one - other));
  }
};

describe("a replica that is killed with SIGKILL", () => {
  it("three times in the middle of its work: each event has one effect, in the order of its key", async () => {
    await accept(150);
    for (const least of [15, 40, 75]) {
      await living(`${least} are done`, doneIs(least));
      await kill();
    }
    await living("all are done", doneIs(150));
    expect((await readEffects(store.db)).map(({ value }) => value).toSorted((one, other) => one - other)).toEqual(
      Array.from({ length: 150 }, (_, at) => at),
    );
    await expectOrder();
  }, 90_000);

  it("by an event: that one becomes a dead letter, and its neighbours and its key go on", async () => {
    await accept(40, [20]);
    await living("the rest is done", async () => {
      const { done, dead } = await countWork(store.db);
      return done === 39 && dead === 1;
    });
    const [dead] = await store.db.selectFrom("work").selectAll().where("state", "=", "dead").execute();
    expect(dead).toMatchObject({ crashes: 4, last_error: { code: "WORKER_LOST" } });
    expect(await readEffects(store.db)).toHaveLength(39);
    await expectOrder();
  }, 90_000);
});
