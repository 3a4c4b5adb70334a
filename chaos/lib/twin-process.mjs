// The Shopify twin in a process of its own: its shop outlives every gateway. Commands come over IPC.
import { createShopifySimulator } from "@trunkline/shopify/simulator";

const delays = [50, 100, 200, 400, 800, 1_500, 3_000, 3_000, 3_000, 3_000, 3_000, 3_000, 3_000, 3_000, 3_000];
const twin = await createShopifySimulator({
  seed: Number(process.argv[2] ?? 1),
  // What is tested here is not the pacing, so the shop has points enough.
  plan: "unlimited",
  webhookRetryDelaysMs: delays,
});

const commands = {
  facts: () => ({ url: twin.url, config: twin.config }),
  fault: ({ fault, scope }) => twin.faults.set(fault, scope),
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
