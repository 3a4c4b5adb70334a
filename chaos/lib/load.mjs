// What the gateways have to do while everything around them fails.
import { readFileSync } from "node:fs";
import { createHostile } from "./hostile.mjs";
import { sampleMemory } from "./memory.mjs";
import { createSender } from "./sender.mjs";
import { until } from "./wait.mjs";
import { startWeather } from "./weather.mjs";
import { previousSecret } from "./world.mjs";
import { createWriter } from "./writer.mjs";

/** Sender, shop, writer and hostile clients at work until enough was sent and enough gateways were killed. */
export const runLoad = async (world) => {
  const { random, twin, balancer, replicas, options, say } = world;
  const [secret] = twin.config.webhookSecrets;
  const shop = `${twin.config.shop}.myshopify.com`;
  const common = { url: balancer.url, random };
  const pace = options.isShort ? { events: 25, writes: 3 } : { events: 30, writes: 2 };
  const sender = createSender({ ...common, secret, previousSecret, shop, keys: 40, duplicateShare: 0.1 });
  const writer = createWriter({ ...common, patienceMs: options.isShort ? 8_000 : 90_000 });
  const hostile = createHostile({ ...common, secret, shop });
  const load = { sender, writer, hostile, secret, shop, memory: sampleMemory(replicas) };
  const kills = () => killsOf(world);
  // Each attack once against gateways that are up, so that none is left out by chance.
  await hostile.each();
  let isSent = false;
  const weather = startWeather({ ...world, sender, isOver: () => isSent }, { only: options.faults });
  const attacks = hostile.run();
  const trade = twin.ask("trade", { perSecond: options.isShort ? 4 : 3 });
  const talk = setInterval(() => say(`${progressOf(load)}, ${kills()} of ${options.kills} kills`), 10_000);
  const isEnough = () => kills() >= options.kills && world.backend.kills() >= (options.databaseKills ?? 0);
  await Promise.all([
    sender.run({ atLeast: options.events, perSecond: pace.events, isEnough }).then(() => {
      isSent = true;
    }),
    options.writes > 0 && writer.run({ atLeast: options.writes, perSecond: pace.writes, isEnough }),
    until("the wanted number of kills", isEnough, { timeoutMs: 600_000 }),
  ]);
  clearInterval(talk);
  await weather.stop();
  hostile.stop();
  await attacks;
  await twin.ask("closeShop");
  await trade;
  return { ...load, weather };
};

const progressOf = ({ sender, writer }) =>
  `${sender.counts.acked} webhooks accepted, ${writer.counts.answered} of ${writer.counts.asked} writes answered`;

/** How often a gateway died so far, by our hand or by a payload. */
export const killsOf = ({ replicas, suicides }) =>
  replicas.reduce((sum, { counts }) => sum + counts.kills, 0) + suicidesIn(suicides);

/** How often one was killed by a payload. */
export const suicidesIn = (file) => readFileSync(file, "utf8").split("\n").filter(Boolean).length;
