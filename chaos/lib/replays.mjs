// After the cause is fixed: every dead letter again gives exactly the effects that were missing; everything again gives none.
import { request } from "undici";
import { judgeWrites } from "./oracle.mjs";
import { until } from "./wait.mjs";

const check = (name, found, ok, detail = "") => ({ name, found, ok, detail });

const admin = async (gateway, method, path, body) => {
  const reply = await request(`${gateway}/admin${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await reply.body.text();
  if (reply.statusCode >= 300) throw new Error(`${method} ${path} answered ${reply.statusCode}: ${text.slice(0, 300)}`);
  return text === "" ? undefined : JSON.parse(text);
};

/** Restarts the gateways with handlers that no longer fail, and replays. */
export const replayEverything = async (world, { writer }) => {
  const { replicas, backend, say } = world;
  world.isFixed = true;
  await Promise.all(replicas.map((replica) => replica.stop()));
  await Promise.all(replicas.map((replica) => replica.ready()));
  const before = await countOf(backend, effects);
  const wanted = await countOf(backend, missing);
  await retryDeadLetters(world);
  const after = await countOf(backend, effects);
  say("the dead letters are done; everything is replayed, and a gateway killed meanwhile");
  const { total, stateAtKill } = await replayUnderFire(world);
  const atLast = await countOf(backend, effects);
  const writes = await backend.query((rows) => judgeWrites(rows, world, writer));
  const doubled = writes.filter(({ ok }) => !ok);
  return [
    check("effects gained by retrying the dead letters", `${after - before} of ${wanted}`, after - before === wanted),
    check("effects gained by replaying everything", atLast - after, atLast === after, `${total} events`),
    check("replay that a gateway was killed under", stateAtKill, stateAtKill === "running"),
    check("writes changed by all of this", doubled.length, doubled.length === 0, doubled[0]?.name),
  ];
};

const retryDeadLetters = async ({ replicas: [{ url }], backend }) => {
  for (;;) {
    const { items } = await admin(url, "GET", "/dead-letters?limit=1000");
    if (items.length === 0) break;
    for (const { id } of items) await admin(url, "POST", `/dead-letters/${id}/retry`, {});
    if (items.length < 1_000) break;
  }
  await until("the dead letters being handled", backend.isIdle, { timeoutMs: 90_000, everyMs: 250 });
};

/** At a rate that leaves the time to kill it in the middle. */
const replayUnderFire = async ({ replicas, backend }) => {
  const [{ url }] = replicas;
  const filter = { types: ["orders/*"] };
  const { total } = await admin(url, "POST", "/replays/preview", { filter });
  const perSecond = Math.max(50, Math.ceil(total / 5));
  const { id } = await admin(url, "POST", "/replays", { filter, confirmTotal: total, perSecond, reason: "chaos" });
  const replay = () => admin(url, "GET", `/replays/${id}`);
  await until("the replay having begun", async () => (await replay()).enqueued > 0, { everyMs: 50 });
  const { state: stateAtKill } = await replay();
  await Promise.all(replicas.map((replica) => replica.kill()));
  await Promise.all(replicas.map((replica) => replica.ready()));
  await until("the replay being done", async () => (await replay()).state === "done", patience);
  await until("the replayed work being done", backend.isIdle, patience);
  return { total, stateAtKill };
};

const patience = { timeoutMs: 240_000, everyMs: 250 };

const countOf = (backend, text) => backend.query(async (rows) => (await rows(text))[0].count);

const effects = "select count(*)::int from chaos_effect";
const missing = `select count(*)::int from event e where e.type like 'orders/%'
  and not exists (select 1 from chaos_effect c where c.event_id = e.id)`;
