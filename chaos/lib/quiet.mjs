import { request } from "undici";
import { datedDeliveries } from "./hostile.mjs";
import { until } from "./wait.mjs";

/** Everything up again and nothing left to do. Resolves to the seconds it took. */
export const calmDown = async (world, load) => {
  const { replicas, twin, backend, options } = world;
  await twin.ask("clear");
  const startedMs = Date.now();
  await Promise.all(replicas.map((replica) => replica.ready()));
  await sendDated(world, load);
  await twin.ask("settled");
  const timeoutMs = options.isShort ? 150_000 : 480_000;
  const isIdle = () => until("the backlog being gone", backend.isIdle, { timeoutMs, everyMs: 250 });
  await isIdle();
  const seconds = Math.round((Date.now() - startedMs) / 100) / 10;
  // By now the ledger has found out what it could, and whoever asks is told.
  await load.writer.askAgain();
  // What that did at the shop was announced.
  await twin.ask("settled");
  await isIdle();
  return seconds;
};

/** From more than a year ago and ahead: Shopify signs no time, so they count, once. */
const sendDated = async ({ balancer }, { secret, shop, sender }) => {
  const body = { id: 7, note: "dated", name: "#7" };
  for (const { raw, headers, eventId } of datedDeliveries({ secret, shop, body })) {
    for (let time = 0; time < 2; time += 1) {
      const reply = await request(`${balancer.url}/webhooks/shopify/default`, { method: "POST", headers, body: raw });
      await reply.body.dump();
      if (reply.statusCode >= 300) throw new Error(`a dated delivery was answered ${reply.statusCode}`);
    }
    sender.accepted.set(eventId, { order: 7, kind: "dated", number: -1 });
  }
};
