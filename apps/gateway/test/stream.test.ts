import { request as httpRequest, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, vi } from "vitest";
import type { GatewayCall } from "../src/gateway.js";
import { createTestApp } from "./test-app.js";

/** Asks for a stream over a real socket, which alone has backpressure and a far end that can go away. */
const openStream = async (items: (call: GatewayCall) => AsyncIterable<unknown>) => {
  const { app, deps } = await createTestApp({ auth: "off" });
  vi.spyOn(deps.gateway, "items").mockImplementation(items);
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const client = httpRequest({
    host: "127.0.0.1",
    port,
    path: "/v1/shop/items/list",
    headers: { accept: "application/x-ndjson" },
  });
  client.on("error", () => undefined);
  const reply = new Promise<IncomingMessage>((resolve) => client.once("response", resolve));
  client.end();
  return { client, reply: await reply };
};

const text = "x".repeat(10_000);

describe("a stream of items over a socket", () => {
  it("takes no more from the source than the client reads", async () => {
    let made = 0;
    const { client, reply } = await openStream(async function* () {
      for (; made < 50_000; made++) yield { id: made, text };
    });
    reply.pause();
    let before = -1;
    await vi.waitFor(
      () => {
        const isStill = made === before;
        before = made;
        expect(isStill && made > 0).toBe(true);
      },
      { interval: 100, timeout: 10_000 },
    );
    expect(made).toBeLessThan(5_000);
    client.destroy();
  });

  it("sends an item at once although the next one is not there yet", async () => {
    const { promise: hold, resolve: release } = Promise.withResolvers<void>();
    const { reply } = await openStream(async function* () {
      yield { id: 1 };
      await hold;
      yield { id: 2 };
    });
    const chunks = reply[Symbol.asyncIterator]();
    expect(String((await chunks.next()).value)).toBe('{"id":1}\n');
    release();
    expect(String((await chunks.next()).value)).toBe('{"id":2}\n');
    expect((await chunks.next()).done).toBe(true);
  });

  it("ends the source when the client goes away", async () => {
    let signal: AbortSignal | undefined;
    let isEnded = false;
    const { client } = await openStream(async function* (call) {
      signal = call.signal;
      try {
        for (let id = 0; ; id++) yield { id, text };
      } finally {
        isEnded = true;
      }
    });
    client.destroy();
    await vi.waitFor(() => expect([signal?.aborted, isEnded]).toEqual([true, true]));
  });

  it("ends with an error line that hides what is not ours", async () => {
    const { reply } = await openStream(async function* () {
      yield { id: 1 };
      throw new Error("canary-internal");
    });
    const lines = Buffer.concat(await Array.fromAsync(reply))
      .toString()
      .trimEnd()
      .split("\n");
    expect(JSON.parse(lines[1] ?? "")).toMatchObject({ error: { code: "INTERNAL" } });
    expect(lines.join()).not.toContain("canary-internal");
  });
});
