// Deliveries that must never be accepted, and clients that misbehave.
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { request } from "undici";
import { sign } from "./sign.mjs";
import { sleep } from "./wait.mjs";

const path = "/webhooks/shopify/default";
const hour = 3_600_000;

/** What is sent, and what may be answered. */
const attacks = {
  forged: ({ secret: _, ...facts }) => sign({ ...facts, secret: "not-the-secret" }),
  "re-serialised": (facts) => {
    const signed = sign(facts);
    return { ...signed, raw: Buffer.from(JSON.stringify(JSON.parse(signed.raw), null, 1)) };
  },
  truncated: (facts) => {
    const signed = sign(facts);
    return { ...signed, raw: signed.raw.subarray(0, signed.raw.length - 9) };
  },
  unsigned: (facts) => {
    const signed = sign(facts);
    const { "x-shopify-hmac-sha256": _, ...headers } = signed.headers;
    return { ...signed, headers };
  },
  oversized: (facts) => sign({ ...facts, body: { ...facts.body, filler: "x".repeat(12 * 1024 * 1024) } }),
  "not JSON": (facts) => sign({ ...facts, body: "order=1" }),
  "too deep": (facts) => sign({ ...facts, body: `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}` }),
  "wrong type": (facts) => {
    const signed = sign(facts);
    return { ...signed, headers: { ...signed.headers, "content-type": "application/xml" } };
  },
  "gzip bomb": (facts) => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    return sign({ ...facts, body: bomb, encoded: true });
  },
  "long key": (facts) => sign({ ...facts, eventId: "k".repeat(10_240) }),
};

/** Sends each attack again and again until stopped. Nothing of it may be accepted. */
export const createHostile = ({ url, secret, shop, random }) => {
  const answers = new Map();
  const acceptedIds = [];
  let stopped = false;

  const attack = async (name) => {
    const body = { id: 1, note: "hostile", name: "#1" };
    const { raw, headers, eventId } = attacks[name]({ topic: "orders/updated", body, secret, shop });
    const all = name === "gzip bomb" ? { ...headers, "content-encoding": "gzip" } : headers;
    try {
      const reply = await request(url + path, { method: "POST", headers: all, body: raw, headersTimeout: 20_000 });
      await reply.body.dump();
      answers.set(name, [...(answers.get(name) ?? []), reply.statusCode]);
      if (reply.statusCode < 300) acceptedIds.push({ name, eventId });
    } catch {
      // A socket that is cut is an answer too.
      answers.set(name, [...(answers.get(name) ?? []), 0]);
    }
  };

  return {
    answers,
    acceptedIds,
    run: async () => {
      while (!stopped) {
        await attack(random.pick(Object.keys(attacks)));
        await sleep(random.between(50, 250));
      }
    },
    /** Each attack once against a gateway that is up, so that none is left out by chance. */
    each: async () => {
      for (const name of Object.keys(attacks)) await attack(name);
    },
    stop: () => {
      stopped = true;
    },
  };
};

/** Deliveries dated far away: Shopify signs no time, so they count, once. */
export const datedDeliveries = ({ secret, shop, body }) =>
  [-400 * 24 * hour, 400 * 24 * hour].map((offset) =>
    sign({ topic: "orders/updated", body, secret, shop, triggeredAt: new Date(Date.now() + offset) }),
  );

/** Opens sockets that say nothing, or a byte now and then. Resolves to how to let go of them. */
export const openIdleSockets = async ({ url, count, dripping }) => {
  const { hostname, port } = new URL(url);
  const sockets = Array.from({ length: count }, (_, index) => {
    const socket = connect(Number(port), hostname);
    socket.on("error", () => {});
    if (dripping && index % 2 === 0)
      socket.write(
        `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n{`,
      );
    return socket;
  });
  const drip = setInterval(() => {
    for (const [index, socket] of sockets.entries())
      if (dripping && index % 2 === 0 && !socket.destroyed) socket.write(" ");
  }, 1_000);
  return () => {
    clearInterval(drip);
    for (const socket of sockets) socket.destroy();
  };
};
