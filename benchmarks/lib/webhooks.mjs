import { createHmac, randomBytes, randomUUID } from "node:crypto";
import pg from "pg";
import { Pool } from "undici";
import { startGateway } from "./gateway.mjs";

/**
 * A gateway in a process of its own, on its own embedded database or in a schema of the one given, and `send`, which has it
 * take one webhook that was signed by Standard Webhooks.
 */
export const startWebhooks = async (databaseUrl, payload, connections) => {
  const secret = randomBytes(24);
  const schema = `bench_gateway_${process.pid}`;
  const gateway = await startGateway({
    TRUNKLINE_WEBHOOK_SOURCES: `bench=whsec_${secret.toString("base64")}`,
    TRUNKLINE_WEBHOOK_RATE: "0",
    TRUNKLINE_WEBHOOK_TOPICS: "off",
    TRUNKLINE_LOG_LEVEL: "silent",
    TRUNKLINE_DATABASE_SCHEMA: schema,
    DATABASE_URL: databaseUrl ?? "",
  });
  const pool = new Pool(gateway.url, { connections, pipelining: 1 });
  const say = async (path, body) => {
    const reply = await pool.request({
      method: "POST",
      path,
      headers: { "content-type": "application/json", authorization: `Bearer ${gateway.key}` },
      body: JSON.stringify(body),
    });
    const text = await reply.body.text();
    if (reply.statusCode >= 300) throw new Error(`The gateway answered ${reply.statusCode}: ${text}`);
  };
  // What is done about the events is measured elsewhere.
  await say("/admin/queues/feed/pause", { reason: "benchmark" });
  const body = JSON.stringify({ type: "orders/updated", ...payload });
  const send = async () => {
    const id = randomUUID();
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const signature = createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`).digest("base64");
    const reply = await pool.request({
      method: "POST",
      path: "/webhooks/bench/default",
      headers: {
        "content-type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": timestamp,
        "webhook-signature": `v1,${signature}`,
      },
      body,
    });
    const text = await reply.body.text();
    if (reply.statusCode >= 300) throw new Error(`The gateway answered ${reply.statusCode}: ${text}`);
  };
  return {
    send,
    stop: async () => {
      await pool.close();
      await gateway.stop();
      if (databaseUrl !== undefined) await dropSchema(databaseUrl, schema);
    },
  };
};

const dropSchema = async (connectionString, schema) => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(`drop schema if exists ${client.escapeIdentifier(schema)} cascade`);
  await client.end();
};
