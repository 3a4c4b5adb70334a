import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { startGateway } from "./gateway.mjs";

export const title = "a program creates and reads back through REST, through a storm and an outage";

export const check = async (context) => {
  const gateway = await startGateway({
    ...context,
    env: { TRUNKLINE_BREAKER_OPEN_MS: "1000", TRUNKLINE_RETRY_BASE_DELAY_MS: "50" },
  });
  const { ask } = gateway;
  try {
    const created = await ask("/v1/shopify/products/create", { method: "POST", body: { title: "Gunpowder green" } });
    assert.equal(created.status, 200, created.text);
    const read = await ask(`/v1/shopify/products/get?id=${encodeURIComponent(created.json.data.id)}`);
    assert.equal(read.json.data.title, "Gunpowder green");

    const faults = "/admin/simulators/shopify/faults";
    assert.equal((await ask(faults, { method: "PUT", body: { fault: "429-storm" } })).status, 200);
    const stormy = await Promise.all([1, 2, 3, 4].map((limit) => ask(`/v1/shopify/products/list?limit=${limit}`)));
    assert.deepEqual(
      stormy.map(({ status }) => status),
      [200, 200, 200, 200],
      stormy.map(({ text }) => text.slice(0, 300)).join("\n"),
    );

    await ask(faults, { method: "DELETE" });
    await ask(faults, { method: "PUT", body: { fault: "down" } });
    let refused;
    for (let number = 0; number < 20 && refused?.json.error.code !== "CIRCUIT_OPEN"; number += 1)
      refused = await ask(`/v1/shopify/orders/list?limit=${10 + number}`);
    assert.equal(refused.json.error.code, "CIRCUIT_OPEN");
    assert.equal(refused.status, 503);
    const health = await ask("/admin/connectors");
    assert.match(health.text, /"down"/);

    await ask(faults, { method: "DELETE" });
    await pause(1_200);
    const recovered = await ask("/v1/shopify/orders/list?limit=9");
    assert.equal(recovered.status, 200, recovered.text);
  } finally {
    assert.equal(await gateway.stop(), 0, "SIGTERM ends it with exit code 0");
  }
};
