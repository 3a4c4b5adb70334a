import { afterEach, describe, expect, it, vi } from "vitest";
import { defaultLimits } from "../config/limits.js";
import { createFaultDial } from "../simulator/fault-dial.js";
import { createLoopbackServer } from "../simulator/loopback-server.js";
import type { SimulatorReply } from "../simulator/simulator-reply.js";
import type { SimulatorRequest } from "../simulator/simulator-request.js";
import { cacheOutcomeOf, toCacheable } from "./cache-rules.js";
import { WireProgress } from "./exchange-handler.js";
import type { HttpRequest } from "./transport.js";
import { createUndiciTransport } from "./undici-transport.js";

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(endings.splice(0).map((end) => end()));
});

const start = async (
  handle: (request: SimulatorRequest, count: number) => SimulatorReply,
  cacheMaxBytes = defaultLimits.cacheMaxBytes,
) => {
  const requests: SimulatorRequest[] = [];
  const faults = createFaultDial();
  const server = await createLoopbackServer({
    faults,
    handle: (request) => handle(request, requests.push(request)),
  });
  const transport = createUndiciTransport({
    limits: { ...defaultLimits, cacheMaxBytes },
    hosts: { allowed: ["127.0.0.1"], credentialOrigins: [server.url], allowLoopback: true },
  });
  endings.push(
    () => transport.close(),
    () => server.close(),
  );
  const get = async (more: Partial<HttpRequest> = {}, cachePartition: string | undefined = "acme") => {
    const reply = await transport.exchange(
      { method: "GET", url: `${server.url}/teas`, headers: {}, ...more },
      { signal: new AbortController().signal, cachePartition },
    );
    return { cache: reply.cache, status: reply.status, text: reply.text(), reply };
  };
  return { url: server.url, requests, faults, get, transport };
};

/** Answers 304 to whoever has the etag. */
const withEtag =
  (etag: string, headers: Record<string, string> = {}) =>
  (request: SimulatorRequest, count: number): SimulatorReply =>
    request.headers["if-none-match"] === etag
      ? { status: 304, headers: { etag, ...headers } }
      : { status: 200, headers: { etag, ...headers }, body: `body ${count}` };

describe("the HTTP cache", () => {
  it("revalidates a reply that has a validator but says nothing of freshness, each time", async () => {
    const { get, requests } = await start(withEtag('"v1"'));
    expect(
      [await get(), await get(), await get(), await get()].map(({ cache, status, text }) => [cache, status, text]),
    ).toEqual([
      ["miss", 200, "body 1"],
      ["revalidated", 200, "body 1"],
      ["revalidated", 200, "body 1"],
      ["revalidated", 200, "body 1"],
    ]);
    expect(requests.map(({ headers }) => headers["if-none-match"])).toEqual([undefined, '"v1"', '"v1"', '"v1"']);
  });

  it.each(["max-age=0, private, must-revalidate", "no-cache", "private, no-cache"])(
    "keeps its entry when each 304 repeats %j",
    async (control) => {
      const { get } = await start(withEtag('"v1"', { "cache-control": control }));
      const outcomes = [await get(), await get(), await get(), await get()].map(({ cache }) => cache);
      expect(outcomes).toEqual(["miss", "revalidated", "revalidated", "revalidated"]);
    },
  );

  it("revalidates by Last-Modified", async () => {
    const modified = "Thu, 01 Jan 2026 00:00:00 GMT";
    const { get } = await start((request) =>
      request.headers["if-modified-since"] === modified
        ? { status: 304, headers: { "last-modified": modified } }
        : { status: 200, headers: { "last-modified": modified }, body: "old" },
    );
    expect([(await get()).cache, (await get()).cache, (await get()).text]).toEqual(["miss", "revalidated", "old"]);
  });

  it("serves what changed once the validator no longer holds", async () => {
    const { get } = await start((request, count) => withEtag(count < 2 ? '"v1"' : '"v2"')(request, count));
    expect(await get()).toMatchObject({ cache: "miss", text: "body 1" });
    expect(await get()).toMatchObject({ cache: "miss", text: "body 2" });
    expect(await get()).toMatchObject({ cache: "revalidated", text: "body 2" });
  });

  it("serves a fresh reply without asking", async () => {
    const { get, requests } = await start((_, count) => ({
      status: 200,
      headers: { "cache-control": "max-age=60" },
      body: `body ${count}`,
    }));
    expect(await get()).toMatchObject({ cache: "miss", text: "body 1" });
    expect(await get()).toMatchObject({ cache: "hit", text: "body 1" });
    expect(requests).toHaveLength(1);
  });

  it("serves nothing stale when the upstream fails and did not allow it", async () => {
    const { get, faults } = await start((_, count) => ({
      status: 200,
      headers: { "cache-control": "max-age=0", etag: '"v1"' },
      body: `body ${count}`,
    }));
    await get();
    faults.set("500");
    expect(await get()).toMatchObject({ cache: "miss", status: 500 });
    faults.clear();
    faults.set("down");
    await expect(get()).rejects.toMatchObject({ code: "NETWORK" });
  });

  it("serves stale what the upstream allows to be served while it fails", async () => {
    const control = "max-age=0, stale-if-error=60";
    const { get, faults } = await start((_, count) => ({
      status: 200,
      headers: { "cache-control": control, etag: '"v1"' },
      body: `body ${count}`,
    }));
    await get();
    faults.set("500");
    expect(await get()).toMatchObject({ cache: "hit", status: 200, text: "body 1" });
  });

  it.each(["no-store", "private, no-store"])("keeps nothing that says %j", async (control) => {
    const { get, requests } = await start((_, count) => ({
      status: 200,
      headers: { "cache-control": control, etag: '"v1"' },
      body: `body ${count}`,
    }));
    await get();
    expect(await get()).toMatchObject({ cache: "miss", text: "body 2" });
    expect(requests[1]?.headers).not.toHaveProperty("if-none-match");
  });

  it("keeps variants apart by what Vary names", async () => {
    const { get, requests } = await start((request) => ({
      status: 200,
      headers: { "cache-control": "max-age=60", vary: "accept-language" },
      body: `in ${request.headers["accept-language"]}`,
    }));
    const german = { headers: { "accept-language": "de" } };
    const french = { headers: { "accept-language": "fr" } };
    expect([
      (await get(german)).text,
      (await get(french)).text,
      (await get(german)).text,
      (await get(french)).text,
    ]).toEqual(["in de", "in fr", "in de", "in fr"]);
    expect(requests).toHaveLength(2);
  });

  it("keeps connections apart", async () => {
    const { get } = await start((request) => ({
      status: 200,
      headers: { "cache-control": "max-age=60, public" },
      body: `for ${request.headers["x-token"]}`,
    }));
    const as = (token: string) => get({ auth: { headers: { "x-token": token } } }, token);
    expect(await as("a")).toMatchObject({ cache: "miss", text: "for a" });
    expect(await as("b")).toMatchObject({ cache: "miss", text: "for b" });
    expect(await as("a")).toMatchObject({ cache: "hit", text: "for a" });
  });

  it("stores replies to requests with a credential, and sends the credential when it revalidates", async () => {
    const { get, requests } = await start(withEtag('"v1"'));
    const auth = { headers: { authorization: "Bearer first" }, query: { key: "k" } };
    await get({ auth });
    expect((await get({ auth: { ...auth, headers: { authorization: "Bearer renewed" } } })).cache).toBe("revalidated");
    expect(requests.map(({ headers, query }) => [headers.authorization, query.get("key")])).toEqual([
      ["Bearer first", "k"],
      ["Bearer renewed", "k"],
    ]);
  });

  it("asks again when the request says no-cache", async () => {
    const { get, requests } = await start((_, count) => ({
      status: 200,
      headers: { "cache-control": "max-age=60", etag: '"v1"' },
      body: `body ${count}`,
    }));
    await get();
    await get({ headers: { "cache-control": "no-cache" } });
    expect(requests).toHaveLength(2);
  });

  it("takes no part without a partition, for other methods, or when it has no memory", async () => {
    const fresh = (_: SimulatorRequest, count: number) => ({
      status: 200,
      headers: { "cache-control": "max-age=60" },
      body: `body ${count}`,
    });
    const first = await start(fresh);
    const bare = () =>
      first.transport.exchange(
        { method: "GET", url: first.url, headers: {} },
        { signal: new AbortController().signal },
      );
    expect([(await bare()).cache, (await bare()).text()]).toEqual([undefined, "body 2"]);
    expect((await first.get({ method: "POST" })).cache).toBeUndefined();
    const second = await start(fresh, 0);
    expect([(await second.get()).cache, (await second.get()).text]).toEqual([undefined, "body 2"]);
  });

  it("forgets a connection's replies after one of its writes", async () => {
    const { get } = await start((_, count) => ({
      status: 200,
      headers: { "cache-control": "max-age=60" },
      body: `body ${count}`,
    }));
    await get();
    await get({}, "other");
    await get({ method: "POST", body: "{}" });
    expect(await get()).toMatchObject({ cache: "miss", text: "body 4" });
    expect(await get({}, "other")).toMatchObject({ cache: "hit", text: "body 2" });
  });

  it("rejects at once when aborted while it revalidates", async () => {
    const { url, get, faults, transport } = await start(withEtag('"v1"'));
    await get();
    faults.set({ kind: "latency", ms: 60_000 });
    const controller = new AbortController();
    const pending = transport.exchange(
      { method: "GET", url: `${url}/teas`, headers: {} },
      { signal: controller.signal, cachePartition: "acme" },
    );
    await expect.poll(() => faults.active()[0]?.hits).toBe(1);
    controller.abort("enough");
    await expect(pending).rejects.toBe("enough");
  });

  it("caps what it serves like any reply", async () => {
    const { url, get, transport } = await start(() => ({
      status: 200,
      headers: { "cache-control": "max-age=60" },
      body: "x".repeat(5_000),
    }));
    await get();
    const capped = transport.exchange(
      { method: "GET", url: `${url}/teas`, headers: {} },
      { signal: new AbortController().signal, cachePartition: "acme", maxReplyBytes: 4_999 },
    );
    await expect(capped).rejects.toMatchObject({ code: "REPLY_TOO_LARGE" });
  });
});

describe("toCacheable", () => {
  it("leaves a reply alone that has no validator, or says itself how long it is fresh", () => {
    for (const headers of [
      {},
      { etag: '"1"', "cache-control": "max-age=5" },
      { etag: '"1"', expires: "Thu, 01 Jan 2026 00:00:00 GMT" },
    ])
      expect(toCacheable(200, headers)).toBe(headers);
  });

  it("leaves a 304 alone that changes what may be kept", () => {
    for (const control of ["max-age=60", "no-store, no-cache", "no-store"]) {
      const headers = { "cache-control": control };
      expect(toCacheable(304, headers)).toBe(headers);
    }
  });
});

describe("cacheOutcomeOf", () => {
  const wire = (sent: boolean, status?: number) => Object.assign(new WireProgress(), { sent, status });

  it.each([
    [false, undefined, 200, "hit"],
    [true, 200, 200, "miss"],
    [true, 304, 200, "revalidated"],
    [true, 304, 304, "miss"],
    [true, 500, 200, "hit"],
    [true, undefined, 200, "hit"],
  ] as const)("sent: %s, %s on the wire, %i in the answer: %s", (sent, wireStatus, status, outcome) => {
    expect(cacheOutcomeOf(wire(sent, wireStatus), status)).toBe(outcome);
  });
});
