import { EventEmitter } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { drainOnSignals } from "./drain.js";

const setUp = (close: () => Promise<void>) => {
  const source = new EventEmitter();
  const exit = vi.fn<(code: number) => void>();
  const onTrouble = vi.fn<(error: unknown) => void>();
  const stopListening = drainOnSignals({ close }, { source, exit, onTrouble });
  return { source, exit, onTrouble, stopListening };
};

describe("drainOnSignals", () => {
  it.each(["SIGTERM", "SIGINT"])("closes on %s, then ends the process well", async (signal) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { source, exit } = setUp(() => promise);
    source.emit(signal);
    expect(exit).not.toHaveBeenCalled();
    resolve();
    await vi.waitFor(() => expect(exit).toHaveBeenCalledExactlyOnceWith(0));
  });

  it("ends at once on the second signal", () => {
    const { source, exit } = setUp(() => new Promise(() => undefined));
    source.emit("SIGTERM");
    source.emit("SIGINT");
    expect(exit).toHaveBeenCalledExactlyOnceWith(130);
  });

  it("reports a failed end", async () => {
    const failure = new Error("stuck");
    const { source, exit, onTrouble } = setUp(() => Promise.reject(failure));
    source.emit("SIGTERM");
    await vi.waitFor(() => expect(exit).toHaveBeenCalledExactlyOnceWith(1));
    expect(onTrouble).toHaveBeenCalledWith(failure);
  });

  it("lets go of the signals", () => {
    const { source, exit, stopListening } = setUp(async () => undefined);
    stopListening();
    source.emit("SIGTERM");
    expect([source.listenerCount("SIGTERM"), exit.mock.calls.length]).toEqual([0, 0]);
  });
});
