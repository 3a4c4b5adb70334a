import { request as httpRequest, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { createFeed, type Feed } from "@trunkline/events";
import type { Store } from "@trunkline/store";
import { openTestStore } from "@trunkline/store/testing";
import { sql } from "kysely";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { registerStream } from "../src/stream/register-stream.js";
import { defaultStreamLimits, type StreamLimits } from "../src/stream/stream-limits.js";
import { createTestApp } from "./test-app.js";

interface TellOptions {
  readonly connection?: string;
  readonly type?: string;
}

/** Rows can be read once every transaction that is older than theirs is over, also those of other tests on the server. */
const untilReadable = (store: Store) =>
  vi.waitFor(async () => expect((await createFeed({ store }).read({ after: "oldest", limit: 1 })).held).toBe(false), {
    timeout: 15_000,
    interval: 20,
  });

/** Puts rows into the feed, one transaction each, whose data is `{ n }`, and waits until they can be read. */
const tell = async (store: Store, numbers: readonly number[], options: TellOptions = {}): Promise<void> => {
  await insert(store, numbers, options);
  await untilReadable(store);
};

const insert = async (
  { db }: Pick<Store, "db">,
  numbers: readonly number[],
  options: TellOptions = {},
): Promise<void> => {
  const { connection = "acme/shop/default", type = "orders/create" } = options;
  for (const n of numbers)
    await sql`insert into feed (message_id, connection, connector, type, ordering_key, data, occurred_at)
      values (${`msg_${n}`}, ${connection}, split_part(${connection}, '/', 2), ${type}, 'k', ${`{"n":${n}}`},
        '2026-01-02T03:04:05Z')`.execute(db);
};

const open = async (limits: Partial<StreamLimits> = {}, feedOf: (feed: Feed) => Feed = (feed) => feed) => {
  const store = await openTestStore();
  const feed = createFeed({ store });
  feed.start();
  onTestFinished(async () => {
    await feed.stop();
    await store.close();
  });
  const test = await createTestApp();
  const streams = registerStream(test.app, {
    feed: async () => feedOf(feed),
    gateway: test.gateway,
    authenticate: test.deps.authenticate,
    limits: { ...defaultStreamLimits, graceMs: 50, ...limits },
    random: () => 0.5,
  });
  await test.app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = test.app.server.address() as AddressInfo;
  return { ...test, store, feed, streams, port };
};

type Headers = Record<string, string>;

/** Connects and reads events as they come. */
const follow = async (port: number, headers: Headers, query = "", method = "GET") => {
  const client = httpRequest({ host: "127.0.0.1", port, path: `/v1/stream${query}`, method, headers });
  client.on("error", () => undefined);
  onTestFinished(() => void client.destroy());
  client.end();
  const reply = await new Promise<IncomingMessage>((resolve) => client.once("response", resolve));
  let text = "";
  let hasEnded = false;
  reply.setEncoding("utf8");
  reply.on("data", (chunk: string) => {
    text += chunk;
  });
  reply.on("error", () => undefined);
  reply.on("close", () => {
    hasEnded = true;
  });
  const events = () =>
    [...text.matchAll(/id: (\S+)\ndata: (.*)\n\n/g)].map(([, id = "", data = ""]) => ({ id, ...JSON.parse(data) }));
  return {
    client,
    reply,
    text: () => text,
    events,
    numbers: () => events().map(({ data }) => data.n),
    lastId: () => [...text.matchAll(/^id: (\S+)$/gm)].at(-1)?.[1] ?? "",
    until: (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 20 }),
    untilEnd: () => vi.waitFor(() => expect(hasEnded).toBe(true), { timeout: 15_000, interval: 20 }),
  };
};

describe("the stream", () => {
  it("sends what happens as server-sent events that name their place", async () => {
    const { store, port, bearer } = await open();
    await tell(store, [1]);
    const stream = await follow(port, await bearer("shop:read"), "?after=oldest");
    await stream.until(() => expect(stream.numbers()).toEqual([1]));
    await tell(store, [2]);
    await stream.until(() => expect(stream.numbers()).toEqual([1, 2]));
    expect(stream.reply.headers).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
      "x-content-type-options": "nosniff",
    });
    expect(stream.text()).toMatch(/^retry: 2000\nid: 0\.0\n\nid: \d+\.1\ndata: \{/);
    expect(stream.events()[0]).toEqual({
      id: "msg_1",
      type: "shop.orders.create",
      timestamp: "2026-01-02T03:04:05.000Z",
      connection: "acme/shop/default",
      key: "k",
      data: { n: 1 },
    });
  });

  it("begins with what comes next, and goes on behind the last id after a break", async () => {
    const { store, port, bearer } = await open();
    const key = await bearer("shop:read");
    await tell(store, [1]);
    const first = await follow(port, key);
    await first.until(() => expect(first.lastId()).not.toBe(""));
    first.client.destroy();
    await tell(store, [2, 3, 4]);
    const second = await follow(port, { ...key, "last-event-id": first.lastId() }, "?after=oldest");
    await second.until(() => expect(second.numbers()).toEqual([2, 3, 4]));
    const [two] = second.text().match(/\d+\.2/) ?? [];
    const third = await follow(port, key, `?after=${two}`);
    await third.until(() => expect(third.numbers()).toEqual([3, 4]));
  });

  it("loses and repeats nothing over many breaks while writers commit out of order", async () => {
    const { store, port, bearer } = await open();
    const key = await bearer("shop:read");
    const total = 60;
    const write = async (from: number, turns: number) => {
      for (let n = from; n < total; n += 2)
        await store.transaction(async (tx) => {
          await sql`select pg_current_xact_id()`.execute(tx);
          for (let turn = 0; turn < turns * (n % 3); turn++) await sql`select 1`.execute(tx);
          await insert({ db: tx }, [n]);
        });
    };
    const writing = Promise.all([write(0, 2), write(1, 7)]);
    const seen: number[] = [];
    for (let after = "oldest"; seen.length < total; ) {
      const stream = await follow(port, key, `?after=${after}`);
      await stream.until(() => expect(stream.numbers().length).toBeGreaterThan(0));
      stream.client.destroy();
      seen.push(...stream.numbers());
      after = stream.lastId();
    }
    await writing;
    expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: total }, (_, n) => n));
  });

  it("shows only connectors where the key may read, and of these what is asked for", async () => {
    const { store, port, bearer } = await open();
    await tell(store, [1]);
    await tell(store, [2], { connection: "acme/elsewhere/default" });
    await tell(store, [3], { connection: "acme/shop/eu", type: "orders/paid" });
    const numbersOf = async (scope: string, query: string) => {
      const stream = await follow(port, await bearer(scope), `?after=oldest${query}`);
      await stream.until(() => expect(stream.numbers()).toContain(3));
      return stream.numbers();
    };
    expect(await numbersOf("shop:read", "")).toEqual([1, 3]);
    expect(await numbersOf("*:read", "")).toEqual([1, 2, 3]);
    expect(await numbersOf("admin", "&types=shop:orders/paid")).toEqual([3]);
    expect(await numbersOf("admin", "&connections=acme/shop/*&types=*.paid,*.never")).toEqual([3]);
  });

  it("stops showing a connector that is switched off meanwhile", async () => {
    const { store, port, bearer, flags } = await open();
    const stream = await follow(port, await bearer("*:read"), "?after=oldest");
    await tell(store, [1]);
    await stream.until(() => expect(stream.numbers()).toEqual([1]));
    flags.set([{ pattern: "shop", on: false }]);
    await tell(store, [2]);
    await tell(store, [3], { connection: "acme/elsewhere/default" });
    await stream.until(() => expect(stream.numbers()).toContain(3));
    expect(stream.numbers()).toEqual([1, 3]);
  });
});

describe("the stream refuses", () => {
  it("callers without a key, and keys that may read nothing here", async () => {
    const { app, bearer } = await open();
    expect((await app.inject("/v1/stream")).statusCode).toBe(401);
    const other = await app.inject({ url: "/v1/stream", headers: await bearer("elsewhere:read") });
    expect([other.statusCode, other.json().error.code]).toEqual([403, "FORBIDDEN"]);
  });

  it.each(["?after=x", "?types=a%20b", "?limit=3"])("%s as bad input", async (query) => {
    const { app, bearer } = await open();
    const response = await app.inject({ url: `/v1/stream${query}`, headers: await bearer("shop:read") });
    expect([response.statusCode, response.json().error.code]).toEqual([400, "INVALID_INPUT"]);
  });

  it("a place that retention has removed, naming the oldest one", async () => {
    const { app, store, feed, bearer } = await open();
    await tell(store, [1, 2]);
    const { items } = await feed.read({ after: "oldest" });
    await sql`update feed set at = at - interval '9 days' where id = 1`.execute(store.db);
    await feed.prune({ maxAgeMs: 86_400_000, limit: 10 });
    const response = await app.inject({ url: "/v1/stream?after=0.0", headers: await bearer("shop:read") });
    expect([response.statusCode, response.json().error.code]).toEqual([410, "CURSOR_EXPIRED"]);
    expect(response.json().detail).toContain(items[0]?.cursor);
  });

  it("more streams of one key than it may have, and gives the seat back when one is closed", async () => {
    const { app, port, bearer, streams } = await open({ perKey: 1 });
    const key = await bearer("shop:read");
    const stream = await follow(port, key);
    const second = await app.inject({ url: "/v1/stream", headers: key });
    expect([second.statusCode, second.headers["retry-after"]]).toEqual([429, "2"]);
    const other = await follow(port, await bearer("shop:read"));
    expect([other.reply.statusCode, streams.open]).toEqual([200, 2]);
    stream.client.destroy();
    await vi.waitFor(() => expect(streams.open).toBe(1));
    expect((await follow(port, key)).reply.statusCode).toBe(200);
  });

  it("more streams than the process serves", async () => {
    const { app, port, bearer } = await open({ total: 1 });
    await follow(port, await bearer("shop:read"));
    const second = await app.inject({ url: "/v1/stream", headers: await bearer("shop:read") });
    expect(second.statusCode).toBe(429);
  });
});

describe("a stream that is open", () => {
  it("says now and then that it is, and from where to go on", async () => {
    const { port, bearer } = await open({ heartbeatMs: 20 });
    const stream = await follow(port, await bearer("shop:read"));
    await stream.until(() => expect(stream.text()).toMatch(/: still here\n\nid: \d+\.0\n\n/));
  });

  it("ends when its key is revoked", async () => {
    const { port, bearer, keys } = await open({ heartbeatMs: 20 });
    const stream = await follow(port, await bearer("shop:read"));
    const [key] = await keys.list();
    await keys.revoke(key?.id ?? "");
    await stream.untilEnd();
    expect(stream.text()).toContain(": UNAUTHENTICATED: ");
  });

  it("ends with when to come back when the server stops, and no new one begins", async () => {
    const { app, port, bearer, streams } = await open();
    const key = await bearer("shop:read");
    const stream = await follow(port, key);
    await stream.until(() => expect(stream.text()).not.toBe(""));
    streams.drain();
    await stream.untilEnd();
    expect(stream.text()).toMatch(/retry: 2000\n: The server stops\. [^\n]+\n\n$/);
    expect((await app.inject({ url: "/v1/stream", headers: key })).statusCode).toBe(503);
  });

  it("does not hold up the closing of the server", async () => {
    const { app, port, bearer } = await open();
    const stream = await follow(port, await bearer("shop:read"));
    await app.close();
    await stream.untilEnd();
  });

  it("is logged once when the client leaves", async () => {
    const { port, bearer, logs } = await open();
    const stream = await follow(port, await bearer("shop:read"));
    stream.client.destroy();
    await vi.waitFor(() => expect(logs.filter((line) => line.includes('"path":"/v1/stream"'))).toHaveLength(1));
  });

  it("drops a reader who takes nothing, without holding more for it than a page", async () => {
    let made = 0;
    const endless = (feed: Feed): Feed => ({
      ...feed,
      next: async ({ after }) => {
        made += 1;
        const item = { feedId: made, messageId: "m", type: "t", connector: "shop", connection: "c", key: "k" };
        const dataJson = JSON.stringify("x".repeat(60_000));
        const cursor = `1.${made}`;
        const timestamp = "2026-01-01T00:00:00Z";
        return { items: [{ ...item, cursor, timestamp, dataJson }], cursor, more: true, held: after === "" };
      },
    });
    const { port, bearer, streams } = await open({ stallMs: 50 }, endless);
    const { authorization } = await bearer("shop:read");
    const socket = connect(port, "127.0.0.1");
    onTestFinished(() => void socket.destroy());
    socket.on("error", () => undefined);
    socket.write(`GET /v1/stream HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: ${authorization}\r\n\r\n`);
    socket.pause();
    await vi.waitFor(() => expect(made).toBeGreaterThan(1));
    await vi.waitFor(() => expect(streams.open).toBe(0), { timeout: 15_000 });
    expect(made * 60_000).toBeLessThan(64_000_000);
  });
});

describe("other methods on the stream", () => {
  it("answer HEAD with the headers alone, and anything else with what is allowed", async () => {
    const { app, bearer } = await open();
    const headers = await bearer("shop:read");
    const head = await app.inject({ method: "HEAD", url: "/v1/stream", headers });
    expect([head.statusCode, head.headers["content-type"], head.body]).toEqual([
      200,
      "text/event-stream; charset=utf-8",
      "",
    ]);
    const post = await app.inject({ method: "POST", url: "/v1/stream", headers });
    expect([post.statusCode, post.headers.allow]).toEqual([405, "GET, HEAD"]);
    const preflight = { origin: "https://other.example", "access-control-request-method": "GET" };
    const options = await app.inject({ method: "OPTIONS", url: "/v1/stream", headers: preflight });
    expect(options.statusCode).toBe(403);
  });
});
