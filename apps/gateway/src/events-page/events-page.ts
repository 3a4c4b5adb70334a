import { randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { sql } from "kysely";
import { listEvents } from "../admin/actions/events.js";
import type { AppDeps } from "../app.js";
import type { Background } from "../durable/background.js";
import type { Durable } from "../durable/durable.js";
import { localOrAdmin } from "../http/access.js";
import { pagePolicy } from "../http/security-headers.js";
import { type EventsFacts, eventsPartView, eventsView } from "./events-view.js";

const htmlType = "text/html; charset=utf-8";

/**
 * `/events`: what came in, what waits, what was given up. Open on a loopback bind, as the first page is: it shows names,
 * states and counts. Payloads and what its buttons do are actions, which need the scope `admin`.
 */
export const registerEventsPage = (app: FastifyInstance, deps: AppDeps): void => {
  const mayLook = localOrAdmin(deps.settings.loopback, deps.authenticate);
  app.get("/events", async (request, reply) => {
    const allowed = await mayLook(request).then(
      () => true,
      () => false,
    );
    const nonce = randomBytes(16).toString("base64");
    const facts = allowed ? await readFacts(deps.durable) : undefined;
    return reply.header("content-security-policy", pagePolicy(nonce)).type(htmlType).send(eventsView(nonce, facts));
  });
  app.get("/events.html", { preParsing: mayLook }, async (_request, reply) =>
    reply.type(htmlType).send(eventsPartView(await readFacts(deps.durable))),
  );
};

const context = { actor: "page", signal: new AbortController().signal, onProgress: () => undefined };

const readFacts = async ({ state, value }: Background<Durable>): Promise<EventsFacts> => {
  if (value === undefined) return { state };
  try {
    const [{ events }, queues, accepted, dead, replays, unknown] = await Promise.all([
      listEvents.run(value, { limit: 50 }, context),
      value.plane.queue.stats(),
      countAccepted(value),
      value.plane.deadLetters.list({ limit: 10 }),
      value.plane.replays.list({ limit: 5 }),
      value.ledger.list({ state: "unknown", limit: 100 }),
    ]);
    return { state, events, queues, accepted, deadLetters: dead.items, replays, unknownWrites: unknown.writes.length };
  } catch {
    return { state: { status: "waiting", reason: "The database did not answer just now." } };
  }
};

const countAccepted = async ({ store }: Durable): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select count(*) from (select from event where received_at > clock_timestamp() - interval '1 day' limit 1000000) e
  `.execute(store.db);
  return rows[0]?.count ?? 0;
};
