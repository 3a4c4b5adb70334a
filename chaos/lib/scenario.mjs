// One run against one back end: set up, load under faults, quiet, judgement.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { request } from "undici";
import { backends } from "./backends.mjs";
import { startBalancer } from "./balancer.mjs";
import { startWeather } from "./faults.mjs";
import { freePort } from "./free-port.mjs";
import { createHostile, datedDeliveries } from "./hostile.mjs";
import { judge } from "./oracle.mjs";
import { createRandom } from "./random.mjs";
import { replayEverything } from "./replays.mjs";
import { createReplica } from "./replica.mjs";
import { createSender } from "./sender.mjs";
import { customersOf, subscribe } from "./shop.mjs";
import { startTwin } from "./twin.mjs";
import { until } from "./wait.mjs";
import { createWriter } from "./writer.mjs";

const leaseMs = 3_000;
const handlersFile = new URL("../handlers.mjs", import.meta.url).pathname;

/** Runs it; resolves to the report. */
export const runScenario = async (options) => {
  const missing = backends[options.backend].missing();
  if (missing) return { backend: options.backend, bug: options.bug, skipped: missing };
  const directory = mkdtempSync(join(tmpdir(), "trunkline-chaos-"));
  const closers = [];
  const startedMs = Date.now();
  try {
    const world = await createWorld(options, directory, closers);
    const load = await runLoad(world, options);
    const drainSeconds = await calmDown(world, load);
    const checks = await settleAndJudge(world, load);
    return toReport(options, world, load, {
      checks,
      drainSeconds,
      seconds: Math.round((Date.now() - startedMs) / 1000),
    });
  } finally {
    for (const close of closers.reverse()) await Promise.resolve(close()).catch(() => {});
    if (options.keep) process.stderr.write(`chaos: left ${directory}\n`);
    else rmSync(directory, { recursive: true, force: true });
  }
};

const createWorld = async (options, directory, closers) => {
  const random = createRandom(options.seed);
  const twin = await startTwin(options.seed);
  closers.push(() => twin.close());
  const backend = await backends[options.backend].start({ directory, settings: options.databaseSettings });
  closers.push(() => backend.close());
  const suicides = join(directory, "suicides");
  writeFileSync(suicides, "");
  const targets = [];
  const balancer = await startBalancer({ targets: () => targets, acksEarly: options.bug === "ack-before-commit" });
  closers.push(() => balancer.close());
  const state = { isFixed: false };
  const count = backend.isShared ? options.replicas : 1;
  const replicas = [];
  for (let index = 0; index < count; index += 1) {
    const name = `gateway-${index}`;
    const home = join(directory, backend.isShared ? name : "gateway");
    mkdirSync(home, { recursive: true });
    const env = () => ({ ...environment({ twin, balancer, home, suicides, options, state }), ...backend.env() });
    const port = await freePort();
    const replica = createReplica({ name, port, directory: home, env });
    replicas.push(replica);
    targets.push(replica.url);
    closers.push(() => replica.close());
  }
  // All at once: the first start migrates, and every one of them wants to.
  await Promise.all(replicas.map((replica) => replica.ready()));
  await backend.prepare();
  const world = {
    random,
    twin,
    backend,
    database: backend.database,
    replicas,
    balancer,
    suicides,
    state,
    directory,
    leaseMs,
    isShort: options.isShort,
  };
  await subscribe({ gateway: balancer.url, topic: "customers/create" });
  return world;
};

const environment = ({ twin, balancer, home, suicides, options, state }) => ({
  TRUNKLINE_MODE: "live",
  TRUNKLINE_AUTH: "off",
  TRUNKLINE_EXPOSE: "*",
  TRUNKLINE_RATE_LIMIT: "0",
  TRUNKLINE_WEBHOOK_RATE_LIMIT: "0",
  TRUNKLINE_LOG_LEVEL: "warn",
  TRUNKLINE_DATA_DIR: join(home, "data"),
  TRUNKLINE_PUBLIC_URL: balancer.url,
  TRUNKLINE_HANDLERS: handlersFile,
  TRUNKLINE_WORK_LEASE: `${leaseMs}ms`,
  TRUNKLINE_SHOPIFY_BASE_URL: twin.url,
  SHOPIFY_SHOP: twin.config.shop,
  SHOPIFY_CLIENT_ID: twin.config.clientId,
  SHOPIFY_CLIENT_SECRET: twin.config.clientSecret,
  SHOPIFY_WEBHOOK_SECRETS: ["a-secret-from-before", ...twin.config.webhookSecrets].join(","),
  CHAOS_SUICIDES: suicides,
  CHAOS_BUG: options.bug ?? "",
  CHAOS_FIXED: state.isFixed ? "yes" : "",
});

/** Sender, writer and hostile clients at work while faults are made. */
const runLoad = async (world, options) => {
  const { random, twin, balancer, replicas } = world;
  const secret = twin.config.webhookSecrets[0];
  const shop = `${twin.config.shop}.myshopify.com`;
  const common = { url: balancer.url, random };
  const perSecond = options.isShort ? 60 : 80;
  const sender = createSender({
    ...common,
    secret,
    shop,
    count: options.events,
    keys: 40,
    perSecond,
    shares: { duplicate: 0.1 },
  });
  const writer = createWriter({ ...common, count: options.writes, perSecond: 8 });
  const hostile = createHostile({ ...common, secret, shop });
  await hostile.each();
  const memory = sampleMemory(replicas);
  const weather = startWeather(world);
  const attacks = hostile.run();
  const underWay = Promise.all([sender.run(), writer.run()]);
  await underWay;
  await until("the wanted number of kills", () => killsOf(replicas, world.suicides) >= options.kills, {
    timeoutMs: 300_000,
  });
  await weather.stop();
  hostile.stop();
  await attacks;
  return { sender, writer, hostile, weather, memory, secret, shop };
};

const killsOf = (replicas, suicides) =>
  replicas.reduce((sum, { counts }) => sum + counts.kills, 0) + suicidesIn(suicides);
const suicidesIn = (file) => readFileSync(file, "utf8").split("\n").filter(Boolean).length;

/** Everything up again and nothing left to do. Resolves to the seconds it took. */
const calmDown = async ({ replicas, twin, backend, balancer }, { secret, shop, sender }) => {
  await twin.ask("clear");
  const startedMs = Date.now();
  await Promise.all(replicas.map((replica) => replica.ready()));
  for (const { raw, headers, eventId } of datedDeliveries({
    secret,
    shop,
    body: { id: 7, note: "dated", name: "#7" },
  })) {
    const { statusCode, body } = await request(`${balancer.url}/webhooks/shopify/default`, {
      method: "POST",
      headers,
      body: raw,
    });
    await body.dump();
    if (statusCode >= 300) throw new Error(`a dated delivery was answered ${statusCode}`);
    sender.accepted.set(eventId, { order: 7, kind: "dated", number: -1 });
  }
  await twin.ask("settled");
  await until(
    "the backlog being gone",
    async () => {
      // A payload that kills its process does so until it is a dead letter.
      for (const replica of replicas) replica.start();
      return backend.isIdle();
    },
    { timeoutMs: 180_000, everyMs: 250 },
  );
  return Math.round((Date.now() - startedMs) / 100) / 10;
};

const settleAndJudge = async (world, { sender, writer, hostile }) => {
  const { twin, balancer, backend } = world;
  const acceptedByTwin = (await twin.ask("deliveries"))
    .filter(({ status }) => status >= 200 && status < 300)
    .map(({ eventId }) => eventId);
  const customers = () => customersOf(balancer.url);
  const before = await backend.query((connection, schema) =>
    judge({ connection, schema, sender, hostile, writer, twin: { customers }, acceptedByTwin }),
  );
  return [...before, ...(await replayEverything(world))];
};

const sampleMemory = (replicas) => {
  const peaks = new Map();
  const timer = setInterval(() => {
    for (const { name, pid } of replicas) {
      const status = `/proc/${pid}/status`;
      if (pid === undefined || !existsSync(status)) continue;
      const kb = Number(/VmRSS:\s+(\d+)/.exec(safeRead(status))?.[1] ?? 0);
      peaks.set(name, Math.max(peaks.get(name) ?? 0, kb));
    }
  }, 500);
  timer.unref();
  return { stop: () => clearInterval(timer), peaksMb: () => [...peaks.values()].map((kb) => Math.round(kb / 1024)) };
};

const safeRead = (file) => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
};

const toReport = (options, world, load, { checks, drainSeconds, seconds }) => {
  load.memory.stop();
  const { replicas, backend, suicides } = world;
  const sum = (name) => replicas.reduce((total, { counts }) => total + counts[name], 0);
  const sorted = load.sender.ackMs.sort((a, b) => a - b);
  const at = (share) => Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 10) / 10;
  return {
    backend: options.backend,
    bug: options.bug,
    seed: options.seed,
    seconds,
    replicas: replicas.length,
    counts: {
      kills: sum("kills") + suicidesIn(suicides),
      suicides: suicidesIn(suicides),
      stops: sum("stops"),
      pauses: sum("pauses"),
      databaseKills: backend.kills(),
    },
    sender: load.sender.counts,
    writer: load.writer.counts,
    ackMs: { p50: at(0.5), p99: at(0.99) },
    rssMb: load.memory.peaksMb(),
    drainSeconds,
    checks,
    made: Object.fromEntries(load.weather.made),
    reasons: Object.fromEntries(load.weather.reasons),
  };
};
