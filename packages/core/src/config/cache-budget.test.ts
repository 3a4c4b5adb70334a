import { expect, it } from "vitest";
import { cacheBudget } from "./cache-budget.js";

it.each([0, 1, 7, 32 * 1024 * 1024 + 3])("shares out %s bytes, no more and no less", (total) => {
  const { replyBytes, revalidationBytes, answerBytes } = cacheBudget(total);
  expect(replyBytes + revalidationBytes + answerBytes).toBe(total);
  expect(Math.min(replyBytes, revalidationBytes, answerBytes)).toBeGreaterThanOrEqual(0);
});
