import { readFileSync } from "node:fs";
import { join } from "node:path";
import { request } from "undici";
import { freePort } from "./free-port.mjs";
import { createReplica } from "./replica.mjs";
import { until } from "./wait.mjs";
import { environmentOf } from "./world.mjs";

/** Starts a second gateway on the directory of the first: it must say so and leave the data alone. */
export const challengeOwner = async (world) => {
  const [owner] = world.replicas;
  const { directory } = owner;
  const second = createReplica({
    name: "second",
    port: await freePort(),
    directory,
    env: () => environmentOf(world, directory),
  });
  try {
    second.start();
    const storeOf = async (url) => (await (await request(`${url}/readyz`)).body.json()).store;
    const answer = await until("the second gateway answering", () => storeOf(second.url).then(isSettled, () => false));
    const told = readFileSync(join(directory, "second.log"), "utf8").includes("running without the durable parts");
    const isOwnerWell = (await storeOf(owner.url)).status === "ready";
    const ok = answer.status === "off" && told && isOwnerWell;
    return [{ name: "a second process on the directory", found: ok ? "refused" : JSON.stringify(answer), ok }];
  } finally {
    await second.close();
  }
};

const isSettled = (store) => store.status !== "opening" && store;
