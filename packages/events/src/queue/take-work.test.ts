import { createManualClock } from "@trunkline/core/testing";
import { openTestStore } from "@trunkline/store/testing";
import { expect, it, onTestFinished } from "vitest";
import { consumer, createTestQueue, work } from "../durable.fixture.js";
import type { Work } from "./consumer.js";
import { createProspects } from "./prospects.js";
import type { RunningWork } from "./running-work.js";
import { createWorkTaker } from "./take-work.js";

it("goes on behind a long backlog for as long as it finds something there, without a pause", async () => {
  const store = await openTestStore();
  onTestFinished(() => store.close());
  const consumers = [consumer(async () => {})];
  const queue = createTestQueue(store, consumers);
  await queue.enqueue([work("stuck", 0, { delayMs: 600_000 })]);
  await queue.enqueue(Array.from({ length: 300 }, (_, at) => work("stuck", at)));
  await queue.enqueue([work("a", 1), work("b", 2), work("c", 3)]);
  const begun: Work[] = [];
  const name = consumers[0]?.name ?? "";
  const clock = createManualClock();
  await clock.advance(1_000);
  const taker = createWorkTaker({
    store,
    clock,
    consumers,
    claimant: { worker: "one", leaseMs: 30_000 },
    // As if each piece were through at once.
    running: {
      size: 0,
      rooms: () => ({ rooms: [{ queue: name, free: 1 }], most: 1 }),
      add: (taken: Work) => void begun.push(taken),
      dropWaiting: () => [],
    } as unknown as RunningWork,
    prospects: createProspects(clock, [name], 100),
  });
  for (let time = 0; time < 3; time += 1) await taker.take();
  expect(begun.map(({ key }) => key)).toEqual(["a", "b", "c"]);
});
