// Looks at the database and at the shop at rest, and says what is not as promised.
import { customersOf } from "./shop.mjs";

/** Row of the report: what was checked, what was found, and whether that is as promised. */
const check = (name, found, ok, detail = "") => ({ name, found, ok, detail });

/** Everything that must hold once nothing is under way. */
export const judge = async (world, load) => {
  const { sender, writer, hostile, weather } = load;
  const deliveries = await world.twin.ask("deliveries");
  return world.backend.query(async (rows) => [
    ...(await judgeEvents(rows, { sender, hostile, deliveries })),
    ...(await judgeEffects(rows, sender)),
    ...(await judgeOrder(rows)),
    ...(await judgeQueue(rows)),
    ...(await judgeWrites(rows, world, writer)),
    ...judgeGateways(world.replicas, weather),
  ]);
};

const judgeEvents = async (rows, { sender, hostile, deliveries }) => {
  const stored = await rows("select dedupe_key from event");
  const known = suffixes(stored.map(({ dedupe_key }) => dedupe_key));
  const lost = [...sender.accepted.keys()].filter((id) => !known.has(id));
  const taken = deliveries.filter(({ status }) => status >= 200 && status < 300).map(({ eventId }) => eventId);
  const lostOfTwin = taken.filter((id) => !known.has(id));
  const { acceptedIds, answers } = hostile;
  const crashes = [...answers].filter(([, statuses]) => statuses.includes(500)).map(([name]) => name);
  return [
    check(
      "accepted events that are stored",
      `${sender.accepted.size - lost.length} of ${sender.accepted.size}`,
      lost.length === 0,
      lost.slice(0, 3).join(", "),
    ),
    check(
      "webhooks of the shop itself that are stored",
      `${taken.length - lostOfTwin.length} of ${taken.length}`,
      taken.length > 0 && lostOfTwin.length === 0,
      lostOfTwin.slice(0, 3).join(", "),
    ),
    check("events stored twice", stored.length - known.size, stored.length === known.size),
    check(
      "forged, damaged or oversized ones accepted",
      acceptedIds.length,
      acceptedIds.length === 0,
      acceptedIds.map(({ name }) => name).join(", "),
    ),
    check("of these, answered as an error of ours", crashes.length, crashes.length === 0, crashes.join(", ")),
  ];
};

/** Dedupe keys are `topic:event id`. */
const suffixes = (keys) => new Set(keys.map((key) => key.slice(key.indexOf(":") + 1)));

const judgeEffects = async (rows, sender) => {
  const [{ effects, distinct }] = await rows(
    "select count(*)::int as effects, count(distinct event_id)::int as distinct from chaos_effect",
  );
  const [{ counter }] = await rows("select coalesce(sum(value), 0)::int as counter from chaos_counter");
  const missing = await rows(
    `select e.id from event e where e.type like 'orders/%' and coalesce(e.payload->>'note', '') not in ('poison', 'killer')
      and not exists (select 1 from chaos_effect c where c.event_id = e.id)`,
  );
  const poisons = await rows(
    `select e.id, e.payload->>'note' as note, w.state from event e join work w on w.event_id = e.id
      where w.queue = 'chaos-effects' and e.payload->>'note' in ('poison', 'killer') and w.replay_id is null`,
  );
  const alive = poisons.filter(({ state }) => state !== "dead");
  const innocents = await rows(
    `select w.id, w.last_error from event e join work w on w.event_id = e.id
      where w.state = 'dead' and e.payload->>'note' is distinct from 'poison' and e.payload->>'note' is distinct from 'killer'`,
  );
  const [{ feed, feedEvents, events }] = await rows(
    `select (select count(*)::int from feed where event_id is not null) as feed,
      (select count(distinct event_id)::int from feed) as "feedEvents", (select count(*)::int from event) as events`,
  );
  const sent = [...sender.accepted.values()];
  const plain = sent.filter(({ kind }) => kind === "plain").length;
  const bad = sent.filter(({ kind }) => kind === "poison" || kind === "killer").length;
  return [
    check(
      "effects missing",
      missing.length,
      missing.length === 0,
      missing
        .slice(0, 3)
        .map(({ id }) => id)
        .join(", "),
    ),
    check("effects done twice", effects - distinct, effects === distinct),
    check("counter against effects", `${counter} = ${effects}`, counter === effects),
    check("effects of the sender's plain events", `${effects} ≥ ${plain}`, effects >= plain),
    check(
      "poison in the dead letters",
      `${poisons.length - alive.length} of ${bad}`,
      alive.length === 0 && poisons.length === bad,
    ),
    check("innocent dead letters", innocents.length, innocents.length === 0, JSON.stringify(innocents[0] ?? "")),
    check("rows of the feed against events", `${feed} = ${events}`, feed === events && feedEvents === events),
  ];
};

const judgeOrder = async (rows) => {
  const [{ wrong }] = await rows(
    `select count(*)::int as wrong from (
       select event_id, lag(event_id) over (partition by ordering_key order by id) as before from chaos_effect) ordered
     where before > event_id`,
  );
  return [check("effects out of order within their key", wrong, wrong === 0)];
};

const judgeQueue = async (rows) => {
  const [{ open, unrelayed }] = await rows(
    `select (select count(*)::int from work where state in ('ready', 'running') and queue not in ('schedules', 'deliveries')) as open,
      (select count(*)::int from event where not relayed) as unrelayed`,
  );
  return [check("work left over", open + unrelayed, open + unrelayed === 0)];
};

/** What the shop has against what was asked for and what was answered. */
export const judgeWrites = async (rows, { balancer }, writer) => {
  const byEmail = Map.groupBy(await customersOf(balancer.url), ({ email }) => email);
  const doubled = [...byEmail].filter(([, list]) => list.length > 1);
  const asked = [...writer.writes.values()];
  const done = asked.filter(({ outcome }) => outcome === "done");
  const told = asked.filter(({ outcome }) => outcome === "unknown").length;
  const open = asked.find(({ outcome }) => outcome !== "done" && outcome !== "unknown");
  const notThere = done.filter(({ email }) => !byEmail.has(email));
  const changed = done.filter(({ ids }) => new Set(ids).size > 1);
  const [{ running, unknown }] = await rows(
    `select count(*) filter (where state = 'running')::int as running, count(*) filter (where state = 'unknown')::int as unknown from write`,
  );
  return [
    check("writes made twice at the shop", doubled.length, doubled.length === 0, doubled[0]?.[0] ?? ""),
    check("writes answered that were not made", notThere.length, notThere.length === 0),
    check("keys with two different answers", changed.length, changed.length === 0),
    check(
      "writes settled",
      `${done.length} of ${asked.length}, ${told} told as unknown`,
      open === undefined,
      JSON.stringify(open ?? ""),
    ),
    check("ledger rows still running", running, running === 0, `${unknown} unknown`),
  ];
};

const judgeGateways = (replicas, weather) => {
  const rude = replicas.flatMap(({ rudeEnds }) => rudeEnds);
  return [
    check("gateways that did not stop in peace", rude.length, rude.length === 0, JSON.stringify(rude[0] ?? "")),
    check("faults that went wrong", weather.failures.length, weather.failures.length === 0, weather.failures[0]),
  ];
};
