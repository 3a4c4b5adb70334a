import { request as httpRequest } from "node:http";
import { afterEach, expect, it } from "vitest";
import { createFaultDial, type Fault } from "./fault-dial.js";
import { createLoopbackServer, type LoopbackServer, type LoopbackServerOptions } from "./loopback-server.js";

const servers: LoopbackServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const start = async (options: Partial<LoopbackServerOptions> = {}, fault?: Fault) => {
  const faults = createFaultDial({ random: () => 0 });
  if (fault) faults.set(fault);
  const handled: string[] = [];
  const server = await createLoopbackServer({
    faults,
    handle: async (request) => {
      handled.push(`${request.method} ${request.path}`);
      return { status: 200, body: { tea: "Darjeeling", grams: 100 } };
    },
    ...options,
  });
  servers.push(server);
  return { url: server.url, handled, server, faults };
};

/** Status, headers and whatever arrived, with the socket's error if it broke. */
const send = (url: string, { method = "GET", body = "" } = {}) =>
  new Promise<{ status?: number; headers: Record<string, unknown>; text: string; error?: string }>((resolve) => {
    const outgoing = httpRequest(url, { method, agent: false }, (incoming) => {
      let text = "";
      const result = () => ({ status: incoming.statusCode, headers: incoming.headers, text });
      incoming.setEncoding("utf8");
      incoming.on("data", (chunk) => {
        text += chunk;
      });
      incoming.on("end", () => resolve(result()));
      incoming.on("error", (error: NodeJS.ErrnoException) => resolve({ ...result(), error: error.code }));
    });
    outgoing.on("error", (error: NodeJS.ErrnoException) => resolve({ headers: {}, text: "", error: error.code }));
    outgoing.end(body);
  });

it("gives the handler the whole request", async () => {
  const { url } = await start({
    handle: async (request) => ({
      status: 201,
      headers: { "x-shop": "nordlicht" },
      body: {
        path: request.path,
        first: request.query.get("first"),
        json: request.json(),
        length: request.body.length,
      },
    }),
  });
  const reply = await send(`${url}/admin/orders?first=5`, { method: "POST", body: '{"a":1}' });
  expect(reply).toMatchObject({
    status: 201,
    headers: { "x-shop": "nordlicht", "content-type": "application/json; charset=utf-8" },
  });
  expect(JSON.parse(reply.text)).toEqual({ path: "/admin/orders", first: "5", json: { a: 1 }, length: 7 });
});

it.each([
  ["a string", "Grüner Tee", "text/plain; charset=utf-8", "Grüner Tee"],
  ["bytes", Buffer.from("abc"), "application/octet-stream", "abc"],
  ["nothing", undefined, undefined, ""],
  ["null as JSON", null, "application/json; charset=utf-8", "null"],
])("sends %s", async (_, body, contentType, text) => {
  const { url } = await start({ handle: async () => ({ status: 200, body }) });
  const reply = await send(url);
  expect(reply.text).toBe(text);
  expect(reply.headers["content-type"]).toBe(contentType);
});

it("sends a stream part by part", async () => {
  const parts = async function* () {
    yield Buffer.from("first,");
    yield Buffer.from("second");
  };
  const { url } = await start({
    handle: async () => ({ status: 200, headers: { "content-type": "text/csv" }, body: parts() }),
  });
  expect(await send(url)).toMatchObject({
    text: "first,second",
    headers: { "content-type": "text/csv", "transfer-encoding": "chunked" },
  });
});

it("answers HEAD without a body", async () => {
  const { url } = await start();
  expect(await send(url, { method: "HEAD" })).toMatchObject({
    status: 200,
    text: "",
    headers: { "content-length": "32" },
  });
});

it("answers 500 when the handler throws", async () => {
  const { url } = await start({ handle: () => Promise.reject(new Error("no such shelf")) });
  const reply = await send(url);
  expect(reply.status).toBe(500);
  expect(reply.text).toContain("no such shelf");
});

it("cuts the connection when a streamed body fails midway", async () => {
  const parts = async function* () {
    yield Buffer.from("first");
    throw new Error("shelf collapsed");
  };
  const { url } = await start({ handle: async () => ({ status: 200, body: parts() }) });
  expect((await send(url)).error).toBe("ECONNRESET");
});

it("answers 413 to a body over the limit", async () => {
  const { url, handled } = await start({ maxBodyBytes: 10 });
  expect(await send(url, { method: "POST", body: "x".repeat(11) })).toMatchObject({ status: 413 });
  expect(handled).toEqual([]);
});

it("says so when the port is taken", async () => {
  const { url } = await start();
  const port = Number(new URL(url).port);
  await expect(start({ port })).rejects.toThrow(`Port ${port} is taken`);
});

it("closes twice without complaint, with connections open and a request delayed", async () => {
  const { url, server, faults, handled } = await start({}, { kind: "latency", ms: 60_000 });
  const pending = send(url);
  await expect.poll(() => faults.active()[0]?.hits).toBe(1);
  await Promise.all([server.close(), server.close()]);
  await server.close();
  expect((await pending).error).toBe("ECONNRESET");
  expect(handled).toEqual([]);
});

it("delays by the latency, then answers", async () => {
  const { url, handled } = await start({}, { kind: "latency", ms: 1 });
  expect(await send(url)).toMatchObject({ status: 200 });
  expect(handled).toHaveLength(1);
});

it("answers a status fault without handling the request", async () => {
  const { url, handled } = await start(
    {},
    { kind: "status", status: 500, body: "<html>", headers: { "content-type": "text/html" } },
  );
  expect(await send(url)).toMatchObject({ status: 500, text: "<html>", headers: { "content-type": "text/html" } });
  expect(handled).toEqual([]);
});

it("answers 429 with Retry-After in a storm", async () => {
  const { url, handled } = await start({}, { kind: "storm", ratio: 0.5, retryAfterSeconds: 2 });
  expect(await send(url)).toMatchObject({ status: 429, headers: { "retry-after": "2" } });
  expect(handled).toEqual([]);
});

it("cuts the connection before the request is handled", async () => {
  const { url, handled } = await start({}, { kind: "reset", when: "before" });
  expect((await send(url, { method: "POST", body: "{}" })).error).toBe("ECONNRESET");
  expect(handled).toEqual([]);
});

it("cuts the connection after the request was applied", async () => {
  const { url, handled } = await start({}, { kind: "reset", when: "after-apply" });
  expect((await send(url, { method: "POST", body: "{}" })).error).toBe("ECONNRESET");
  expect(handled).toEqual(["POST /"]);
});

it.each([
  ["some", { tea: "Assam, first flush" }],
  ["one byte", 1],
  ["no", undefined],
])("cuts the connection in the middle of a body of %s", async (_, body) => {
  const { url } = await start({ handle: async () => ({ status: 200, body }) }, { kind: "reset", when: "mid-body" });
  const reply = await send(url);
  expect(reply).toMatchObject({ status: 200, error: "ECONNRESET" });
  expect(reply.text.length).toBeLessThan((JSON.stringify(body) ?? "x").length);
});

it("truncates the body but ends the exchange correctly", async () => {
  const { url } = await start({}, { kind: "truncate" });
  const reply = await send(url);
  expect(reply.error).toBeUndefined();
  expect(reply.text).toBe('{"tea":"Darjeeli');
});

it("drips the body in slices until it is whole", async () => {
  const { url } = await start({}, { kind: "drip", bytesPerSecond: 2_000 });
  expect((await send(url)).text).toBe('{"tea":"Darjeeling","grams":100}');
});

it("serves a page of the wrong content type in front of the upstream", async () => {
  const { url, handled } = await start(
    {},
    { kind: "content-type", contentType: "text/html", body: "<p>Maintenance</p>" },
  );
  expect(await send(url)).toMatchObject({
    status: 200,
    text: "<p>Maintenance</p>",
    headers: { "content-type": "text/html" },
  });
  expect(handled).toEqual([]);
});

it("serves the real reply under the wrong content type", async () => {
  const { url, handled } = await start({}, { kind: "content-type", contentType: "text/plain" });
  expect(await send(url)).toMatchObject({
    text: '{"tea":"Darjeeling","grams":100}',
    headers: { "content-type": "text/plain" },
  });
  expect(handled).toHaveLength(1);
});

it("leaves an upstream's own fault to the simulator", async () => {
  const { url, handled } = await start(
    {
      onUpstreamFault: ({ name }) =>
        name === "throttled-in-200" ? { status: 200, body: { errors: ["THROTTLED"] } } : undefined,
    },
    { kind: "upstream", name: "throttled-in-200" },
  );
  expect((await send(url)).text).toBe('{"errors":["THROTTLED"]}');
  expect(handled).toEqual([]);
});

it("handles the request as usual when the simulator does not know the fault", async () => {
  const { url, handled } = await start({ onUpstreamFault: () => undefined }, { kind: "upstream", name: "unheard-of" });
  expect(await send(url)).toMatchObject({ status: 200 });
  expect(handled).toHaveLength(1);
});

it("lets a fault match by the operation's name", async () => {
  const faults = createFaultDial();
  faults.set("500", { match: "OrdersList" });
  const { url } = await start({
    faults,
    operationOf: (request) => (request.json() as { operationName: string }).operationName,
  });
  expect(await send(url, { method: "POST", body: '{"operationName":"OrdersList"}' })).toMatchObject({ status: 500 });
  expect(await send(url, { method: "POST", body: '{"operationName":"OrdersGet"}' })).toMatchObject({ status: 200 });
});
