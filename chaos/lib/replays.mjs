// After the cause is fixed: every dead letter again gives exactly the effects that were missing; everything again gives none.
import { request } from "undici";
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
export const replayEverything = async (world) => {
  const { replicas, state, backend } = world;
  state.isFixed = true;
  await Promise.all(replicas.map((replica) => replica.stop()));
  await Promise.all(replicas.map((replica) => replica.ready()));
  const gateway = replicas[0].url;
  const before = await effects(backend);
  const wanted = await missing(backend);
  const { items } = await admin(gateway, "GET", "/dead-letters?limit=1000");
  for (const { id } of items) await admin(gateway, "POST", `/dead-letters/${id}/retry`, {});
  await until("the dead letters being handled", () => backend.isIdle(), { timeoutMs: 60_000, everyMs: 250 });
  const after = await effects(backend);

  const filter = { types: ["orders/*"] };
  const { total } = await admin(gateway, "POST", "/replays/preview", { filter });
  const replay = await admin(gateway, "POST", "/replays", {
    filter,
    confirmTotal: total,
    perSecond: 10_000,
    reason: "chaos",
  });
  // A replay survives a restart.
  await replicas[0].kill();
  await replicas[0].ready();
  await until(
    "the replay being done",
    async () => (await admin(gateway, "GET", `/replays/${replay.id}`)).state === "done",
    { timeoutMs: 120_000, everyMs: 250 },
  );
  await until("the replayed work being done", () => backend.isIdle(), { timeoutMs: 120_000, everyMs: 250 });
  const atLast = await effects(backend);
  return [
    check("effects gained by retrying the dead letters", `${after - before} of ${wanted}`, after - before === wanted),
    check("effects gained by replaying everything", atLast - after, atLast === after, `${total} events`),
  ];
};

const ask = async (backend, text) => (await backend.run(text))[0].count;

const effects = (backend) => ask(backend, "select count(*)::int from trunkline.chaos_effect");
const missing = (backend) =>
  ask(
    backend,
    `select count(*)::int from trunkline.event e where e.type like 'orders/%'
      and not exists (select 1 from trunkline.chaos_effect c where c.event_id = e.id)`,
  );
