import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { simulatedSubjectToken } from "@trunkline/core/google/simulator";
import { createManualClock } from "@trunkline/core/testing";
import { expect, it, onTestFinished } from "vitest";
import { createGa4, type Ga4Config } from "../src/index.js";
import { createGa4Simulator, simulatedServiceAccount } from "../src/simulator/index.js";

const start = async () => {
  const clock = createManualClock(Date.UTC(2026, 10, 20, 11));
  const simulator = await createGa4Simulator({ clock });
  onTestFinished(simulator.close);
  const open = (config: Ga4Config) => {
    const login = { propertyId: String(simulator.config.propertyId), ...config };
    const client = createGa4(login, { baseUrl: simulator.url, clock, limits: { maxRetries: 0 } });
    onTestFinished(client.$close);
    return client;
  };
  return { simulator, open };
};

const fileOf = async (name: string, content: string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "trunkline-ga4-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};

it("asks for no more scopes than the configuration switches on", async () => {
  const { simulator, open } = await start();
  const credentials = { ...simulator.serviceAccountKey() };
  const change = { property: "470100200", title: "Tee" };
  expect(await open({ credentials }).reports.run({ metrics: ["sessions"] })).toMatchObject({ ok: true });
  expect(await open({ credentials }).admin.properties.patch(change)).toMatchObject({
    ok: false,
    error: { code: "UPSTREAM_FORBIDDEN", message: expect.stringContaining("lacks a scope") },
  });
  expect(await open({ credentials, adminWrites: true }).admin.properties.patch(change)).toMatchObject({ ok: true });
});

it("acts as a service account with the login of a file", async () => {
  const { simulator, open } = await start();
  const { clientId, clientSecret, refreshToken } = simulator.config;
  const file = {
    type: "authorized_user",
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
  };
  const credentialsFile = await fileOf("adc.json", JSON.stringify(file));
  const client = open({ credentialsFile, impersonate: simulatedServiceAccount });
  expect(await client.reports.run({ metrics: ["sessions"] })).toMatchObject({ ok: true });
  expect(await client.admin.accountSummaries.list()).toMatchObject({ ok: true });
});

it("logs in with an identity of another provider", async () => {
  const { open } = await start();
  const client = open({
    credentials: {
      type: "external_account",
      audience: "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/oidc",
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
      credential_source: { file: await fileOf("token", simulatedSubjectToken) },
      service_account_impersonation_url: `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${simulatedServiceAccount}:generateAccessToken`,
    },
  });
  expect(await client.reports.run({ metrics: ["sessions"] })).toMatchObject({ ok: true });
});
