import { ConnectorError, systemClock } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import { openTestStore } from "@trunkline/store/testing";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  consumer,
  countWork,
  createEffects,
  createTestQueue,
  expireLeases,
  openReplica,
  readEffects,
  readOutcomes,
  until,
  work,
  writeEffect,
} from "../durable.fixture.js";
import type { Consumer, WorkContext } from "./consumer.js";
import type { Queue } from "./create-queue.js";

let store: Store;
let replica: Store;
let queues: Queue[];
beforeEach(async () => {
  store = await openTestStore({ poolSize: 10 });
  replica = await openReplica(store);
  queues = [];
  await createEffects(store.db);
});
afterEach(async () => {
  await Promise.all(queues.map((queue) => queue.drain(0)));
  await replica.close();
  await store.close();
});

const started = (
  on: Store,
  consumers: readonly Consumer[],
  deps: Parameters<typeof createTestQueue>[2] = {},
): Queue => {
  const queue = createTestQueue(on, consumers, deps);
  queues.push(queue);
  queue.start();
  return queue;
};

const numberOf = ({ work: { payload } }: WorkContext): number => payload as number;
const effect = async (context: WorkContext) => {
  await writeEffect(context.tx, context.work.key, numberOf(context));
};
const stateIs = (state: string, count: number) => async () => (await countWork(store.db))[state] === count;

describe("order", () => {
  it("holds within each key over two replicas, though tries fail", async () => {
    const failed = new Set<number>();
    const flaky = consumer(async (context) => {
      await effect(context);
      const { id } = context.work;
      if (id % 5 !== 0 || failed.has(id)) return;
      failed.add(id);
      throw new Error("Every fifth fails at first.");
    });
    const queue = started(store, [flaky]);
    started(replica, [flaky]);
    await queue.enqueue(Array.from({ length: 100 }, (_, at) => work(`k${at % 5}`, at)));
    await until("all is done", stateIs("done", 100));
    const effects = await readEffects(store.db);
    expect(failed.size).toBe(20);
    for (const key of ["k0", "k1", "k2", "k3", "k4"]) {
      const values = effects.filter((one) => one.key === key).map(({ value }) => value);
      expect(values).toEqual(values.toSorted((one, other) => one - other));
      expect(values).toHaveLength(20);
    }
  });

  it("lets other keys go on while one waits, and keeps what is behind it in its place", async () => {
    const queue = started(store, [consumer(effect)]);
    await queue.enqueue([work("slow", 1, { delayMs: 400 }), work("slow", 2), work("quick", 3)]);
    await until("all is done", stateIs("done", 3));
    expect((await readEffects(store.db)).map(({ value }) => value)).toEqual([3, 1, 2]);
  });

  it("takes the higher priority first", async () => {
    const queue = createTestQueue(store, [consumer(effect, { concurrency: 1 })]);
    queues.push(queue);
    await queue.enqueue([work("a", 1), work("b", 2, { priority: 5 }), work("c", 3, { priority: 9 })]);
    queue.start();
    await until("all is done", stateIs("done", 3));
    expect((await readEffects(store.db)).map(({ value }) => value)).toEqual([3, 2, 1]);
  });

  it("finds work behind a key that is stuck with a long backlog", async () => {
    const queue = createTestQueue(store, [consumer(effect)]);
    queues.push(queue);
    await queue.enqueue([work("stuck", 0, { delayMs: 600_000 })]);
    await queue.enqueue(Array.from({ length: 500 }, (_, at) => work("stuck", at)));
    await queue.enqueue([work("free", 7)]);
    queue.start();
    await until("the other key is done", stateIs("done", 1));
    expect(await readEffects(store.db)).toEqual([{ key: "free", value: 7 }]);
  });
});

describe("a failed try", () => {
  it("leaves no effect, is tried again, and is a dead letter after its tries, with the failures kept", async () => {
    const queue = started(store, [
      consumer(async (context) => {
        await effect(context);
        throw new Error("No such warehouse: https://user:pass@erp.example/stock?token=abc");
      }),
    ]);
    await queue.enqueue([work("k", 1)]);
    await until("it is dead", stateIs("dead", 1));
    expect(await readEffects(store.db)).toEqual([]);
    expect(await readOutcomes(store.db)).toEqual(["retry", "retry", "dead"]);
    const { last_error, attempts, spared } = await store.db.selectFrom("work").selectAll().executeTakeFirstOrThrow();
    expect({ last_error, attempts, spared }).toEqual({
      last_error: { code: "Error", message: "No such warehouse: https://erp.example/stock?…" },
      attempts: 3,
      spared: 0,
    });
  });

  it("that nothing will change is a dead letter at once, and frees its key", async () => {
    const queue = started(store, [
      consumer(async (context) => {
        if (numberOf(context) === 1) throw new ConnectorError("REJECTED", { message: "The order is closed." });
        await effect(context);
      }),
    ]);
    await queue.enqueue([work("k", 1), work("k", 2)]);
    await until("the next of its key is done", stateIs("done", 1));
    expect(await countWork(store.db)).toEqual({ dead: 1, done: 1 });
    expect(await readOutcomes(store.db)).toEqual(["dead", "done"]);
  });

  it("that was told to wait spends no try and keeps its place", async () => {
    let refusals = 6;
    const queue = started(store, [
      consumer(async (context) => {
        if (numberOf(context) === 1 && refusals-- > 0)
          throw new ConnectorError("RATE_LIMITED", { message: "Slow down.", retryAfterMs: 5 });
        await effect(context);
      }),
    ]);
    await queue.enqueue([work("k", 1), work("k", 2)]);
    await until("both are done", stateIs("done", 2));
    expect((await readEffects(store.db)).map(({ value }) => value)).toEqual([1, 2]);
    const first = await store.db.selectFrom("work").selectAll().orderBy("id").executeTakeFirstOrThrow();
    expect(first).toMatchObject({ attempts: 7, spared: 6, state: "done" });
  });

  it("takes longer than it may: it is ended, and what it still writes is refused", async () => {
    const late = Promise.withResolvers<unknown>();
    const queue = started(store, [
      consumer(
        async (context) => {
          if (context.work.attempt > 1) return effect(context);
          await new Promise((resolve) => context.signal.addEventListener("abort", resolve));
          // A consumer that does not heed its signal.
          await until("the next try has begun", async () => (await readOutcomes(store.db)).length === 2);
          await effect(context).then(late.resolve, late.resolve);
        },
        { timeoutMs: 50 },
      ),
    ]);
    await queue.enqueue([work("k", 1)]);
    await until("it is done", stateIs("done", 1));
    expect(await late.promise).toBeInstanceOf(Error);
    expect(await readEffects(store.db)).toEqual([{ key: "k", value: 1 }]);
    expect(await readOutcomes(store.db)).toEqual(["retry", "done"]);
  });

  it("is noted elsewhere in the transaction that buries it", async () => {
    const queue = started(store, [
      consumer(() => Promise.reject(new ConnectorError("NOT_FOUND", { message: "It is gone." })), {
        onDead: async ({ key }, tx, { code }) => {
          await writeEffect(tx, `${key} ${code}`, 1);
        },
      }),
    ]);
    await queue.enqueue([work("k", 1)]);
    await until("it is dead", stateIs("dead", 1));
    expect(await readEffects(store.db)).toEqual([{ key: "k NOT_FOUND", value: 1 }]);
  });

  it("is a dead letter also when it cannot be noted elsewhere", async () => {
    const queue = started(store, [
      consumer(() => Promise.reject(new ConnectorError("NOT_FOUND", { message: "It is gone." })), {
        onDead: () => Promise.reject(new Error("A bug.")),
      }),
    ]);
    await queue.enqueue([work("k", 1)]);
    await until("it is dead", stateIs("dead", 1));
  });
});

describe("a lease", () => {
  it("that was lost: the zombie's effects are refused, and the other worker's count", async () => {
    const zombie = Promise.withResolvers<void>();
    const queue = started(store, [
      consumer(async (context) => {
        await writeEffect(context.tx, "zombie", 1);
        await zombie.promise;
      }),
    ]);
    await queue.enqueue([work("k", 1)]);
    await until("it runs", stateIs("running", 1));
    await expireLeases(store.db);
    started(replica, [consumer((context) => writeEffect(context.tx, "heir", 1).then(() => {}))]);
    await until("the heir is done", stateIs("done", 1));
    zombie.resolve();
    await queue.drain(5_000);
    expect(await readEffects(store.db)).toEqual([{ key: "heir", value: 1 }]);
    expect(await readOutcomes(store.db)).toEqual(["crashed", "done"]);
  });

  it("is renewed while its work goes on, and its loss aborts the work", async () => {
    const running = Promise.withResolvers<WorkContext>();
    const queue = started(
      store,
      [
        consumer(async (context) => {
          if (context.work.attempt > 1) return;
          running.resolve(context);
          await new Promise((resolve) => context.signal.addEventListener("abort", resolve));
        }),
      ],
      { settings: { leaseMs: 300 } },
    );
    await queue.enqueue([work("k", 1)]);
    const { signal } = await running.promise;
    const leaseOf = async () => (await store.db.selectFrom("work").selectAll().executeTakeFirstOrThrow()).lease_until;
    const first = await leaseOf();
    await until("it was renewed twice", async () => Number(await leaseOf()) > Number(first) + 150);
    expect(signal.aborted).toBe(false);
    await sql`update work set attempts = attempts + 1, lease_until = clock_timestamp() + interval '1 minute'`.execute(
      store.db,
    );
    await until("it is aborted", () => signal.aborted);
    expect(signal.reason).toMatchObject({ code: "LEASE_LOST" });
  });
});

describe("work whose process died", () => {
  it("spends no try at first and is then done alone, before anything else goes on", async () => {
    const beside: number[] = [];
    let running = 0;
    const queue = createTestQueue(store, [
      consumer(async (context) => {
        running += 1;
        await effect(context);
        if (numberOf(context) < 2) beside.push(running);
        running -= 1;
      }),
    ]);
    queues.push(queue);
    await queue.enqueue(Array.from({ length: 30 }, (_, at) => work(`k${at}`, at)));
    await sql`update work set state = 'running', attempts = 1, worker = 'dead', lease_until = clock_timestamp() - interval '1 s'
               where payload::int < 2`.execute(store.db);
    queue.start();
    await until("all is done", stateIs("done", 30));
    expect(beside).toEqual([1, 1]);
    const rows = await store.db.selectFrom("work").selectAll().orderBy("id").limit(2).execute();
    expect(rows).toMatchObject([
      { attempts: 2, spared: 1, crashes: 0 },
      { attempts: 2, spared: 1, crashes: 0 },
    ]);
  });

  it("is a dead letter when it brought its process down three times while it was alone", async () => {
    const dead: string[] = [];
    const run = consumer(() => new Promise(() => {}), {
      onDead: async (_work, _tx, { code }) => void dead.push(code),
    });
    const queue = started(store, [run], { settings: { leaseMs: 1_000 } });
    await queue.enqueue([work("k", 1, { maxAttempts: 8 })]);
    for (let death = 1; death <= 4; death += 1) {
      await until(
        `try ${death} runs`,
        async () => (await readOutcomes(store.db)).length === death && stateIs("running", 1)(),
      );
      await expireLeases(store.db);
    }
    await until("it is dead", stateIs("dead", 1));
    expect(await readOutcomes(store.db)).toEqual(["crashed", "crashed", "crashed", "crashed"]);
    expect(dead).toEqual(["WORKER_LOST"]);
    await queue.drain(0);
  });
});

describe("drain", () => {
  it("lets work end that ends in time, gives back the rest at once, and takes nothing more", async () => {
    const quick = Promise.withResolvers<void>();
    const queue = started(store, [
      consumer(async (context) => {
        if (numberOf(context) === 1) await quick.promise;
        else await new Promise((resolve) => context.signal.addEventListener("abort", resolve));
        await effect(context);
      }),
    ]);
    await queue.enqueue([work("a", 1), work("b", 2)]);
    await until("both run", stateIs("running", 2));
    const drained = queue.drain(300);
    await queue.enqueue([work("c", 3)]);
    quick.resolve();
    await drained;
    expect(await countWork(store.db)).toEqual({ done: 1, ready: 2 });
    expect(await readEffects(store.db)).toEqual([{ key: "a", value: 1 }]);
    const given = await store.db.selectFrom("work").selectAll().where("key", "=", "b").executeTakeFirstOrThrow();
    expect(given).toMatchObject({ attempts: 1, spared: 1, crashes: 0, lease_until: null });
    expect(given.run_at.getTime()).toBeLessThanOrEqual(Date.now() + 1_000);
  });
});

describe("work that was claimed ahead", () => {
  /** Forty pieces of work that take no time, but for one that waits to be let go; nothing else waits while time stands still. */
  const startBehindSlow = async () => {
    const slow = Promise.withResolvers<void>();
    const time = { nowMs: 0 };
    const act = consumer(
      async (context) => {
        if (numberOf(context) === 20) await slow.promise;
        await effect(context);
      },
      { concurrency: 1 },
    );
    const queue = createTestQueue(store, [act], { clock: { ...systemClock, monotonic: () => time.nowMs } });
    queues.push(queue);
    await queue.enqueue(Array.from({ length: 40 }, (_, at) => work(`k${at}`, at)));
    queue.start();
    await until("all but the slow one and what waits behind it is done", async () => {
      const { done, running } = await countWork(store.db);
      return done === 20 && running === 20;
    });
    return { queue, slow, time };
  };

  it("goes back when what is before it takes long, and has spent no try", async () => {
    const { slow, time } = await startBehindSlow();
    time.nowMs += 1_000;
    await until("it is given back", stateIs("ready", 19));
    started(replica, [consumer(effect)]);
    await until("another process has done it", stateIs("done", 39));
    slow.resolve();
    await until("all is done", stateIs("done", 40));
    const { rows } = await sql<{ tries: number }>`select max(attempts - spared) as tries from work`.execute(store.db);
    expect(rows).toEqual([{ tries: 1 }]);
    expect(await readEffects(store.db)).toHaveLength(40);
  });

  it("goes back at once when the process stops", async () => {
    const { queue, slow } = await startBehindSlow();
    const drained = queue.drain(10_000);
    await until("only the slow one is under way", stateIs("ready", 19));
    expect(await countWork(store.db)).toEqual({ done: 20, running: 1, ready: 19 });
    slow.resolve();
    await drained;
    expect(await countWork(store.db)).toEqual({ done: 21, ready: 19 });
  });
});

describe("bounds", () => {
  it("are kept: of a queue and of the process, whatever waits", async () => {
    const most = { a: 0, b: 0, all: 0 };
    const now = { a: 0, b: 0, all: 0 };
    const counted = (name: "a" | "b") =>
      consumer(
        async ({ tx }) => {
          for (const key of [name, "all"] as const) {
            now[key] += 1;
            most[key] = Math.max(most[key], now[key]);
          }
          await sql`select pg_sleep(0.01)`.execute(tx);
          for (const key of [name, "all"] as const) now[key] -= 1;
        },
        { name, concurrency: name === "a" ? 2 : 4 },
      );
    const queue = started(store, [counted("a"), counted("b")], { settings: { mostRunning: 5 } });
    await queue.enqueue(Array.from({ length: 60 }, (_, at) => work(`k${at}`, at, { queue: at % 2 === 0 ? "a" : "b" })));
    await until("all is done", stateIs("done", 60));
    expect(most.a).toBe(2);
    expect(most.b).toBeLessThanOrEqual(4);
    expect(most.all).toBeLessThanOrEqual(5);
  });

  it("are not those of a queue that is paused: nothing is taken from it until it is resumed", async () => {
    const queue = started(store, [consumer(effect), consumer(effect, { name: "other" })]);
    await queue.pause("q", "ops", "The warehouse is counting.");
    await queue.enqueue([work("a", 1), work("b", 2, { queue: "other" })]);
    await until("the other queue goes on", stateIs("done", 1));
    expect(await queue.listPaused()).toMatchObject([{ queue: "q", by: "ops", reason: "The warehouse is counting." }]);
    expect(await countWork(store.db)).toEqual({ done: 1, ready: 1 });
    expect(await queue.resume("q")).toBe(true);
    expect(await queue.resume("q")).toBe(false);
    await until("it goes on", stateIs("done", 2));
  });
});

describe("the queue", () => {
  it("tells how it stands", async () => {
    const queue = createTestQueue(store, [consumer(effect), consumer(effect, { name: "idle" })]);
    await queue.enqueue([work("a", 1), work("b", 2), work("c", 3, { queue: "gone" })]);
    await sql`update work set state = 'dead' where key = 'b'`.execute(store.db);
    await sql`update work set created_at = created_at - interval '1 hour' where key = 'a'`.execute(store.db);
    await queue.pause("idle", "ops");
    expect(await queue.stats()).toEqual([
      { queue: "gone", ready: 1, running: 0, dead: 0, oldestSeconds: expect.any(Number), paused: false },
      { queue: "idle", ready: 0, running: 0, dead: 0, paused: true },
      { queue: "q", ready: 1, running: 0, dead: 1, oldestSeconds: expect.closeTo(3600, -2), paused: false },
    ]);
  });

  it("takes the same event for the same queue once, and once more for each replay", async () => {
    const queue = createTestQueue(store, [consumer(effect)]);
    const { id } = await store.db
      .insertInto("event")
      .values({
        connection: "t/c/n",
        connector: "c",
        type: "x",
        source: "manual",
        dedupe_key: "1",
        ordering_key: "x",
        headers: "{}",
        payload: "{}",
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    const one = { queue: "q", key: "x", eventId: id, maxAttempts: 3 };
    expect(await queue.enqueue([one, one])).toHaveLength(1);
    expect(await queue.enqueue([one])).toEqual([]);
    expect(await queue.enqueue([{ ...one, replayId: 1 }])).toHaveLength(1);
  });

  it("refuses two consumers of one name", () => {
    expect(() => createTestQueue(store, [consumer(effect), consumer(effect)])).toThrow(/named "q"/);
  });
});
