import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { bind } from "../src/client.js";
import type { ConnectionOptions } from "../src/connection.js";
import type { Credential } from "../src/credentials/credential.js";
import { unwrap } from "../src/envelope.js";
import { isConnectorError } from "../src/errors/connector-error.js";
import { openConnection } from "../src/open-connection.js";
import { createFileConnector } from "./file-connector.js";

const MiB = 1024 * 1024;
const endings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(endings.splice(0).map((end) => end()));
});

const listening = async (listener: RequestListener): Promise<Server> => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  endings.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return server;
};

/** A token that can be renewed once. */
const createCredential = (): Credential => {
  let current = "first";
  return {
    kind: "token",
    authorize: async () => ({ headers: { authorization: current } }),
    refused: ({ headers }) => {
      if (headers?.authorization !== current || current === "second") return current === "second";
      current = "second";
      return true;
    },
    state: () => "ready",
  };
};

const open = async (listener: RequestListener, options: ConnectionOptions = {}) => {
  const server = await listening(listener);
  const connector = createFileConnector(createCredential());
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const connection = openConnection(connector, {}, { baseUrl, random: () => 0, ...options });
  endings.push(() => connection.close());
  return bind(connector.operations, connection);
};

const attached = { "content-type": "image/png", "content-disposition": 'attachment; filename="tea.png"' };

const collect = async (content: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts);
};

const failureOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return isConnectorError(error) ? error : expect.unreachable(`no ConnectorError but ${String(error)}`);
};

const receive = async (incoming: IncomingMessage): Promise<number> => {
  let sizeBytes = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) sizeBytes += part.length;
  return sizeBytes;
};

describe("a file that comes as a stream", () => {
  it("tells name, type and size before its bytes, with the credential and the quota of any call", async () => {
    const client = await open(({ headers }, reply) => {
      reply.writeHead(200, { ...attached, "content-length": 3, "x-seen": headers.authorization ?? "" }).end("tea");
    });
    const answer = await client.things.download.stream({ id: "1" });
    const { content, ...head } = unwrap(answer);
    expect(head).toEqual({ fileName: "tea.png", contentType: "image/png", sizeBytes: 3 });
    expect((await collect(content)).toString()).toBe("tea");
    expect(answer.meta).toMatchObject({ attempts: 1, cache: "none", quota: { bucket: "calls" } });
  });

  it("is asked for again with a renewed credential, and after a failure, before its bytes begin", async () => {
    const seen: string[] = [];
    const client = await open(({ headers }, reply) => {
      seen.push(headers.authorization ?? "");
      if (headers.authorization === "first") reply.writeHead(401).end();
      else if (seen.length === 2) reply.writeHead(503, { "retry-after": "0" }).end();
      else reply.writeHead(200, attached).end("tea");
    });
    const answer = await client.things.download.stream({ id: "1" });
    expect((await collect(unwrap(answer).content)).toString()).toBe("tea");
    expect(seen).toEqual(["first", "second", "second"]);
    expect(answer.meta.attempts).toBe(3);
  });

  it("is judged whole where the reply is not the file", async () => {
    const client = await open((_, reply) => {
      reply.writeHead(200, { "content-type": "application/json" }).end('{"failed":true}');
    });
    expect(await client.things.download.stream({ id: "1" })).toMatchObject({
      ok: false,
      error: { code: "NOT_FOUND", message: "There is no such file." },
    });
  });

  it("is refused when its announced size is over the caller's cap, and cut when its bytes are", async () => {
    const client = await open(({ url = "" }, reply) => {
      reply.writeHead(200, url.includes("announced") ? { ...attached, "content-length": 4 } : attached).end("tea!");
    });
    expect(await client.things.download.stream({ id: "announced", maxBytes: 3 })).toMatchObject({
      ok: false,
      error: { code: "REPLY_TOO_LARGE" },
    });
    const { content } = unwrap(await client.things.download.stream({ id: "chunked", maxBytes: 3 }));
    expect((await failureOf(collect(content))).code).toBe("REPLY_TOO_LARGE");
  });

  it("ends with CANCELLED, and its exchange with it, when the caller aborts", async () => {
    const closed = Promise.withResolvers<void>();
    const client = await open((_, reply) => {
      reply.once("close", closed.resolve).writeHead(200, attached).write("tea");
    });
    const patience = new AbortController();
    const { content } = unwrap(await client.things.download.stream({ id: "1" }, { signal: patience.signal }));
    const rest = collect(content);
    patience.abort();
    expect((await failureOf(rest)).code).toBe("CANCELLED");
    await closed.promise;
  });

  it("says so when the connection is cut in the middle of it", async () => {
    const client = await open((_, reply) => {
      reply.writeHead(200, { ...attached, "content-length": 10 }).write("tea");
      setImmediate(() => reply.destroy());
    });
    const { content } = unwrap(await client.things.download.stream({ id: "1" }));
    expect((await failureOf(collect(content))).code).toBe("NETWORK");
  });

  it("is never the one that another call reads", async () => {
    let asked = 0;
    const client = await open((_, reply) => {
      asked += 1;
      reply.writeHead(200, attached).end("tea");
    });
    const both = await Promise.all([1, 2].map(() => client.things.download.stream({ id: "1" })));
    for (const answer of both) expect((await collect(unwrap(answer).content)).toString()).toBe("tea");
    expect(asked).toBe(2);
  });
});

describe("a file that leaves as a stream", () => {
  it.each([
    ["bytes", new Uint8Array(5), "5"],
    ["a Blob", new Blob(["hello"]), "5"],
    [
      "a stream of unknown length",
      (async function* () {
        yield new Uint8Array(2);
        yield new Uint8Array(3);
      })(),
      undefined,
    ],
  ])("sends %s", async (_, content, contentLength) => {
    let headers: IncomingMessage["headers"] = {};
    const client = await open(async (incoming, reply) => {
      headers = incoming.headers;
      reply.end(JSON.stringify({ sizeBytes: await receive(incoming) }));
    });
    const answer = await client.things.upload.stream({ name: "tea.txt" }, content);
    expect(unwrap(answer)).toEqual({ sizeBytes: 5 });
    expect(headers["content-length"]).toBe(contentLength);
    expect(headers["content-type"]).toBe("application/octet-stream");
    expect(headers.authorization).toBe("first");
  });

  it.each([503, 429])("is not repeated after a %s, once bytes have left", async (status) => {
    let asked = 0;
    const client = await open(async (incoming, reply) => {
      asked += 1;
      await receive(incoming);
      reply.writeHead(status, { "retry-after": "0" }).end();
    });
    const answer = await client.things.upload.stream({ name: "tea.txt" }, new Blob(["hello"]));
    expect(answer.ok).toBe(false);
    expect([asked, answer.meta.attempts]).toEqual([1, 1]);
  });

  it("leaves a renewed credential to the next call", async () => {
    const client = await open(async (incoming, reply) => {
      const sizeBytes = await receive(incoming);
      if (incoming.headers.authorization === "first") reply.writeHead(401).end();
      else reply.end(JSON.stringify({ sizeBytes }));
    });
    const send = () => client.things.upload.stream({ name: "tea.txt" }, new Blob(["hello"]));
    expect(await send()).toMatchObject({ error: { code: "UPSTREAM_UNAUTHORIZED" }, meta: { attempts: 1 } });
    expect(unwrap(await send())).toEqual({ sizeBytes: 5 });
  });

  it("refuses a name that does not fit and a size over the cap before anything leaves", async () => {
    const client = await open(() => expect.unreachable("nothing is sent"), { limits: { maxStreamBytes: 1_024 } });
    expect(await client.things.upload.stream({ name: "" }, new Blob(["x"]))).toMatchObject({
      error: { code: "INVALID_INPUT", issues: [{ path: "name" }] },
    });
    expect(await client.things.upload.stream({ name: "x" }, new Uint8Array(1_025))).toMatchObject({
      error: { code: "INVALID_INPUT", outcome: "not_executed", issues: [{ path: "content" }] },
    });
  });

  it.each([
    ["fewer", 6],
    ["more", 4],
  ])("breaks off when it has %s bytes than announced", async (_, sizeBytes) => {
    const client = await open(async (incoming, reply) => {
      await receive(incoming).catch(() => 0);
      reply.end("{}");
    });
    const content = (async function* () {
      yield new Uint8Array(5);
    })();
    expect(await client.things.upload.stream({ name: "x" }, content, { sizeBytes })).toMatchObject({
      error: { code: "INVALID_INPUT", outcome: "unknown" },
    });
  });

  it("tells of a source that fails, and closes one that is not read to its end", async () => {
    const client = await open(async (incoming, reply) => {
      await receive(incoming).catch(() => 0);
      reply.end("{}");
    });
    const broken = (async function* () {
      yield new Uint8Array(5);
      throw new Error("disk");
    })();
    expect(await client.things.upload.stream({ name: "x" }, broken)).toMatchObject({
      error: { code: "INVALID_INPUT", message: "The content could not be read to its end." },
    });
    const closed = Promise.withResolvers<void>();
    const patience = new AbortController();
    const endless = (async function* () {
      try {
        for (;;) {
          yield new Uint8Array(1_024);
          patience.abort();
          await turn();
        }
      } finally {
        closed.resolve();
      }
    })();
    const answer = await client.things.upload.stream({ name: "x" }, endless, { signal: patience.signal });
    expect(answer).toMatchObject({ error: { code: "CANCELLED", outcome: "unknown" } });
    await closed.promise;
  });
});

describe("memory", () => {
  const totalBytes = 200 * MiB;
  /** Sockets of the system hold a few MiB on each side; a buffered file would have all of it. */
  const mostHeldBytes = 32 * MiB;
  const part = new Uint8Array(64 * 1024);

  /** Counts what has been given and not yet taken. */
  const createGauge = () => {
    let givenBytes = 0;
    let takenBytes = 0;
    let mostBytes = 0;
    return {
      give: (bytes: number) => {
        givenBytes += bytes;
        mostBytes = Math.max(mostBytes, givenBytes - takenBytes);
      },
      take: (bytes: number) => {
        takenBytes += bytes;
      },
      given: () => givenBytes,
      taken: () => takenBytes,
      most: () => mostBytes,
    };
  };
  type Gauge = ReturnType<typeof createGauge>;

  const source = async function* (gauge: Gauge) {
    for (let left = totalBytes; left > 0; left -= part.byteLength) {
      gauge.give(part.byteLength);
      yield part;
    }
  };
  /** Resolves when the source gives nothing more because nobody takes it. */
  const standstill = async (gauge: Gauge) => {
    let quietTurns = 0;
    for (let before = -1; quietTurns < 200; before = gauge.given()) {
      quietTurns = gauge.given() === before ? quietTurns + 1 : 0;
      await turn();
    }
  };
  /** Takes the first part, then nothing until the source has come to a standstill, then the rest. */
  const drainLate = async (content: AsyncIterable<Uint8Array>, gauge: Gauge) => {
    for await (const { byteLength } of content) {
      if (gauge.taken() === 0) await standstill(gauge);
      gauge.take(byteLength);
    }
  };
  const serve = async (gauge: Gauge, reply: Parameters<RequestListener>[1]) => {
    reply.writeHead(200, { ...attached, "content-length": totalBytes });
    for await (const bytes of source(gauge))
      if (!reply.write(bytes)) await new Promise((resolve) => reply.once("drain", resolve));
    reply.end();
  };

  it("holds no more of 200 MiB that come down than the sockets do", async () => {
    const gauge = createGauge();
    const client = await open((_, reply) => void serve(gauge, reply));
    const { content, sizeBytes } = unwrap(await client.things.download.stream({ id: "1" }));
    await drainLate(content, gauge);
    expect([sizeBytes, gauge.taken()]).toEqual([totalBytes, totalBytes]);
    expect(gauge.most()).toBeLessThan(mostHeldBytes);
  });

  it("holds no more of 200 MiB that go up than the sockets do", async () => {
    const gauge = createGauge();
    const client = await open(async (incoming, reply) => {
      await drainLate(incoming, gauge);
      reply.end(JSON.stringify({ sizeBytes: gauge.taken() }));
    });
    const answer = await client.things.upload.stream({ name: "big" }, source(gauge), { sizeBytes: totalBytes });
    expect(unwrap(answer)).toEqual({ sizeBytes: totalBytes });
    expect(gauge.most()).toBeLessThan(mostHeldBytes);
  });

  it("passes a file on from one call to another within one operation", async () => {
    const gauge = createGauge();
    const client = await open(async (incoming, reply) => {
      if (incoming.method === "GET") return serve(gauge, reply);
      await drainLate(incoming, gauge);
      reply.end(JSON.stringify({ sizeBytes: gauge.taken() }));
    });
    expect(unwrap(await client.things.copy({ id: "1", name: "copy" }))).toEqual({ sizeBytes: totalBytes });
    expect(gauge.most()).toBeLessThan(2 * mostHeldBytes);
  });
});
