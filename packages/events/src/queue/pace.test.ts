import { expect, it } from "vitest";
import { createPace } from "./pace.js";

it("claims nothing ahead of a queue it does not know, or of one whose tries are slow", () => {
  const pace = createPace();
  expect(pace.ahead("q", 4)).toBe(0);
  pace.took("q", 2_000);
  expect(pace.ahead("q", 4)).toBe(0);
  expect(pace.ahead("other", 4)).toBe(0);
});

it("claims ahead what is done in a tenth of a second, within a bound", () => {
  const pace = createPace();
  pace.took("q", 20);
  expect(pace.ahead("q", 4)).toBe(20);
  pace.took("instant", 0);
  expect(pace.ahead("instant", 4)).toBe(48);
});

it("forgets how quick tries were when they get slow", () => {
  const pace = createPace();
  pace.took("q", 1);
  for (let at = 0; at < 3; at += 1) pace.took("q", 5_000);
  expect(pace.ahead("q", 4)).toBe(0);
});

it("claims nothing ahead of a queue that is stuck, until a try has ended", () => {
  const pace = createPace();
  pace.took("q", 1);
  pace.stuck("q");
  expect(pace.ahead("q", 4)).toBe(0);
  pace.took("q", 20);
  expect(pace.ahead("q", 4)).toBe(20);
});
