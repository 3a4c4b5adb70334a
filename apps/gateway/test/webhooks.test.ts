import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { ConnectorError } from "@trunkline/core";
import { createManualClock } from "@trunkline/core/testing";
import { Webhook } from "standardwebhooks";
import { describe, expect, it, onTestFinished } from "vitest";
import { createTestApp } from "./test-app.js";
import { createReceiver, gone, secrets, shopifyHeaders, sign } from "./webhook-sources.js";

const body = '{"id":820982911946154508,"customer":{"id":17,"email":"Ada@Example.com"}}';
const url = "/webhooks/shopify/default";

const open = async (changes: Parameters<typeof createReceiver>[1] = {}) => {
  const clock = createManualClock();
  const receiver = createReceiver(clock, changes);
  const { app, logs } = await createTestApp({ webhooks: receiver.deps });
  const post = (headers: Record<string, string>, payload: string | Buffer = body, path = url) =>
    app.inject({ method: "POST", url: path, headers: { "x-request-id": "same", ...headers }, payload });
  return { ...receiver, app, clock, logs, post };
};

describe("a signed delivery", () => {
  it("is stored with what it is about before it is acknowledged", async () => {
    const { post, taken } = await open();
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    expect((await post({ ...shopifyHeaders(body, "e-1"), traceparent })).statusCode).toBe(200);
    expect(taken).toMatchObject([
      {
        connection: "default/shopify/default",
        source: "webhook",
        type: "orders/create",
        dedupeKey: "orders/create:e-1",
        orderingKey: "order:820982911946154508",
        subjects: ["customer:17", "order:820982911946154508", "email:ada@example.com"],
        payload: { id: "820982911946154508" },
        occurredAt: "2026-01-01T00:00:00Z",
        trace: traceparent,
      },
    ]);
    expect(JSON.stringify(taken)).not.toContain(sign(body, secrets.shopify));
  });

  it("is acknowledged again when it is repeated, and stored once", async () => {
    const { post, taken } = await open();
    const answers = [await post(shopifyHeaders(body, "e-1")), await post(shopifyHeaders(body, "e-1"))];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect(taken).toHaveLength(1);
  });

  it("may come under the previous secret until its time is over", async () => {
    const { post, clock } = await open({ configured: ["new", "old until 2026-01-01T01:00Z"] });
    const under = async (secret: string, id: string) => (await post(shopifyHeaders(body, id, secret))).statusCode;
    expect([await under("new", "e-1"), await under("old", "e-2")]).toEqual([200, 200]);
    await clock.advance(3_600_000);
    expect([await under("new", "e-3"), await under("old", "e-4")]).toEqual([200, 401]);
  });

  it("may come from a configured sender by Standard Webhooks", async () => {
    const { post, taken } = await open();
    const text = '{"type":"invoice.paid","timestamp":"2026-01-01T00:00:00Z","data":{"id":"in_1"}}';
    const now = new Date();
    const headers = (at: Date, id = "msg_1") => ({
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
      "webhook-signature": new Webhook(secrets.standard).sign(id, at, text),
    });
    const send = async (given: Record<string, string>) =>
      (await post(given, text, "/webhooks/billing/default")).statusCode;
    expect(await send(headers(now))).toBe(200);
    expect(await send({ ...headers(now), "webhook-id": "msg_2" })).toBe(401);
    expect(await send(headers(new Date(now.getTime() - 3_600_000), "msg_3"))).toBe(401);
    expect(await send(headers(new Date(now.getTime() + 3_600_000), "msg_4"))).toBe(401);
    expect(taken).toMatchObject([{ connection: "default/billing/default", type: "invoice.paid", dedupeKey: "msg_1" }]);
  });

  it("is answered 400 when what is signed cannot be read", async () => {
    const { post, taken } = await open();
    expect((await post(shopifyHeaders("[1", "e-1"), "[1")).statusCode).toBe(400);
    expect(taken).toEqual([]);
  });
});

describe("a delivery that is not proven", () => {
  it.each([
    ["forged", shopifyHeaders(body, "e-1", "guess"), body],
    ["printed anew", shopifyHeaders(body, "e-1"), body.replace(":", ": ")],
    ["cut short", shopifyHeaders(body, "e-1"), body.slice(0, -1)],
    ["without a signature", { "content-type": "application/json" }, body],
  ])("is refused when it is %s", async (_, headers, payload) => {
    const { post, taken } = await open();
    expect((await post(headers, payload)).statusCode).toBe(401);
    expect(taken).toEqual([]);
  });

  it("is answered as one for a source that there is not, byte by byte", async () => {
    const { post } = await open();
    const forged = shopifyHeaders(body, "e-1", "guess");
    const answers = [
      await post(forged),
      await post(forged, body, "/webhooks/shopify/other"),
      await post(forged, body, "/webhooks/nobody/default"),
    ];
    const seen = answers.map(({ statusCode, headers: { date: _, ...headers }, payload }) => ({
      statusCode,
      headers,
      payload,
    }));
    expect(seen[0]?.statusCode).toBe(401);
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
  });

  it("is refused while no secret is known", async () => {
    const { post } = await open({ configured: [] });
    expect((await post(shopifyHeaders(body, "e-1", ""))).statusCode).toBe(401);
  });

  it("leaves its reason in the log, without body and signature", async () => {
    const { post, logs } = await open();
    const headers = shopifyHeaders(body, "e-1", "guess");
    await post(headers);
    const line = logs.find((text) => text.includes("wrong_signature"));
    expect(line).toBeDefined();
    expect(logs.join()).not.toContain("Ada@Example.com");
    expect(logs.join()).not.toContain(headers["x-shopify-hmac-sha256"]);
  });
});

describe("a handshake", () => {
  const handshake = { "content-type": "application/json", "x-hook-secret": "0f0f0f0f-1111-2222-3333-0f0f0f0f0f0f" };
  const path = "/webhooks/zoho-mail/default";

  it("is taken once while an operator waits for it, and never otherwise", async () => {
    const { post, state, kept, taken } = await open();
    expect((await post(handshake, "{}", path)).statusCode).toBe(401);
    state.window = true;
    expect((await post(handshake, "{}", path)).statusCode).toBe(200);
    expect((await post({ ...handshake, "x-hook-secret": "evil-evil-evil" }, "{}", path)).statusCode).toBe(401);
    expect(kept).toEqual([handshake["x-hook-secret"]]);
    expect(taken).toEqual([]);
  });

  it("is no way around a signature", async () => {
    const { post, state, kept } = await open();
    state.window = true;
    const mail = '{"messageId":17,"threadId":4,"fromAddress":"a@b.example"}';
    const signed = { ...handshake, "x-hook-signature": sign(mail, "another") };
    expect((await post(signed, mail, path)).statusCode).toBe(401);
    expect(kept).toEqual([]);
  });
});

describe("bad input", () => {
  it.each([
    ["compressed", { "content-encoding": "gzip" }, gzipSync(Buffer.alloc(10_000_000)), 415],
    ["a form", { "content-type": "application/x-www-form-urlencoded" }, "a=1", 415],
    ["in another charset", { "content-type": "application/json; charset=utf-16" }, body, 415],
    ["too large", {}, `{"a":"${"x".repeat(3_000)}"}`, 413],
  ])("is refused when it is %s", async (_, headers, payload, status) => {
    const { post, taken } = await open();
    expect((await post({ ...shopifyHeaders(body, "e-1"), ...headers }, payload)).statusCode).toBe(status);
    expect(taken).toEqual([]);
  });

  it("is cut off with 408 when it drips, and ends with 413 where it never says how long it is", async () => {
    const { app, clock } = await open();
    const address = new URL(await app.listen({ port: 0, host: "127.0.0.1" }));
    const send = (headers: string, part: string) => {
      const socket = connect(Number(address.port), "127.0.0.1");
      onTestFinished(() => void socket.destroy());
      socket.write(
        `POST ${url} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n${headers}\r\n${part}`,
      );
      return new Promise<string>((resolve) => {
        let text = "";
        socket.on("data", (chunk) => {
          text += chunk.toString();
          if (text.includes("\r\n\r\n")) resolve(text);
        });
      });
    };
    const dripped = send("content-length: 100\r\n", '{"a"');
    await expect.poll(() => clock.sleeping(), { interval: 5 }).toBe(1);
    await clock.advance(5_000);
    expect(await dripped).toMatch(/^HTTP\/1\.1 408 /);
    const endless = send("transfer-encoding: chunked\r\n", `fa0\r\n${"x".repeat(4_000)}\r\n`);
    expect(await endless).toMatch(/^HTTP\/1\.1 413 /);
  });
});

describe("when it cannot be stored", () => {
  it("is told to come again, known or not", async () => {
    const { post } = await open({ secrets: { of: gone, keepHandshake: gone } });
    const known = await post(shopifyHeaders(body, "e-1"));
    expect([known.statusCode, known.headers["retry-after"]]).toEqual([503, "2"]);
    const unknown = await post(shopifyHeaders(body, "e-1"), body, "/webhooks/nobody/default");
    expect(unknown.payload).toBe(known.payload);
  });

  it("is told to come again when storing fails or takes too long for the sender", async () => {
    const failing = await open({ accept: () => Promise.reject(new Error("disk full")) });
    const answer = await failing.post(shopifyHeaders(body, "e-1"));
    expect([answer.statusCode, answer.headers["retry-after"]]).toEqual([503, "5"]);
    expect(answer.payload).not.toContain("disk full");
    const { post, clock } = await open({ accept: () => new Promise(() => {}) });
    const pending = post(shopifyHeaders(body, "e-1"));
    await expect.poll(() => clock.sleeping(), { interval: 5 }).toBe(1);
    await clock.advance(4_000);
    expect((await pending).statusCode).toBe(503);
  });

  it("is not asked for again when it can never be stored", async () => {
    const accept = () => Promise.reject(new ConnectorError("INVALID_INPUT", { message: "payload: is too deep" }));
    const { post, logs } = await open({ accept });
    expect((await post(shopifyHeaders(body, "e-1"))).statusCode).toBe(400);
    expect(logs.join()).toContain("payload: is too deep");
  });

  it("is told to come again while too much is waiting", async () => {
    const { post, taken } = await open({ pressure: async () => 30_000 });
    const answer = await post(shopifyHeaders(body, "e-1"));
    expect([answer.statusCode, answer.headers["retry-after"]]).toEqual([503, "30"]);
    expect(taken).toEqual([]);
  });

  it("is told to slow down when its source sends too fast, which forged ones do not count for", async () => {
    const { post, clock } = await open({ limits: { perSecond: 1 } });
    for (let forged = 0; forged < 20; forged += 1) await post(shopifyHeaders(body, `f-${forged}`, "guess"));
    const statuses = [];
    for (let number = 0; number < 6; number += 1)
      statuses.push((await post(shopifyHeaders(body, `e-${number}`))).statusCode);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    await clock.advance(1_000);
    expect((await post(shopifyHeaders(body, "e-9"))).statusCode).toBe(200);
  });
});
