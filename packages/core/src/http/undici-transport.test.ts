import { createServer as createTcpServer, type Server as TcpServer } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { defaultLimits, type Limits } from "../config/limits.js";
import { isConnectorError } from "../errors/connector-error.js";
import { createFaultDial, type Fault, type FaultScope } from "../simulator/fault-dial.js";
import { createLoopbackServer } from "../simulator/loopback-server.js";
import type { SimulatorReply } from "../simulator/simulator-reply.js";
import type { SimulatorRequest } from "../simulator/simulator-request.js";
import type { HostPolicy } from "./host-policy.js";
import type { ExchangeOptions, HttpRequest } from "./transport.js";
import { createUndiciTransport, type UndiciTransportOptions } from "./undici-transport.js";

const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(endings.splice(0).map((end) => end()));
});

type Handle = (request: SimulatorRequest) => SimulatorReply | Promise<SimulatorReply>;

const serve = async (
  handle: Handle = () => ({ status: 200, body: { tea: "Assam" } }),
  fault?: Fault,
  scope?: FaultScope,
) => {
  const faults = createFaultDial({ random: () => 0 });
  if (fault) faults.set(fault, scope);
  const requests: SimulatorRequest[] = [];
  const server = await createLoopbackServer({
    faults,
    handle: (request) => {
      requests.push(request);
      return handle(request);
    },
  });
  endings.push(() => server.close());
  return { url: server.url, requests, faults, close: () => server.close() };
};

/** A server that answers with exactly these bytes, connection by connection, then does what `after` says. */
const serveRaw = async (
  answer: (request: string, connection: number) => string | undefined,
  after: "keep" | "end" | "reset" = "end",
) => {
  let connections = 0;
  const server: TcpServer = createTcpServer((socket) => {
    const connection = ++connections;
    socket.on("error", () => {});
    socket.on("data", (data) => {
      const text = answer(data.toString("latin1"), connection);
      if (text === undefined) return void socket.resetAndDestroy();
      socket.write(text, () => {
        if (after === "end") socket.end();
        if (after === "reset") socket.resetAndDestroy();
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  endings.push(() => new Promise((resolve) => server.close(resolve)));
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`,
    connections: () => connections,
  };
};

const transportTo = (
  urls: readonly string[],
  options: Partial<UndiciTransportOptions> & { limit?: Partial<Limits>; host?: Partial<HostPolicy> } = {},
) => {
  const { limit, host, ...rest } = options;
  const transport = createUndiciTransport({
    limits: { ...defaultLimits, ...limit },
    hosts: { allowed: ["127.0.0.1", "localhost"], credentialOrigins: [...urls], allowLoopback: true, ...host },
    ...rest,
  });
  endings.push(() => transport.close());
  return transport;
};

const get = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: "GET",
  url,
  headers: {},
  ...more,
});
const post = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: "POST",
  url,
  headers: { "content-type": "application/json" },
  body: '{"a":1}',
  ...more,
});
const options = (more: Partial<ExchangeOptions> = {}): ExchangeOptions => ({
  signal: new AbortController().signal,
  ...more,
});

/** A socket is free again one turn of the event loop after its reply. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

const failureOf = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isConnectorError(error)) throw new Error("It did not fail with a ConnectorError", { cause: error });
  return error;
};

describe("an exchange", () => {
  it("sends method, path, query, headers and body, and gives status, headers and body", async () => {
    const { url, requests } = await serve(() => ({
      status: 201,
      headers: { "X-Request-Id": "r1", "set-cookie": ["a=1", "b=2"] },
      body: { id: 7 },
    }));
    const reply = await transportTo([url]).exchange(post(`${url}/orders?dry=1`), options());
    expect(requests[0]).toMatchObject({
      method: "POST",
      path: "/orders",
      headers: { "content-type": "application/json" },
    });
    expect([requests[0]?.query.get("dry"), requests[0]?.text()]).toEqual(["1", '{"a":1}']);
    expect(reply).toMatchObject({ status: 201, headers: { "x-request-id": "r1", "set-cookie": "a=1, b=2" } });
    expect(reply.json()).toEqual({ id: 7 });
    expect(reply.cache).toBeUndefined();
  });

  it("gives an error status as a reply", async () => {
    const { url } = await serve(() => ({ status: 503, body: "down" }));
    expect((await transportTo([url]).exchange(get(url), options())).status).toBe(503);
  });

  it("gives an empty body as no bytes", async () => {
    const { url } = await serve(() => ({ status: 204 }));
    expect((await transportTo([url]).exchange(get(url), options())).bytes).toHaveLength(0);
  });

  it("answers HEAD with the headers alone, whatever length they announce", async () => {
    const { url } = await serve(() => ({ status: 200, body: "x".repeat(5_000) }));
    const reply = await transportTo([url], { limit: { maxReplyBytes: 1_024 } }).exchange(
      get(url, { method: "HEAD" }),
      options(),
    );
    expect(reply).toMatchObject({ status: 200, headers: { "content-length": "5000" } });
    expect(reply.bytes).toHaveLength(0);
  });

  it("sends bytes as they are", async () => {
    const { url, requests } = await serve();
    await transportTo([url]).exchange(post(url, { body: new Uint8Array([0, 255, 10]).subarray(1) }), options());
    expect([...(requests[0]?.body ?? [])]).toEqual([255, 10]);
  });

  it("keeps its socket for one exchange after another", async () => {
    const raw = await serveRaw(() => "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}", "keep");
    const transport = transportTo([raw.url]);
    for (let count = 0; count < 5; count++) {
      await transport.exchange(get(raw.url), options());
      await turn();
    }
    expect(raw.connections()).toBe(1);
  });

  it("opens no more sockets to an origin than the limit", async () => {
    const raw = await serveRaw(() => "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}", "keep");
    const transport = transportTo([raw.url], { limit: { maxSockets: 2 } });
    await Promise.all(Array.from({ length: 10 }, () => transport.exchange(get(raw.url), options())));
    expect(raw.connections()).toBe(2);
  });

  it("passes over informational replies", async () => {
    const raw = await serveRaw(
      () => "HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
    );
    expect((await transportTo([raw.url]).exchange(get(raw.url), options())).status).toBe(200);
  });

  it("asks for compression, except on loopback", async () => {
    const { url, requests } = await serve();
    await transportTo([url]).exchange(get(url), options());
    expect(requests[0]?.headers).not.toHaveProperty("accept-encoding");
  });
});

describe("where requests may go", () => {
  it("refuses a host that is not listed, without looking it up", async () => {
    const looked: string[] = [];
    const lookup: UndiciTransportOptions["lookup"] = (host, _options, callback) => {
      looked.push(host);
      callback(null, [{ address: "127.0.0.1", family: 4 }]);
    };
    const error = await failureOf(
      transportTo([], { lookup }).exchange(get("https://evil.test/?token=secret"), options()),
    );
    expect(error).toMatchObject({ code: "BLOCKED_ADDRESS", outcome: "not_executed" });
    expect(error.message).not.toContain("secret");
    expect(looked).toEqual([]);
  });

  it.each([["127.0.0.1"], ["169.254.169.254"], ["10.0.0.7"], ["::1"], ["::ffff:127.0.0.1"]])(
    "refuses a listed name that resolves to %s when the connection is made",
    async (address) => {
      const lookup: UndiciTransportOptions["lookup"] = (_host, _options, callback) =>
        callback(null, [{ address, family: address.includes(":") ? 6 : 4 }]);
      const transport = transportTo([], { lookup, host: { allowed: ["shop.test"] } });
      expect(await failureOf(transport.exchange(post("https://shop.test/"), options()))).toMatchObject({
        code: "BLOCKED_ADDRESS",
        outcome: "not_executed",
      });
    },
  );

  it("refuses loopback unless it is allowed", async () => {
    const { url, requests } = await serve();
    const error = await failureOf(transportTo([url], { host: { allowLoopback: false } }).exchange(get(url), options()));
    expect(error.code).toBe("BLOCKED_ADDRESS");
    expect(requests).toEqual([]);
  });
});

describe("the credential", () => {
  const auth = { headers: { "x-shop-token": "canary" }, query: { apikey: "canäry & co" } };

  it("goes to an origin that may see it, in headers and query", async () => {
    const { url, requests } = await serve();
    await transportTo([url]).exchange(get(`${url}/x?a=1`, { auth }), options());
    expect(requests[0]?.headers["x-shop-token"]).toBe("canary");
    expect(Object.fromEntries(requests[0]?.query ?? [])).toEqual({ a: "1", apikey: "canäry & co" });
  });

  it("goes to no other origin", async () => {
    const { url, requests } = await serve();
    await transportTo(["https://shop.test"]).exchange(get(url, { auth }), options());
    expect(JSON.stringify([requests[0]?.headers, [...(requests[0]?.query ?? [])]])).not.toContain("can");
  });

  it("does not show in an error", async () => {
    const { url, close } = await serve();
    await close();
    const error = await failureOf(transportTo([url]).exchange(get(`${url}/?q=canary`, { auth }), options()));
    expect(`${error.message} ${error.stack} ${JSON.stringify(error.cause)}`).not.toContain("canary");
  });
});

describe("redirects", () => {
  const auth = { headers: { "x-shop-token": "canary" }, query: { apikey: "canary" } };

  it("are followed on the same origin, with the credential", async () => {
    const { url, requests } = await serve(({ path }) =>
      path === "/a" ? { status: 302, headers: { location: "/b?c=1" } } : { status: 200, body: "end" },
    );
    const reply = await transportTo([url]).exchange(get(`${url}/a`, { auth, headers: { "x-custom": "1" } }), options());
    expect(reply.text()).toBe("end");
    expect(requests[1]).toMatchObject({ path: "/b", headers: { "x-shop-token": "canary", "x-custom": "1" } });
    expect([...(requests[1]?.query ?? [])]).toEqual([
      ["c", "1"],
      ["apikey", "canary"],
    ]);
  });

  it("do not add a credential that the location carries already", async () => {
    const { url, requests } = await serve(({ path }) =>
      path === "/a" ? { status: 302, headers: { location: "/b?apikey=canary" } } : { status: 200 },
    );
    await transportTo([url]).exchange(get(`${url}/a`, { auth }), options());
    expect(requests[1]?.query.getAll("apikey")).toEqual(["canary"]);
  });

  it("to another origin carry neither credential nor custom headers, even where that origin may see its own", async () => {
    const other = await serve();
    const { url } = await serve(() => ({ status: 307, headers: { location: `${other.url}/file` } }));
    const headers = { accept: "text/csv", "x-my-token": "canary", cookie: "canary", authorization: "canary" };
    const reply = await transportTo([url, other.url]).exchange(get(url, { auth, headers }), options());
    expect(reply.status).toBe(200);
    expect(other.requests[0]?.headers.accept).toBe("text/csv");
    expect(JSON.stringify([other.requests[0]?.headers, [...(other.requests[0]?.query ?? [])]])).not.toContain("canary");
  });

  it("back to the first origin do not carry the credential again", async () => {
    const other = await serve(() => ({ status: 302, headers: { location: `${first.url}/b` } }));
    const first = await serve(({ path }) =>
      path === "/a" ? { status: 302, headers: { location: other.url } } : { status: 200 },
    );
    await transportTo([first.url]).exchange(get(`${first.url}/a`, { auth }), options());
    expect(first.requests[1]?.headers).not.toHaveProperty("x-shop-token");
  });

  it("are followed three times and no more", async () => {
    const { url, requests } = await serve(({ path }) => ({ status: 302, headers: { location: `${path}x` } }));
    expect((await transportTo([url]).exchange(get(`${url}/`), options())).status).toBe(302);
    expect(requests.map(({ path }) => path)).toEqual(["/", "/x", "/xx", "/xxx"]);
  });

  it.each([
    ["of a write", { method: "POST" }, "/b"],
    ["to a host that is not listed", { method: "GET" }, "https://evil.test/"],
    ["to another scheme", { method: "GET" }, "file:///etc/passwd"],
    ["to nowhere", { method: "GET" }, "http://"],
  ] as const)("%s are given as replies", async (_, { method }, location) => {
    const { url, requests } = await serve(() => ({ status: 302, headers: { location } }));
    expect((await transportTo([url]).exchange(get(url, { method }), options())).status).toBe(302);
    expect(requests).toHaveLength(1);
  });
});

describe("the size cap", () => {
  it("refuses an announced length over it before reading", async () => {
    const { url } = await serve(() => ({ status: 200, body: "x".repeat(2_000) }));
    const error = await failureOf(transportTo([url]).exchange(post(url), options({ maxReplyBytes: 1_999 })));
    expect(error).toMatchObject({ code: "REPLY_TOO_LARGE", outcome: "unknown" });
  });

  it("cuts a reply of unannounced length off and ends the exchange", async () => {
    let sent = 0;
    const endless = async function* () {
      for (;;) {
        sent += 65_536;
        yield Buffer.alloc(65_536);
      }
    };
    const { url } = await serve(() => ({ status: 200, body: endless() }));
    const error = await failureOf(
      transportTo([url], { limit: { maxReplyBytes: 200_000 } }).exchange(get(url), options()),
    );
    expect(error.code).toBe("REPLY_TOO_LARGE");
    expect(sent).toBeLessThan(50_000_000);
  });

  it("lets a reply of exactly that size through", async () => {
    const { url } = await serve(() => ({ status: 200, body: "x".repeat(2_000) }));
    expect((await transportTo([url]).exchange(get(url), options({ maxReplyBytes: 2_000 }))).bytes).toHaveLength(2_000);
  });

  it("counts decoded bytes: a compressed bomb does not go off", async () => {
    const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024));
    const { url } = await serve(() => ({ status: 200, headers: { "content-encoding": "gzip" }, body: bomb }));
    const error = await failureOf(transportTo([url]).exchange(get(url), options({ maxReplyBytes: 1024 * 1024 })));
    expect(error.code).toBe("REPLY_TOO_LARGE");
  });
});

describe("a failing exchange", () => {
  it("that was refused says by whom, and that it was not executed", async () => {
    const { url, close } = await serve();
    await close();
    const error = await failureOf(transportTo([url]).exchange(post(url), options()));
    expect(error).toMatchObject({ code: "NETWORK", outcome: "not_executed", retryable: true });
    expect(error.message).toBe(`Connection refused by host ${new URL(url).host}.`);
  });

  it("whose host cannot be resolved was not executed", async () => {
    const lookup: UndiciTransportOptions["lookup"] = (_host, _options, callback) =>
      callback(Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" }), "", 0);
    const transport = transportTo([], { lookup, host: { allowed: ["shop.test"] } });
    const error = await failureOf(transport.exchange(post("https://shop.test"), options()));
    expect(error).toMatchObject({
      code: "NETWORK",
      outcome: "not_executed",
      message: "The name of shop.test could not be resolved.",
    });
  });

  it("that found no TLS at the other end was not executed", async () => {
    const { url } = await serve();
    const error = await failureOf(transportTo([]).exchange(post(url.replace("http:", "https:")), options()));
    expect(error).toMatchObject({ code: "NETWORK", outcome: "not_executed" });
    expect(error.message).toContain("No trusted TLS connection");
  });

  it.each([
    ["before", "before the reply came"],
    ["after-apply", "before the reply came"],
    ["mid-body", "in the middle of the reply"],
  ] as const)("that was cut %s has an unknown outcome", async (when, phrase) => {
    const { url } = await serve(undefined, { kind: "reset", when });
    const error = await failureOf(transportTo([url]).exchange(post(url), options()));
    expect(error).toMatchObject({ code: "NETWORK", outcome: "unknown" });
    expect(error.message).toContain(phrase);
  });

  it("whose reply ends before its announced length was cut", async () => {
    const raw = await serveRaw(() => "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{");
    const error = await failureOf(transportTo([raw.url]).exchange(post(raw.url), options()));
    expect(error).toMatchObject({ code: "NETWORK", outcome: "unknown" });
  });

  it("whose reply is no HTTP does not quote it", async () => {
    const raw = await serveRaw(() => "canary is not HTTP\r\n\r\n");
    const error = await failureOf(transportTo([raw.url]).exchange(post(raw.url), options()));
    expect(error).toMatchObject({ code: "NETWORK", outcome: "unknown" });
    expect(`${error.message} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain("canary");
  });

  it("whose reply does not begin in time is an attempt timeout", async () => {
    const { url } = await serve(undefined, { kind: "latency", ms: 60_000 });
    const error = await failureOf(
      transportTo([url], { limit: { headersTimeoutMs: 50 } }).exchange(post(url), options()),
    );
    expect(error).toMatchObject({ code: "ATTEMPT_TIMEOUT", outcome: "unknown" });
  });

  it("whose reply pauses for too long is an attempt timeout", async () => {
    const { url } = await serve(undefined, { kind: "drip", bytesPerSecond: 1 });
    const error = await failureOf(transportTo([url], { limit: { bodyTimeoutMs: 50 } }).exchange(get(url), options()));
    expect(error).toMatchObject({ code: "ATTEMPT_TIMEOUT", outcome: "unknown" });
    expect(error.message).toContain("body timeout");
  });

  it("with a header that HTTP does not allow is our own fault and was not executed", async () => {
    const { url, requests } = await serve();
    const error = await failureOf(
      transportTo([url]).exchange(post(url, { headers: { "x-a": "b\r\nx-c: d" } }), options()),
    );
    expect(error).toMatchObject({ code: "INTERNAL", outcome: "not_executed" });
    expect(requests).toEqual([]);
  });

  it("after closing says that we are shutting down", async () => {
    const { url } = await serve();
    const transport = transportTo([url]);
    await transport.close();
    expect(await failureOf(transport.exchange(post(url), options()))).toMatchObject({
      code: "SHUTTING_DOWN",
      outcome: "not_executed",
    });
  });
});

describe("a socket that the server closed while it was idle", () => {
  const flaky = () =>
    serveRaw((request, connection) => {
      const isSecond = connection === 1 && request.includes("/second");
      return isSecond ? undefined : "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
    }, "keep");

  it("is replaced for a safe request, once", async () => {
    const raw = await flaky();
    const transport = transportTo([raw.url]);
    await transport.exchange(get(`${raw.url}/first`), options());
    await turn();
    expect((await transport.exchange(get(`${raw.url}/second`), options())).status).toBe(200);
    expect(raw.connections()).toBe(2);
  });

  it("is not replaced for a write", async () => {
    const raw = await flaky();
    const transport = transportTo([raw.url]);
    await transport.exchange(get(`${raw.url}/first`), options());
    await turn();
    expect(await failureOf(transport.exchange(post(`${raw.url}/second`), options()))).toMatchObject({
      outcome: "unknown",
    });
    expect(raw.connections()).toBe(1);
  });

  it("is told from a fresh one: a safe request cut on a fresh socket is not repeated", async () => {
    const raw = await serveRaw(() => undefined);
    await failureOf(transportTo([raw.url]).exchange(get(raw.url), options()));
    expect(raw.connections()).toBe(1);
  });
});

describe("an abort", () => {
  it("rejects with the signal's reason before anything is sent", async () => {
    const { url, requests } = await serve();
    await expect(transportTo([url]).exchange(get(url), { signal: AbortSignal.abort("gone") })).rejects.toBe("gone");
    expect(requests).toEqual([]);
  });

  it.each([null, undefined, 0])("rejects with the reason %s, too", async (reason) => {
    const { url, faults } = await serve(undefined, { kind: "latency", ms: 60_000 });
    const controller = new AbortController();
    const pending = transportTo([url]).exchange(get(url), { signal: controller.signal });
    await expect.poll(() => faults.active()[0]?.hits).toBe(1);
    controller.abort(reason);
    await expect(pending).rejects.toBe(controller.signal.reason);
  });

  it("rejects at once while waiting and destroys the exchange", async () => {
    let closed = false;
    const raw = createTcpServer((socket) => {
      socket.on("error", () => {});
      socket.on("close", () => {
        closed = true;
      });
      socket.on("data", () => controller.abort("enough"));
    });
    const controller = new AbortController();
    await new Promise<void>((resolve) => raw.listen(0, "127.0.0.1", resolve));
    endings.push(() => new Promise((resolve) => raw.close(resolve)));
    const address = raw.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    await expect(transportTo([url]).exchange(post(url), { signal: controller.signal })).rejects.toBe("enough");
    await expect.poll(() => closed).toBe(true);
  });

  it("of a queued exchange rejects at once, and it is never sent", async () => {
    const { url, requests } = await serve(undefined, { kind: "latency", ms: 30 }, { times: 1 });
    const transport = transportTo([url], { limit: { maxSockets: 1 } });
    const first = transport.exchange(get(`${url}/first`), options());
    const controller = new AbortController();
    const queued = transport.exchange(post(`${url}/queued`), { signal: controller.signal });
    controller.abort("changed my mind");
    await expect(queued).rejects.toBe("changed my mind");
    await first;
    await transport.exchange(get(`${url}/last`), options());
    expect(requests.map(({ path }) => path)).toEqual(["/first", "/last"]);
  });

  it("after the reply changes nothing", async () => {
    const { url } = await serve();
    const controller = new AbortController();
    const transport = transportTo([url]);
    const reply = await transport.exchange(get(url), { signal: controller.signal });
    controller.abort();
    expect(reply.json()).toEqual({ tea: "Assam" });
    expect((await transport.exchange(get(url), options())).status).toBe(200);
  });
});

it.each([16, 1])("samples the sockets of its pools of %i and says zero once they are gone", async (maxSockets) => {
  const { url, close } = await serve();
  const gauges = new Map<string, number>();
  const ignore = () => {};
  const transport = transportTo([url], {
    limit: { maxSockets },
    metrics: {
      count: ignore,
      observe: ignore,
      add: ignore,
      set: (name, { origin, state }, value) => void gauges.set(`${name} ${origin} ${state}`, value),
    },
  });
  await transport.exchange(get(url), options());
  transport.sample();
  expect(gauges.get(`connector_pool_sockets ${url} connected`)).toBe(1);
  expect(gauges.get(`connector_pool_sockets ${url} running`)).toBe(0);
  await close();
  await expect
    .poll(() => {
      transport.sample();
      return gauges.get(`connector_pool_sockets ${url} connected`);
    })
    .toBe(0);
});
