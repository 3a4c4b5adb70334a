// What goes wrong, as values, numbered as in the protocol that they follow. `during` is made again and again while there is
// load, one at a time of each `group`; `missing` says why a fault cannot be made here; one without `during` is always there,
// made by what `by` names.
import { missingClock } from "./clock.mjs";
import { openIdleSockets } from "./hostile.mjs";
import { sleep, until } from "./wait.mjs";

/** The pause between two faults of one group, in milliseconds. Those of different groups meet as they may. */
export const pausesMs = {
  kill: [300, 2_500],
  gateway: [4_000, 8_000],
  database: [2_500, 6_000],
  shop: [500, 2_000],
  clock: [1_500, 4_000],
  sockets: [5_000, 8_000],
};

const needsServer = ({ isShared }) => (isShared ? undefined : "the embedded server belongs to its gateway");
const needsReplicas = ({ replicas }) => (replicas.length > 1 ? undefined : "it takes two gateways");
const needsDisk = (context) => needsServer(context) ?? context.database.disk.reason;

const brieflySet = async ({ twin, random }, fault, scope, ms) => {
  await twin.ask("fault", { fault, scope });
  await sleep(random.between(0.5, 1) * ms);
  await twin.ask("clear");
};

/** However slow the machine, each life has a beginning, and most have a middle: else there is nothing to be killed in. */
const backAgain = async ({ recoveries }, replica) => {
  const startedMs = performance.now();
  await replica.ready(30_000);
  recoveries.gateway.push(performance.now() - startedMs);
};

/** Starts the server and waits until a webhook is accepted again. */
const databaseBack = async ({ database, sender, recoveries, isOver }) => {
  await database.start();
  const startedMs = performance.now();
  const { acked } = sender.counts;
  const isAccepting = () => sender.counts.acked > acked;
  await until("a webhook being accepted", () => isAccepting() || isOver(), { timeoutMs: 60_000 });
  if (isAccepting()) recoveries.database.push(performance.now() - startedMs);
};

/** One of the replicas that run. */
const victim = ({ replicas, random }) => random.pick(replicas.filter((replica) => replica.isRunning()));

export const faults = [
  {
    number: 1,
    title: "gateway killed at random, during start-up too",
    group: "kill",
    during: async (context) => {
      const replica = victim(context);
      if (!replica) return;
      await replica.kill();
      // Often it dies again while it starts.
      if (context.random.chance(0.4)) {
        replica.start();
        await sleep(context.random.between(50, 1_500));
        await replica.kill();
      }
      await backAgain(context, replica);
    },
  },
  {
    number: 2,
    title: "gateway stopped in peace under load",
    group: "gateway",
    during: async (context) => {
      const replica = victim(context);
      if (!replica) return;
      await replica.stop();
      await backAgain(context, replica);
    },
  },
  {
    number: 3,
    title: "gateway paused for longer than its lease",
    missing: needsReplicas,
    group: "gateway",
    during: async (context) => {
      const replica = victim(context);
      replica?.pause();
      await sleep(context.leaseMs * 1.5);
      replica?.resume();
    },
  },
  {
    number: 4,
    title: "database server killed",
    group: "database",
    during: async (context) => {
      await context.database.kill();
      await databaseBack(context);
    },
  },
  {
    number: 5,
    title: "database stopped, slow, mute",
    missing: needsServer,
    group: "database",
    during: async ({ database, random, options }) => {
      const ms = options.isShort ? 2_000 : random.between(3_000, 30_000);
      const way = random.pick(["stop", "slow", "mute"]);
      if (way === "stop") {
        await database.stop();
        await sleep(ms);
        await database.start();
      } else if (way === "slow") {
        database.proxy.slow(250); // each way
        await sleep(ms);
        database.proxy.slow(0);
      } else {
        database.proxy.mute(true);
        await sleep(Math.min(ms, 8_000));
        database.proxy.mute(false);
      }
    },
  },
  {
    number: 6,
    title: "power cut: what was not synced is gone",
    missing: needsDisk,
    group: "database",
    during: async (context) => {
      await context.database.cutPower();
      await databaseBack(context);
    },
  },
  {
    number: 7,
    title: "disk full",
    missing: needsDisk,
    group: "database",
    during: async (context) => {
      const { disk } = context.database;
      disk.fill();
      await sleep(context.random.between(1_000, 4_000));
      disk.free();
      await databaseBack(context);
    },
  },
  {
    number: 8,
    title: "shop slow, cut off before and after it acted, lying",
    group: "shop",
    during: async (context) => {
      const fault = context.random.pick([
        "cut-after-apply",
        "cut-mid-body",
        "down",
        "truncated",
        "html",
        "500",
        { kind: "latency", ms: 3_000 },
      ]);
      await brieflySet(context, fault, { ratio: 0.3 }, 1_500);
    },
  },
  {
    number: 9,
    title: "429 storm",
    group: "shop",
    during: (context) => brieflySet(context, "429-storm", { ratio: 0.5 }, 1_500),
  },
  {
    number: 10,
    title: "clock of one gateway wrong by minutes, and jumping",
    missing: (context) => needsReplicas(context) ?? missingClock(),
    group: "clock",
    during: async ({ clock, random }) => clock.jump(random.pick([-240, -60, 0, 60, 240])),
  },
  { number: 11, title: "duplicates, reordering, ancient and future-dated", by: "the sender" },
  { number: 12, title: "poison, and poison that kills the process", by: "the sender" },
  { number: 13, title: "malformed, deep, oversized, wrong type, gzip bomb, endless key", by: "the hostile client" },
  {
    number: 14,
    title: "idle and dripping sockets",
    group: "sockets",
    during: async ({ replicas, random, options: { isShort } }) => {
      const targets = replicas.filter((replica) => replica.isRunning());
      const release = await openIdleSockets({
        url: random.pick(targets)?.url ?? replicas[0].url,
        count: isShort ? 200 : 2_000,
        dripping: true,
      });
      await sleep(isShort ? 2_000 : 6_000);
      release();
    },
  },
  { number: 15, title: "forged, damaged and unsigned; secrets rotated", by: "the hostile client and the sender" },
  {
    number: 16,
    title: "a second process on the embedded directory",
    missing: ({ isShared }) => (isShared ? "only the embedded server has a directory" : undefined),
    by: "the judge, at the end",
  },
  { number: 17, title: "all gateways migrate at once and are killed at it", by: "the start of the run" },
];

/** Faults of the protocol that are not made, and why. */
export const notMade = [
  { number: 17, title: "restored from a backup under load", reason: "there is no backup command yet" },
  { number: 18, title: "both sides edited apart", reason: "there is no two-way synchronisation yet" },
];
