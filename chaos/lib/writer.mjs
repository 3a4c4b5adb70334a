// Asks for keyed writes as an impatient agent would: gives up, asks again with the same key, until there is an answer.
import { randomUUID } from "node:crypto";
import { Agent, request } from "undici";
import { sleep } from "./wait.mjs";

/**
 * Creates customers, one per key. What the twin has at the end tells whether one was made twice. It gives up on a write that
 * stays unknown for `patienceMs`: that a write was never sent is believed only after a minute.
 */
export const createWriter = ({ url, random, patienceMs }) => {
  const agent = new Agent({ connections: 16 });
  /** By key: the e-mail address asked for, and how it ended. */
  const writes = new Map();
  const counts = { asked: 0, attempts: 0, answered: 0, unknown: 0, refused: 0 };

  const post = async (key, email, signal) => {
    counts.attempts += 1;
    const reply = await request(`${url}/v1/shopify/customers/create`, {
      method: "POST",
      dispatcher: agent,
      headers: { "content-type": "application/json", "idempotency-key": key },
      body: JSON.stringify({ email, firstName: "Chaos", lastName: key.slice(0, 8) }),
      headersTimeout: 20_000,
      bodyTimeout: 20_000,
      signal,
    });
    const text = await reply.body.text();
    return { status: reply.statusCode, body: text === "" ? undefined : JSON.parse(text) };
  };

  const write = async (number) => {
    const key = `chaos-${number}-${randomUUID()}`;
    const email = `chaos-${number}@example.com`;
    const record = { key, email, ids: [], outcome: "open" };
    const startedMs = Date.now();
    writes.set(key, record);
    counts.asked += 1;
    for (let attempt = 1; ; attempt += 1) {
      try {
        // Now and then it loses patience while the write is under way.
        const timeoutMs = random.chance(0.2) ? random.between(5, 100) : 20_000;
        const { status, body } = await post(key, email, AbortSignal.timeout(timeoutMs));
        record.last = body?.error ?? status;
        if (status < 300) {
          record.ids.push(body?.data?.id);
          record.outcome = "done";
          // Asked again: the same answer, and no second customer.
          if (record.ids.length === 1 && random.chance(0.2)) continue;
          counts.answered += 1;
          return;
        }
        if (body?.error?.retryable === false && body.error.outcome !== "unknown") {
          // The shop takes every one of these writes once: who is refused for good was here before.
          record.outcome = body.error.code;
          counts.refused += 1;
          return;
        }
        if (body?.error?.outcome === "unknown") {
          record.outcome = "unknown";
          if (Date.now() - startedMs > patienceMs) {
            counts.unknown += 1;
            return;
          }
        }
      } catch {
        // Cut off: nobody knows, so it asks again.
      }
      await sleep(Math.min(1_500, 40 * 2 ** attempt) * random.next() + 20);
    }
  };

  return {
    writes,
    counts,
    /** Asks once more for each write that was left unknown. */
    askAgain: async () => {
      for (const record of writes.values()) {
        for (let attempt = 1; record.outcome === "unknown" && attempt <= 5; attempt += 1) {
          const { status, body } = await post(record.key, record.email, AbortSignal.timeout(20_000));
          if (status < 300) {
            record.ids.push(body?.data?.id);
            record.outcome = "done";
          } else if (body?.error?.outcome === "unknown") break;
          else if (body?.error?.retryable === false) record.outcome = `${body.error.code} after unknown`;
          else await sleep(500);
        }
      }
    },
    run: async ({ atLeast, perSecond, isEnough }) => {
      const underWay = new Set();
      for (let number = 0; number < atLeast || !isEnough(); number += 1) {
        const work = write(number).finally(() => underWay.delete(work));
        underWay.add(work);
        if (underWay.size >= 64) await Promise.race(underWay);
        await sleep(1_000 / perSecond);
      }
      await Promise.all(underWay);
    },
    close: () => agent.close(),
  };
};
