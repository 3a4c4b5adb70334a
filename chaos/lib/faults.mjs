// What goes wrong, as values. `during` is run again and again while there is load, one at a time for those that are
// `alone`; `missing` says why a fault cannot be made here.
import { spawnSync } from "node:child_process";
import { openIdleSockets } from "./hostile.mjs";
import { sleep } from "./wait.mjs";

const isPostgres = ({ backend }) => (backend === "postgres" ? undefined : "the embedded server belongs to its gateway");
const hasSeveral = ({ replicas }) => (replicas.length > 1 ? undefined : "needs two replicas");

const brieflySet = async ({ twin, random }, fault, scope, ms) => {
  await twin.ask("fault", { fault, scope });
  await sleep(random.between(0.5, 1) * ms);
  await twin.ask("clear");
};

/** One of the replicas that run. */
const victim = ({ replicas, random }) => random.pick(replicas.filter((replica) => replica.isRunning()));

export const faults = [
  {
    number: 1,
    title: "gateway killed at random, during start-up too",
    everyMs: [1_500, 3_000],
    during: async (context) => {
      const replica = victim(context);
      await replica?.kill();
      // Half of the time it dies again while it starts.
      if (replica && context.random.chance(0.5)) {
        replica.start();
        await sleep(context.random.between(50, 900));
        await replica.kill();
      }
      replica?.start();
    },
  },
  {
    number: 2,
    title: "gateway stopped in peace under load",
    everyMs: [6_000, 9_000],
    during: async (context) => {
      const replica = victim(context);
      await replica?.stop();
      replica?.start();
    },
  },
  {
    number: 3,
    title: "gateway paused for longer than its lease",
    missing: hasSeveral,
    everyMs: [7_000, 11_000],
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
    alone: true,
    everyMs: [5_000, 9_000],
    during: async ({ database }) => {
      await database.kill();
      await database.start();
    },
  },
  {
    number: 5,
    title: "database stopped, slow, mute",
    missing: isPostgres,
    alone: true,
    everyMs: [8_000, 12_000],
    during: async ({ database, random, isShort }) => {
      const ms = isShort ? 2_000 : random.between(3_000, 30_000);
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
    number: 8,
    title: "shop slow, cut off before and after it acted, lying",
    everyMs: [1_000, 2_500],
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
    everyMs: [4_000, 7_000],
    during: (context) => brieflySet(context, "429-storm", { ratio: 0.5 }, 1_500),
  },
  {
    number: 10,
    title: "clock of one replica jumps",
    missing: (context) =>
      hasSeveral(context) ??
      (spawnSync("sh", ["-c", "command -v faketime"]).status === 0 ? undefined : "faketime is not installed"),
    // The replica is started under it; see run.mjs.
    setUp: true,
  },
  { number: 11, title: "duplicates, reordering, ancient and future-dated", bySender: true },
  { number: 12, title: "poison, and poison that kills the process", bySender: true },
  { number: 13, title: "malformed, deep, oversized, wrong type, gzip bomb", bySender: true },
  {
    number: 14,
    title: "idle and dripping sockets",
    everyMs: [6_000, 9_000],
    during: async ({ replicas, random, isShort }) => {
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
  { number: 15, title: "forged, stale and rotated signatures", bySender: true },
  {
    number: 16,
    title: "a second process on the embedded directory",
    missing: (context) => (context.backend === "embedded" ? undefined : "only the embedded server has a directory"),
    atEnd: true,
  },
  { number: 17, title: "replicas that migrate at once", missing: hasSeveral, setUp: true },
];

/** Faults of the protocol that are not made, and why. */
export const notMade = [
  { number: 6, title: "power cut", reason: "needs a file system that can be cut off under the server" },
  { number: 7, title: "disk full", reason: "needs a file system of a bounded size" },
  { number: 18, title: "both sides edited apart", reason: "there is no two-way synchronisation yet" },
];

/** Runs every fault over and over until stopped. Resolves to how often each was made. */
export const startWeather = (context, { only } = {}) => {
  const made = new Map();
  const reasons = new Map();
  const stopping = new AbortController();
  let alone = Promise.resolve();

  const rounds = async (fault) => {
    const pause = () => sleep(context.random.between(...fault.everyMs), undefined, { signal: stopping.signal });
    for (;;) {
      try {
        await pause();
      } catch {
        return;
      }
      const turn = fault.alone ? alone : undefined;
      const work = Promise.resolve(turn).then(() => fault.during(context));
      if (fault.alone) alone = work.catch(() => {});
      await work;
      made.set(fault.number, (made.get(fault.number) ?? 0) + 1);
    }
  };

  const running = faults
    .filter((fault) => only === undefined || only.includes(fault.number))
    .flatMap((fault) => {
      const reason = fault.missing?.(context);
      if (reason !== undefined) reasons.set(fault.number, reason);
      return reason === undefined && fault.during ? [rounds(fault)] : [];
    });
  return {
    made,
    reasons,
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
    },
  };
};
