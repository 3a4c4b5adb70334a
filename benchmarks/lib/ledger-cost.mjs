import { once } from "node:events";
import { createServer } from "node:http";
import { createMemoryLedger, openConnection, systemClock } from "@trunkline/core";
import { createLedger } from "@trunkline/events";
import { shopify } from "@trunkline/shopify";
import { compare } from "./measure.mjs";

const throttleStatus = { maximumAvailable: 1e9, currentlyAvailable: 1e9, restoreRate: 1e9 };
const answer = JSON.stringify({
  data: { tagsAdd: { node: { id: "gid://shopify/Order/1" }, userErrors: [] } },
  extensions: { cost: { actualQueryCost: 10, throttleStatus } },
});

/** A shop on loopback that says yes to every write. */
const startShop = async () => {
  const server = createServer((request, reply) => {
    request.resume().on("end", () => {
      reply.setHeader("content-type", "application/json");
      reply.setHeader("x-shopify-api-version", "2026-10");
      reply.end(answer);
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return server;
};

/** Writes per second through the whole pipeline, with the ledger in memory and in the database. */
export const measureLedger = async (store, options) => {
  const shop = await startShop();
  const baseUrl = `http://127.0.0.1:${shop.address().port}`;
  const ledgers = {
    memory: createMemoryLedger({ clock: systemClock }),
    database: createLedger({ store, replicaId: "benchmark" }),
  };
  const candidates = Object.entries(ledgers).map(([name, ledger]) => {
    const connection = openConnection(shopify, { shop: "bench", accessToken: "bench" }, { baseUrl, ledger });
    const write = async () => {
      const reply = await connection.execute(shopify.operations.tags.add, { id: "gid://shopify/Order/1", tags: ["a"] });
      if (!reply.ok) throw new Error(reply.error.message);
    };
    return { name, work: write, connection };
  });
  try {
    const [memory, database] = await compare(candidates, options);
    return { memory: memory.rate, database: database.rate, ratio: database.ratio };
  } finally {
    for (const { connection } of candidates) await connection.close?.();
    await ledgers.database.stop();
    shop.close();
  }
};
