import { createManualClock } from "@trunkline/core/testing";
import { expect, it } from "vitest";
import type { Work } from "./consumer.js";
import { createProspects } from "./prospects.js";

const rooms = [
  { queue: "a", free: 2 },
  { queue: "b", free: 2 },
];
const works = (...queues: readonly string[]) => queues.map((queue, id) => ({ id, queue }) as Work);

it("asks a queue that had nothing only when something was said, or when time has passed", async () => {
  const clock = createManualClock();
  const prospects = createProspects(clock, ["a", "b"], 100);
  expect(prospects.choose(rooms)).toEqual(rooms);
  prospects.answered(rooms, 4, []);
  expect(prospects.choose(rooms)).toEqual([]);
  prospects.expect("b");
  expect(prospects.choose(rooms)).toEqual([rooms[1]]);
  prospects.expect();
  expect(prospects.choose(rooms)).toEqual(rooms);
  await clock.advance(100);
  expect(prospects.choose(rooms)).toEqual(rooms);
});

it("asks again where there was as much as there was room for", () => {
  const prospects = createProspects(createManualClock(), ["a", "b"], 100);
  prospects.answered(prospects.choose(rooms), 4, works("a", "a", "b"));
  expect(prospects.choose(rooms)).toEqual([rooms[0]]);
  prospects.answered(rooms, 1, works("a"));
  expect(prospects.choose(rooms)).toEqual(rooms);
});
