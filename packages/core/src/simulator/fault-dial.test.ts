import { expect, it } from "vitest";
import { createFaultDial, type Fault, type FaultPreset, faultPresets } from "./fault-dial.js";

const slow: Fault = { kind: "latency", ms: 5 };
const reset: Fault = { kind: "reset", when: "before" };

it("lets every request through until a fault is set", () => {
  expect(createFaultDial().next({ path: "/" })).toBeUndefined();
});

it("applies the first fault that matches", () => {
  const dial = createFaultDial();
  dial.set(slow, { match: "/orders" });
  dial.set(reset);
  expect(dial.next({ path: "/orders/1" })).toBe(slow);
  expect(dial.next({ path: "/products" })).toBe(reset);
});

it("matches the operation's name as well as the path", () => {
  const dial = createFaultDial();
  dial.set(slow, { match: "ProductsList" });
  expect(dial.next({ path: "/graphql.json", operation: "ProductsList" })).toBe(slow);
  expect(dial.next({ path: "/graphql.json", operation: "OrdersList" })).toBeUndefined();
});

it("counts hits and ends after the stated number of them", () => {
  const dial = createFaultDial();
  dial.set(slow, { times: 2 });
  dial.next({ path: "/" });
  expect(dial.active()).toEqual([{ fault: slow, times: 2, hits: 1 }]);
  expect(dial.next({ path: "/" })).toBe(slow);
  expect(dial.next({ path: "/" })).toBeUndefined();
  expect(dial.active()).toEqual([]);
});

it("hits the stated share of requests", () => {
  const draws = [0.1, 0.9, 0.49, 0.5];
  const dial = createFaultDial({ random: () => draws.shift() ?? 1 });
  dial.set(slow, { ratio: 0.5 });
  expect(Array.from({ length: 4 }, () => dial.next({ path: "/" }) !== undefined)).toEqual([true, false, true, false]);
});

it("hits a storm's own share of requests and falls through to the next fault otherwise", () => {
  const draws = [0.1, 0.9];
  const dial = createFaultDial({ random: () => draws.shift() ?? 1 });
  dial.set("429-storm");
  dial.set(slow);
  expect(dial.next({ path: "/" })).toBe(faultPresets["429-storm"]);
  expect(dial.next({ path: "/" })).toBe(slow);
});

it("knows every preset by its name", () => {
  for (const name of Object.keys(faultPresets) as FaultPreset[]) {
    const dial = createFaultDial({ random: () => 0 });
    dial.set(name);
    expect(dial.next({ path: "/" })).toEqual(faultPresets[name]);
  }
});

it("clears", () => {
  const dial = createFaultDial();
  dial.set("down");
  dial.clear();
  expect(dial.next({ path: "/" })).toBeUndefined();
});

it("names the presets when asked for one that is unknown", () => {
  expect(() => createFaultDial().set("dwon" as FaultPreset)).toThrow(/"dwon".*down, slow/);
});

it.each([
  ["ms", { kind: "latency", ms: Number.NaN }],
  ["ratio", { kind: "storm", ratio: 2, retryAfterSeconds: 1 }],
  ["bytesPerSecond", { kind: "drip", bytesPerSecond: 0 }],
  ["status", { kind: "status", status: 99 }],
] as const)("refuses a senseless %s", (name, fault) => {
  expect(() => createFaultDial().set(fault)).toThrow(name);
});

it("refuses a senseless scope", () => {
  expect(() => createFaultDial().set("down", { times: 0 })).toThrow("times");
  expect(() => createFaultDial().set("down", { ratio: -1 })).toThrow("ratio");
});
