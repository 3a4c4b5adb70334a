import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { defaultLimits, type Limits } from "../config/limits.js";
import { createFaultDial, type Fault } from "../simulator/fault-dial.js";
import { createLoopbackServer } from "../simulator/loopback-server.js";
import type { SimulatorReply } from "../simulator/simulator-reply.js";
import type { SimulatorRequest } from "../simulator/simulator-request.js";
import type { HttpRequest } from "./transport.js";
import { createUndiciTransport } from "./undici-transport.js";

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(endings.splice(0).map((end) => end()));
});

const start = async (
  handle: (request: SimulatorRequest) => SimulatorReply,
  { fault, limits }: { fault?: Fault; limits?: Partial<Limits> } = {},
) => {
  const faults = createFaultDial();
  if (fault) faults.set(fault);
  const server = await createLoopbackServer({ faults, handle });
  const gauges = new Map<string, number>();
  const ignore = () => {};
  const transport = createUndiciTransport({
    limits: { ...defaultLimits, maxReplyBytes: 1_024, ...limits },
    hosts: { allowed: ["127.0.0.1"], credentialOrigins: [server.url], allowLoopback: true },
    metrics: {
      count: ignore,
      observe: ignore,
      add: ignore,
      set: (_, { state = "" }, value) => void gauges.set(state, value),
    },
  });
  endings.push(() => server.close().then(() => transport.close()));
  const controller = new AbortController();
  const open = (more: Partial<HttpRequest> = {}) =>
    transport.open({ method: "GET", url: `${server.url}/export`, headers: {}, ...more }, { signal: controller.signal });
  const running = () => {
    transport.sample();
    return gauges.get("running");
  };
  return { url: server.url, open, controller, running };
};

const collect = async (body: AsyncIterable<Uint8Array>) => {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts);
};

const endless = (counter: { parts: number }) =>
  async function* () {
    for (;;) {
      counter.parts += 1;
      yield Buffer.alloc(65_536);
    }
  };

describe("an opened stream", () => {
  it("gives status and headers at once and the body without a size cap", async () => {
    const { open } = await start(() => ({
      status: 200,
      headers: { "content-type": "text/csv" },
      body: "x".repeat(3_000_000),
    }));
    const { status, headers, body } = await open();
    expect([status, headers["content-type"]]).toEqual([200, "text/csv"]);
    expect(await collect(body)).toHaveLength(3_000_000);
  });

  it("undoes compression on the way", async () => {
    const text = "Grüner Tee\n".repeat(10_000);
    const { open } = await start(() => ({
      status: 200,
      headers: { "content-encoding": "gzip" },
      body: gzipSync(text),
    }));
    const { headers, body } = await open();
    expect(headers).not.toHaveProperty("content-encoding");
    expect((await collect(body)).toString()).toBe(text);
  });

  it("ends with an error when the compressed body is cut off", async () => {
    const { open } = await start(() => ({
      status: 200,
      headers: { "content-encoding": "gzip" },
      body: gzipSync("x".repeat(100_000)).subarray(0, 60),
    }));
    await expect(collect((await open()).body)).rejects.toThrow();
  });

  it("holds the upstream back while nobody reads", async () => {
    const counter = { parts: 0 };
    const { open, controller } = await start(() => ({ status: 200, body: endless(counter)() }));
    const { body } = await open();
    const iterator = body[Symbol.asyncIterator]();
    await iterator.next();
    let before = -1;
    // Buffers of sockets fill up, then nothing moves.
    await expect
      .poll(
        () => {
          const still = counter.parts === before;
          before = counter.parts;
          return still;
        },
        { interval: 50 },
      )
      .toBe(true);
    expect(counter.parts).toBeLessThan(500);
    controller.abort();
    await expect(iterator.next()).rejects.toBeDefined();
  });

  it("releases its socket when the reader stops early", async () => {
    const { open, running } = await start(() => ({ status: 200, body: endless({ parts: 0 })() }));
    for await (const part of (await open()).body) {
      expect(part.length).toBeGreaterThan(0);
      break;
    }
    await expect.poll(running).toBe(0);
  });

  it("ends with the signal's reason when aborted in the middle", async () => {
    const { open, controller, running } = await start(() => ({ status: 200, body: endless({ parts: 0 })() }));
    const reason = new Error("enough");
    const reading = collect((await open()).body);
    controller.abort(reason);
    await expect(reading).rejects.toBe(reason);
    await expect.poll(running).toBe(0);
  });

  it("rejects with the signal's reason when aborted before the reply", async () => {
    const { open, controller } = await start(() => ({ status: 200 }), { fault: { kind: "latency", ms: 60_000 } });
    const opening = open();
    controller.abort("enough");
    await expect(opening).rejects.toBe("enough");
  });

  it("fails as an exchange does before the reply begins", async () => {
    const { open } = await start(() => ({ status: 200 }), { fault: { kind: "reset", when: "before" } });
    await expect(open()).rejects.toMatchObject({ code: "NETWORK", outcome: "unknown" });
  });

  it("ends with a network error when cut in the middle", async () => {
    const { open } = await start(() => ({ status: 200, body: "x".repeat(100_000) }), {
      fault: { kind: "reset", when: "mid-body" },
    });
    await expect(collect((await open()).body)).rejects.toMatchObject({ code: "NETWORK" });
  });

  it("ends with an attempt timeout when the body pauses for too long", async () => {
    const { open } = await start(() => ({ status: 200, body: "x".repeat(100) }), {
      fault: { kind: "drip", bytesPerSecond: 1 },
      limits: { bodyTimeoutMs: 50 },
    });
    await expect(collect((await open()).body)).rejects.toMatchObject({ code: "ATTEMPT_TIMEOUT" });
  });

  it("follows redirects, too, and releases what it does not read", async () => {
    const { open, running } = await start(({ path }) =>
      path === "/export"
        ? { status: 302, headers: { location: "/file" }, body: "moved" }
        : { status: 200, body: "file" },
    );
    expect((await collect((await open()).body)).toString()).toBe("file");
    await expect.poll(running).toBe(0);
  });

  it("is refused where an exchange is", async () => {
    const { open } = await start(() => ({ status: 200 }));
    await expect(open({ url: "https://evil.test/" })).rejects.toMatchObject({ code: "BLOCKED_ADDRESS" });
  });
});
