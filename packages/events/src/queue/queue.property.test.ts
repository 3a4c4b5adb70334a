import { ConnectorError } from "@trunkline/core";
import { createSeededRandom } from "@trunkline/core/simulator";
import type { Store } from "@trunkline/store";
import { openTestStore } from "@trunkline/store/testing";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  consumer,
  countWork,
  createEffects,
  createTestQueue,
  openReplica,
  readEffects,
  until,
  work,
  writeEffect,
} from "../durable.fixture.js";

let store: Store;
let replica: Store;
beforeEach(async () => {
  store = await openTestStore({ poolSize: 10 });
  replica = await openReplica(store);
  await createEffects(store.db);
});
afterEach(async () => {
  await replica.close();
  await store.close();
});

type Step = "done" | "fail" | "snooze" | "refuse";

const keys = 6;
const count = 90;
const maxAttempts = 4;

/** What each try of a piece of work comes to; the last step is that of all further ones. */
const scriptOf = (random: () => number): readonly Step[] => {
  const steps: Step[] = [];
  while (steps.length < 8) {
    const dice = random();
    if (dice < 0.55) return [...steps, "done"];
    steps.push(dice < 0.75 ? "fail" : dice < 0.95 ? "snooze" : "refuse");
  }
  return [...steps, "done"];
};

describe.each([1, 2, 3, 4])("whatever tries come to (seed %i)", (seed) => {
  it("each piece of work has one effect or is dead, and the effects of a key are in order", async () => {
    const random = createSeededRandom(seed);
    const scripts = Array.from({ length: count }, () => scriptOf(random));
    const tried = new Map<number, number>();
    const act = consumer(async ({ work: { key, payload }, tx }) => {
      const at = payload as number;
      const script = scripts[at] as readonly Step[];
      const turn = tried.get(at) ?? 0;
      tried.set(at, turn + 1);
      await writeEffect(tx, key, at);
      const step = script[Math.min(turn, script.length - 1)];
      if (step === "fail") throw new Error("Fails this time.");
      if (step === "snooze") throw new ConnectorError("CIRCUIT_OPEN", { message: "Not now.", retryAfterMs: 2 });
      if (step === "refuse") throw new ConnectorError("REJECTED", { message: "Never." });
    });
    const queues = [store, replica].map((on) => createTestQueue(on, [act], { settings: { leaseMs: 2_000 } }));
    await queues[0]?.enqueue(
      Array.from({ length: count }, (_, at) => work(`k${Math.floor(random() * keys)}`, at, { maxAttempts })),
    );
    for (const queue of queues) queue.start();
    await until(
      "nothing is left to do",
      async () => {
        // Now and then a worker is believed to be dead, though it is not.
        if (random() < 0.05)
          await sql`update work set lease_until = clock_timestamp() - interval '1 s'
                   where id = (select id from work where state = 'running' order by random() limit 1 for update skip locked)`.execute(
            store.db,
          );
        const { ready = 0, running = 0 } = await countWork(store.db);
        return ready + running === 0;
      },
      50_000,
    );
    await Promise.all(queues.map((queue) => queue.drain(1_000)));

    const effects = await readEffects(store.db);
    const rows = await store.db.selectFrom("work").selectAll().orderBy("id").execute();
    const dead = new Set(rows.filter(({ state }) => state === "dead").map(({ payload }) => payload as number));
    expect(new Set([...effects.map(({ value }) => value), ...dead]).size).toBe(count);
    expect(effects.length + dead.size).toBe(count);
    for (let key = 0; key < keys; key += 1) {
      const values = effects.filter((effect) => effect.key === `k${key}`).map(({ value }) => value);
      expect(values).toEqual(values.toSorted((one, other) => one - other));
    }
    for (const { attempts, spared, state } of rows) {
      expect(attempts - spared).toBeLessThanOrEqual(maxAttempts);
      if (state === "done") expect(attempts - spared).toBeGreaterThanOrEqual(1);
    }
  }, 60_000);
});
