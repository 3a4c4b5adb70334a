// Sends signed order webhooks and keeps its own list of what was accepted. Repeats what was not, as the vendor would.
import { Agent, request } from "undici";
import { sign } from "./sign.mjs";
import { sleep } from "./wait.mjs";

const path = "/webhooks/shopify/default";

/** About `keys` orders; of what was accepted, `duplicateShare` is sent once more. */
export const createSender = ({ url, secret, previousSecret, shop, random, keys, duplicateShare }) => {
  const agent = new Agent({ connections: 32, headersTimeout: 10_000, bodyTimeout: 10_000 });
  /** By event id: what was acknowledged with 2xx, in the order of the acknowledgements. */
  const accepted = new Map();
  const counts = { acked: 0, duplicates: 0, refused: 0, unreachable: 0, attempts: 0 };
  const ackMs = [];

  const post = async ({ raw, headers }) => {
    counts.attempts += 1;
    const startedMs = performance.now();
    try {
      const reply = await request(url + path, { method: "POST", dispatcher: agent, headers, body: raw });
      await reply.body.dump();
      if (reply.statusCode < 300) ackMs.push(performance.now() - startedMs);
      return reply.statusCode;
    } catch {
      return 0;
    }
  };

  /** One event until it is accepted. */
  const deliver = async (number) => {
    const order = 1_000 + random.below(keys);
    const kind = number % 200 === 7 ? "poison" : number % 1_000 === 13 ? "killer" : "plain";
    const body = {
      id: order,
      admin_graphql_api_id: `gid://shopify/Order/${order}`,
      name: `#${order}`,
      note: kind,
      number,
    };
    // While a secret is replaced, deliveries come with either.
    const message = sign({ topic: "orders/updated", body, secret: random.chance(0.1) ? previousSecret : secret, shop });
    for (let attempt = 1; ; attempt += 1) {
      const status = await post(message);
      if (status >= 200 && status < 300) {
        counts.acked += 1;
        accepted.set(message.eventId, { order, kind, number });
        // A repeat of what was accepted: another delivery of the same event.
        if (random.chance(duplicateShare)) {
          counts.duplicates += 1;
          const again = sign({ topic: "orders/updated", body, secret, shop, eventId: message.eventId });
          await sleep(random.between(0, 300));
          await post(again);
        }
        return;
      }
      if (status === 0) counts.unreachable += 1;
      else counts.refused += 1;
      await sleep(Math.min(2_000, 50 * 2 ** attempt) * random.next());
    }
  };

  return {
    accepted,
    counts,
    ackMs,
    /** At the given rate and not more than 200 at once; resolves when all of it is accepted. */
    run: async ({ atLeast, perSecond, isEnough }) => {
      const underWay = new Set();
      for (let number = 0; number < atLeast || !isEnough(); number += 1) {
        const work = deliver(number).finally(() => underWay.delete(work));
        underWay.add(work);
        if (underWay.size >= 200) await Promise.race(underWay);
        await sleep(1_000 / perSecond);
      }
      await Promise.all(underWay);
    },
    close: () => agent.close(),
  };
};
