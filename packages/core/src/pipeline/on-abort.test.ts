import { expect, it, vi } from "vitest";
import { neverAborted, onAbort } from "./on-abort.js";

it("runs when the signal is aborted", () => {
  const controller = new AbortController();
  const run = vi.fn();
  onAbort(controller.signal, run);
  expect(run).not.toHaveBeenCalled();
  controller.abort();
  expect(run).toHaveBeenCalledOnce();
});

it("does not run once removed", () => {
  const controller = new AbortController();
  const run = vi.fn();
  const remove = onAbort(controller.signal, run);
  remove();
  controller.abort();
  expect(run).not.toHaveBeenCalled();
});

it("adds no listener to the signal that is never aborted", () => {
  const listening = vi.spyOn(neverAborted, "addEventListener");
  onAbort(neverAborted, () => {})();
  expect(listening).not.toHaveBeenCalled();
  listening.mockRestore();
});
