import { describe, expect, it } from "vitest";
import { type QueueLoad, roomsOf } from "./rooms.js";

const load = (queue: string, more: Partial<QueueLoad> = {}): QueueLoad => ({
  queue,
  concurrency: 4,
  running: 0,
  waiting: 0,
  ahead: 0,
  ...more,
});

describe("the room of queues", () => {
  it("is what may be under way, within the bound of the process", () => {
    expect(roomsOf([load("a", { running: 1 }), load("b", { running: 4 }), load("c")], 2)).toEqual({
      rooms: [
        { queue: "a", free: 2 },
        { queue: "c", free: 2 },
      ],
      most: 2,
    });
  });

  it("is none when all slots are taken and nobody is quick", () => {
    expect(roomsOf([load("a", { running: 4 }), load("b", { running: 2 }), load("c")], 0)).toEqual({
      rooms: [],
      most: 0,
    });
  });

  it("is more for a quick one, once half of what may wait is used up", () => {
    const quick = { running: 4, ahead: 20 };
    expect(roomsOf([load("a", { ...quick, waiting: 11 })], 0).rooms).toEqual([]);
    expect(roomsOf([load("a", { ...quick, waiting: 10 })], 0)).toEqual({ rooms: [{ queue: "a", free: 10 }], most: 11 });
    expect(roomsOf([load("a", quick)], 0)).toEqual({ rooms: [{ queue: "a", free: 20 }], most: 20 });
  });

  it("is one for a queue that has nothing, though others take every slot that gets free", () => {
    const busy = load("a", { running: 6, concurrency: 6, waiting: 15, ahead: 20 });
    expect(roomsOf([busy, load("b"), load("c", { running: 1 })], 0)).toEqual({
      rooms: [{ queue: "b", free: 1 }],
      most: 1,
    });
  });
});
