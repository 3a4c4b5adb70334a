import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createManualClock } from "@trunkline/core/testing";
import { expect, it, onTestFinished } from "vitest";
import { createGsc, type GscConfig } from "../src/index.js";
import { createGscSimulator, simulatedServiceAccount, unlimitedQuotas } from "../src/simulator/index.js";

const start = async () => {
  const clock = createManualClock(Date.UTC(2026, 10, 22, 20));
  const simulator = await createGscSimulator({ clock, quotas: unlimitedQuotas });
  onTestFinished(simulator.close);
  const open = (config: GscConfig) => {
    const client = createGsc(config, { baseUrl: simulator.url, clock, limits: { maxRetries: 0 } });
    onTestFinished(client.$close);
    return client;
  };
  return { simulator, open };
};

const addition = { siteUrl: "sc-domain:tee.example" };

it("asks for the scope that changes, unless told to read", async () => {
  const { simulator, open } = await start();
  const credentials = { ...simulator.serviceAccountKey() };
  expect(await open({ credentials }).sites.add(addition)).toMatchObject({ ok: true });
  const reader = open({ credentials, access: "read" });
  expect(await reader.sites.list()).toMatchObject({ ok: true });
  expect(await reader.sites.add(addition)).toMatchObject({
    ok: false,
    error: { code: "UPSTREAM_FORBIDDEN" },
    meta: { attempts: 0 },
  });
});

it("acts as a service account with the login of a file", async () => {
  const { simulator, open } = await start();
  const folder = await mkdtemp(join(tmpdir(), "trunkline-gsc-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const credentialsFile = join(folder, "adc.json");
  const { clientId, clientSecret, refreshToken } = simulator.config;
  await writeFile(
    credentialsFile,
    JSON.stringify({
      type: "authorized_user",
      client_id: clientId,
      client_secret: clientSecret,
      refresh_token: refreshToken,
    }),
  );
  const client = open({ credentialsFile, impersonate: simulatedServiceAccount });
  expect(await client.sites.add(addition)).toMatchObject({ ok: true });
});
