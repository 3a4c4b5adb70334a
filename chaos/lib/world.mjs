// What a run consists of: the shop, the database, the balancer, the gateways.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { backends } from "./backends.mjs";
import { startBalancer } from "./balancer.mjs";
import { createClock, missingClock } from "./clock.mjs";
import { freePort } from "./free-port.mjs";
import { createRandom } from "./random.mjs";
import { createReplica } from "./replica.mjs";
import { startTwin } from "./twin.mjs";
import { sleep } from "./wait.mjs";

const leaseMs = 3_000;
const handlersFile = fileURLToPath(new URL("../handlers.mjs", import.meta.url));
const earlyDeaths = { short: 1, long: 4 };

/** Of the two secrets that a gateway takes, the one that is on its way out. */
export const previousSecret = "a-secret-from-before";

/** Makes it all and resolves when every gateway has its database. What must be ended is put into `closers`. */
export const createWorld = async ({ options, directory, closers, say }) => {
  const twin = await startTwin(options.seed);
  closers.push(() => twin.close());
  const backend = await backends[options.backend].start({ directory, settings: options.databaseSettings });
  closers.push(() => backend.close());
  const targets = [];
  const balancer = await startBalancer({ targets: () => targets, acksEarly: options.bug === "ack-before-commit" });
  closers.push(() => balancer.close());
  const world = {
    options,
    say,
    directory,
    twin,
    backend,
    balancer,
    isShared: backend.isShared,
    database: backend.database,
    random: createRandom(options.seed),
    replicas: [],
    suicides: join(directory, "suicides"),
    clock: undefined,
    leaseMs,
    /** Whether what made the handlers fail is put right. */
    isFixed: false,
    /** Milliseconds until work went on, by what had been killed. */
    recoveries: { gateway: [], database: [] },
  };
  writeFileSync(world.suicides, "");
  await addReplicas(world, closers);
  targets.push(...world.replicas.map(({ url }) => url));
  await startUnderFire(world);
  await backend.prepare();
  return world;
};

const addReplicas = async (world, closers) => {
  const count = world.isShared ? world.options.replicas : 1;
  if (count > 1 && missingClock() === undefined) world.clock = createClock(world.directory);
  for (let index = 0; index < count; index += 1) {
    const directory = join(world.directory, `gateway-${index}`);
    mkdirSync(directory);
    // The last one's clock is wrong.
    const clockEnv = index === count - 1 ? world.clock?.env : undefined;
    const env = () => ({ ...environmentOf(world, directory), ...clockEnv });
    const replica = createReplica({ name: `gateway-${index}`, port: await freePort(), directory, env });
    world.replicas.push(replica);
    closers.push(() => replica.close());
  }
};

/** What a gateway of the run is started with. */
export const environmentOf = ({ backend, twin, balancer, suicides, options, isFixed }, directory) => ({
  TRUNKLINE_MODE: "live",
  TRUNKLINE_AUTH: "off",
  TRUNKLINE_EXPOSE: "*",
  TRUNKLINE_RATE_LIMIT: "0",
  TRUNKLINE_WEBHOOK_RATE: "0",
  TRUNKLINE_LOG_LEVEL: "warn",
  TRUNKLINE_DATA_DIR: join(directory, "data"),
  TRUNKLINE_PUBLIC_URL: balancer.url,
  TRUNKLINE_HANDLERS: handlersFile,
  TRUNKLINE_WORK_LEASE: `${leaseMs}ms`,
  TRUNKLINE_SHOPIFY_BASE_URL: twin.url,
  SHOPIFY_SHOP: twin.config.shop,
  SHOPIFY_CLIENT_ID: twin.config.clientId,
  SHOPIFY_CLIENT_SECRET: twin.config.clientSecret,
  SHOPIFY_WEBHOOK_SECRETS: [...twin.config.webhookSecrets, previousSecret].join(","),
  CHAOS_SUICIDES: suicides,
  CHAOS_BUG: options.bug ?? "",
  CHAOS_FIXED: isFixed ? "yes" : "",
  ...backend.env(),
});

/** All at once, killed while they make and migrate their database; then once more in peace. */
const startUnderFire = async ({ replicas, random, options }) => {
  const deaths = options.isShort ? earlyDeaths.short : earlyDeaths.long;
  for (let death = 0; death < deaths; death += 1) {
    for (const replica of replicas) replica.start();
    await sleep(random.between(400, 2_500));
    await Promise.all(replicas.map((replica) => replica.kill()));
  }
  await Promise.all(replicas.map((replica) => replica.ready()));
};
