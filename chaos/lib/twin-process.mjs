// The Shopify twin in a process of its own: its shop outlives every gateway. Commands come over IPC.
import { setTimeout as sleep } from "node:timers/promises";
import { createShopifySimulator } from "@trunkline/shopify/simulator";

const delays = [50, 100, 200, 400, 800, 1_500, 3_000, 3_000, 3_000, 3_000, 3_000, 3_000, 3_000, 3_000, 3_000];
const twin = await createShopifySimulator({
  seed: Number(process.argv[2] ?? 1),
  // What is tested here is not the pacing, so the shop has points enough.
  plan: "unlimited",
  webhookRetryDelaysMs: delays,
});

const { token } = twin.issueToken();

/** As somebody in the shop's own admin would do it. */
const graphql = async (query, variables) => {
  const reply = await fetch(`${twin.url}/admin/api/2026-10/graphql.json`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-shopify-access-token": token },
    body: JSON.stringify({ query, variables }),
  });
  return (await reply.json()).data;
};

const noteOrder = `mutation Note($id: ID!, $note: String!) {
  orderUpdate(input: { id: $id, note: $note }) { order { id } } }`;
let isOpen = false;

/** Changes one order after the other, of which the shop tells its subscribers. */
const trade = async ({ perSecond }) => {
  const { orders } = await graphql("{ orders(first: 30) { nodes { id } } }");
  isOpen = true;
  for (let turn = 0; isOpen; turn += 1) {
    const { id } = orders.nodes[turn % orders.nodes.length];
    await graphql(noteOrder, { id, note: "twin" }).catch(() => {}); // the shop's faults are everybody's
    await sleep(1_000 / perSecond);
  }
};

const commands = {
  facts: () => ({ url: twin.url, config: twin.config }),
  fault: ({ fault, scope }) => twin.faults.set(fault, scope),
  trade,
  closeShop: () => {
    isOpen = false;
  },
  clear: () => twin.faults.clear(),
  settled: () => twin.webhooksSettled(),
  deliveries: () =>
    twin.deliveries.map(({ topic, eventId, status, attempts }) => ({ topic, eventId, status, attempts })),
};

process.on("message", async ({ id, name, argument }) => {
  try {
    process.send({ id, result: await commands[name](argument) });
  } catch (error) {
    process.send({ id, error: String(error) });
  }
});
process.on("disconnect", () => process.exit(0));
process.send({ ready: true });
