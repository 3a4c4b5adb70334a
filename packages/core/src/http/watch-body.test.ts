import { describe, expect, it } from "vitest";
import { createManualClock } from "../testing/manual-clock.js";
import { watchBody } from "./watch-body.js";

const part = new Uint8Array(4);

async function* three() {
  for (let count = 0; count < 3; count += 1) yield part;
}

/** Gives one part, then falls silent until the exchange ends. */
async function* silent(exchange: AbortController) {
  yield part;
  await new Promise((_, reject) =>
    exchange.signal.addEventListener("abort", () => reject(exchange.signal.reason), { once: true }),
  );
}

const setUp = (bodyOf: (exchange: AbortController) => AsyncIterable<Uint8Array>, maxBytes = 100) => {
  const clock = createManualClock();
  const exchange = new AbortController();
  const caller = new AbortController();
  const body = watchBody(bodyOf(exchange), { clock, idleMs: 1_000, maxBytes, signal: caller.signal, exchange });
  return { clock, exchange, caller, parts: body[Symbol.asyncIterator](), body };
};

describe("watchBody", () => {
  it("gives every part and leaves no timer behind", async () => {
    const { body, clock, exchange } = setUp(three);
    let sizeBytes = 0;
    for await (const { byteLength } of body) sizeBytes += byteLength;
    expect(sizeBytes).toBe(12);
    await clock.advance(10_000);
    expect(exchange.signal.reason).toMatchObject({ message: "The reader is done" });
  });

  it("ends when the upstream falls silent", async () => {
    const { parts, clock } = setUp(silent);
    await parts.next();
    const next = parts.next().catch((error: unknown) => error);
    await clock.advance(1_000);
    expect(await next).toMatchObject({ code: "ATTEMPT_TIMEOUT" });
  });

  it("ends the exchange of a reader that never comes, and of one that stays away", async () => {
    const never = setUp(three);
    await never.clock.advance(1_000);
    expect(never.exchange.signal.reason).toMatchObject({ code: "ATTEMPT_TIMEOUT" });
    const away = setUp(three);
    await away.parts.next();
    await away.clock.advance(1_000);
    await expect(away.parts.next()).rejects.toMatchObject({ code: "ATTEMPT_TIMEOUT" });
  });

  it("counts the pause anew with each part", async () => {
    const { parts, clock } = setUp(three);
    for (let count = 0; count < 3; count += 1) {
      await clock.advance(900);
      expect((await parts.next()).value).toBe(part);
    }
    await clock.advance(900);
    expect((await parts.next()).done).toBe(true);
  });

  it("ends past the cap, and the exchange with it", async () => {
    const { parts, exchange } = setUp(three, 8);
    await parts.next();
    await parts.next();
    await expect(parts.next()).rejects.toMatchObject({ code: "REPLY_TOO_LARGE" });
    expect(exchange.signal.reason).toMatchObject({ code: "REPLY_TOO_LARGE" });
  });

  it("ends when its caller aborts, also while it waits", async () => {
    const { parts, caller, exchange } = setUp(silent);
    await parts.next();
    const next = parts.next().catch((error: unknown) => error);
    caller.abort();
    expect(await next).toMatchObject({ code: "CANCELLED" });
    expect(exchange.signal.aborted).toBe(true);
  });

  it("ends the exchange when the reader stops, without a failure", async () => {
    const { body, parts, exchange } = setUp(three);
    for await (const _ of body) break;
    expect(exchange.signal.aborted).toBe(true);
    expect(await parts.next()).toEqual({ done: true, value: undefined });
  });
});
