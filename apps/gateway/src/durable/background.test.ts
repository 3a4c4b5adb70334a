import { createManualClock } from "@trunkline/core/testing";
import { describe, expect, it } from "vitest";
import { type BackgroundOptions, neverInBackground, openInBackground } from "./background.js";

const open = (changes: Partial<BackgroundOptions<string>>) => {
  const clock = createManualClock();
  const closed: string[] = [];
  const background = openInBackground<string>({
    open: async () => "database",
    close: async (value) => void closed.push(value),
    isFinal: () => false,
    reasonOf: (error) => (error as Error).message,
    onTrouble: () => undefined,
    clock,
    ...changes,
  });
  return { background, clock, closed };
};

describe("something opened in the background", () => {
  it("is waited for, but not for ever", async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const { background, clock } = open({ open: () => promise });
    const late = background.whenReady(1_000);
    const refused = expect(late).rejects.toMatchObject({ code: "STORE_UNAVAILABLE", retryable: true });
    await clock.advance(1_000);
    await refused;
    const soon = background.whenReady(1_000);
    resolve("database");
    expect(await soon).toBe("database");
    expect(background.state).toEqual({ status: "ready" });
  });

  it("is tried again until it opens, and says meanwhile why it does not", async () => {
    let tries = 0;
    const { background, clock } = open({
      open: async () => {
        tries += 1;
        if (tries < 3) throw new Error("nobody answers");
        return "database";
      },
    });
    await background.firstTry();
    expect(background.state).toEqual({ status: "waiting", reason: "nobody answers" });
    while (background.value === undefined) await clock.advance(500);
    expect([tries, background.value]).toEqual([3, "database"]);
  });

  it("is not tried again when that cannot help", async () => {
    const { background, clock } = open({
      open: () => Promise.reject(new Error("in use")),
      isFinal: () => true,
    });
    await background.firstTry();
    expect(background.state).toEqual({ status: "off", reason: "in use" });
    expect(clock.sleeping()).toBe(0);
    await expect(background.whenReady(1_000)).rejects.toMatchObject({ code: "DISABLED" });
  });

  it("is closed once, also when it opens only then", async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const { background, closed } = open({ open: () => promise });
    const closing = background.close();
    resolve("late");
    await Promise.all([closing, background.close()]);
    expect(closed).toEqual(["late"]);
    await expect(background.whenReady(0)).rejects.toMatchObject({ code: "SHUTTING_DOWN" });
  });

  it("may never be there", async () => {
    await expect(neverInBackground("it is off.").whenReady(0)).rejects.toMatchObject({ code: "DISABLED" });
  });
});
