import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { simulatedSubjectToken } from "@trunkline/core/google/simulator";
import { createManualClock } from "@trunkline/core/testing";
import { afterEach, describe, expect, it } from "vitest";
import { createGsc, type GscConfig } from "../src/index.js";
import {
  createGscSimulator,
  type GscSimulator,
  simulatedServiceAccount,
  unlimitedQuotas,
} from "../src/simulator/index.js";

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const start = async () => {
  const clock = createManualClock(Date.UTC(2026, 10, 22, 20));
  const simulator = await createGscSimulator({ clock, quotas: unlimitedQuotas });
  closers.push(simulator.close);
  const open = (config: GscConfig) => {
    const client = createGsc(config, { baseUrl: simulator.url, clock, limits: { maxRetries: 0 } });
    closers.unshift(client.$close);
    return client;
  };
  return { clock, simulator, open };
};

const folder = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), "trunkline-gsc-"));
  closers.push(() => rm(path, { recursive: true }));
  return path;
};

const user = ({ config }: GscSimulator) => ({
  type: "authorized_user",
  client_id: config.clientId,
  client_secret: config.clientSecret,
  refresh_token: config.refreshToken,
});

const impersonationUrl = (email: string) =>
  `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${email}:generateAccessToken`;

const external = (file: string, more: Readonly<Record<string, unknown>> = {}) => ({
  type: "external_account",
  audience: "//iam.googleapis.com/projects/424242424242/locations/global/workloadIdentityPools/pool/providers/oidc",
  subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
  token_url: "https://sts.googleapis.com/v1/token",
  credential_source: { file },
  service_account_impersonation_url: impersonationUrl(simulatedServiceAccount),
  ...more,
});

describe("a service account's key", () => {
  it("logs in as an object, as JSON, and from a file", async () => {
    const { simulator, open } = await start();
    const key = simulator.serviceAccountKey();
    const credentialsFile = join(await folder(), "key.json");
    await writeFile(credentialsFile, JSON.stringify(key));
    for (const config of [{ credentials: { ...key } }, { credentials: JSON.stringify(key) }, { credentialsFile }])
      expect(await open(config).sites.list()).toMatchObject({ ok: true });
  });

  it("asks for the scope that only reads where nothing else is wanted", async () => {
    const { simulator, open } = await start();
    const client = open({ credentials: { ...simulator.serviceAccountKey() }, access: "read" });
    expect(await client.sites.list()).toMatchObject({ ok: true });
    expect(await client.sites.add({ siteUrl: "sc-domain:tee.example" })).toMatchObject({
      ok: false,
      error: { code: "UPSTREAM_FORBIDDEN" },
      meta: { attempts: 0 },
    });
  });

  it("is sent nowhere but to Google", async () => {
    const { simulator } = await start();
    const credentials = { ...simulator.serviceAccountKey(), token_uri: "https://attacker.example/token" };
    expect(() => createGsc({ credentials })).toThrow(/token_uri: Expected a token address of Google/);
  });

  it("that belongs to no account is a matter of configuration", async () => {
    const { simulator, open } = await start();
    const credentials = {
      ...simulator.serviceAccountKey(),
      client_email: "gone@nordlicht-tee.iam.gserviceaccount.com",
    };
    const client = open({ credentials });
    expect(await client.sites.list()).toMatchObject({ ok: false, error: { code: "NOT_CONFIGURED" } });
  });

  it("cannot act for a user whose Workspace did not agree", async () => {
    const { simulator, open } = await start();
    const client = open({ credentials: { ...simulator.serviceAccountKey() }, subject: "hallo@nordlicht-tee.example" });
    expect(await client.sites.list()).toMatchObject({
      ok: false,
      error: { code: "NOT_CONFIGURED", upstream: { code: "unauthorized_client" } },
    });
  });
});

describe("a credential file", () => {
  it("is looked at once by calls that come together, and logs in once", async () => {
    const { simulator, open } = await start();
    const credentialsFile = join(await folder(), "adc.json");
    await writeFile(credentialsFile, JSON.stringify(user(simulator)));
    const client = open({ credentialsFile });
    const answers = await Promise.all([
      client.sites.list(),
      client.sites.get({ siteUrl: "sc-domain:nordlicht-tee.example" }),
      client.health.check(),
    ]);
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(simulator.tokensIssued()).toBe(1);
  });

  it("is taken up again after it was replaced", async () => {
    const { simulator, open, clock } = await start();
    const credentialsFile = join(await folder(), "adc.json");
    await writeFile(credentialsFile, JSON.stringify({ ...user(simulator), client_id: "deleted" }));
    const client = open({ credentialsFile });
    expect(await client.sites.list()).toMatchObject({ ok: false, error: { code: "NOT_CONFIGURED" } });
    await writeFile(credentialsFile, JSON.stringify(user(simulator)));
    await clock.advance(1_000);
    expect(await client.sites.list()).toMatchObject({ ok: true });
    expect(client.$status().credential).toBe("ready");
  });

  it("that is missing or no credential says so, without its content", async () => {
    const { open } = await start();
    const path = join(await folder(), "adc.json");
    const client = open({ credentialsFile: path });
    expect(await client.sites.list()).toMatchObject({ ok: false, error: { code: "NOT_CONFIGURED" } });
    expect(client.$status().credential).toBe("missing");
    await writeFile(path, '{"type":"service_account","private_key":"CANARY"');
    const answer = await client.sites.list();
    expect(answer).toMatchObject({ ok: false, error: { code: "NOT_CONFIGURED" } });
    expect(JSON.stringify(answer)).not.toContain("CANARY");
  });

  it("of a user is refreshed, and names the project that quota is counted for", async () => {
    const { simulator, open } = await start();
    const credentials = { ...user(simulator), quota_project_id: "nordlicht-tee" };
    expect(await open({ credentials }).sites.list()).toMatchObject({ ok: true });
  });
});

describe("acting as a service account", () => {
  it.each([
    [
      "from a user's login",
      (simulator: GscSimulator) => ({ credentials: user(simulator), impersonate: simulatedServiceAccount }),
    ],
    [
      "from a key",
      (simulator: GscSimulator) => ({
        credentials: { ...simulator.serviceAccountKey() },
        impersonate: simulatedServiceAccount,
      }),
    ],
    [
      "by a file that says so",
      (simulator: GscSimulator) => ({
        credentials: {
          type: "impersonated_service_account",
          service_account_impersonation_url: impersonationUrl(simulatedServiceAccount),
          source_credentials: user(simulator),
        },
      }),
    ],
  ])("works %s, with our own scopes", async (_, config) => {
    const { simulator, open } = await start();
    const client = open(config(simulator));
    expect(await client.sites.list()).toMatchObject({ ok: true });
    expect(await client.sites.add({ siteUrl: "sc-domain:tee.example" })).toMatchObject({ ok: true });
  });

  it("that does not allow it names the role", async () => {
    const { simulator, open } = await start();
    const client = open({ credentials: user(simulator), impersonate: "other@nordlicht-tee.iam.gserviceaccount.com" });
    const answer = await client.sites.list();
    expect(answer).toMatchObject({ ok: false, error: { code: "NOT_CONFIGURED" } });
    expect(answer.ok ? "" : answer.error.help).toContain("roles/iam.serviceAccountTokenCreator");
  });
});

describe("an identity of another provider", () => {
  it.each([
    ["text", simulatedSubjectToken, undefined],
    [
      "json",
      JSON.stringify({ id_token: simulatedSubjectToken }),
      { type: "json", subject_token_field_name: "id_token" },
    ],
  ])("is exchanged from a %s file", async (_, content, format) => {
    const { open } = await start();
    const file = join(await folder(), "token");
    await writeFile(file, content);
    const credentials = external(file, { credential_source: { file, ...(format && { format }) } });
    expect(await open({ credentials }).sites.list()).toMatchObject({ ok: true });
  });

  it("whose token is refused or missing is a matter of configuration", async () => {
    const { open } = await start();
    const file = join(await folder(), "token");
    const missing = await open({ credentials: external(file) }).sites.list();
    expect(missing).toMatchObject({ ok: false, error: { code: "NOT_CONFIGURED" } });
    await writeFile(file, "CANARY-of-someone-else");
    const refused = await open({ credentials: external(file) }).sites.list();
    expect(refused).toMatchObject({ ok: false, error: { code: "NOT_CONFIGURED" } });
    expect(JSON.stringify(refused)).not.toContain("CANARY");
  });

  it.each([
    ["a program", { executable: { command: "/bin/sh -c id" } }],
    ["an address", { url: "http://169.254.169.254/token" }],
    ["AWS", { environment_id: "aws1", file: "x" }],
  ])("is never had from %s", (_, credential_source) => {
    expect(() => createGsc({ credentials: external("x", { credential_source }) })).toThrow(/credential_source/);
  });

  it.each([
    ["token_url", { token_url: "https://attacker.example/v1/token" }],
    [
      "service_account_impersonation_url",
      { service_account_impersonation_url: "https://attacker.example/v1/x:generateAccessToken" },
    ],
  ])("is exchanged at Google alone: %s", (field, more) => {
    expect(() => createGsc({ credentials: external("x", more) })).toThrow(new RegExp(field));
  });
});

describe("a login that is dead", () => {
  it("needs a person, and is asked for once", async () => {
    const { simulator, open } = await start();
    const client = open({ ...(simulator.config as GscConfig), refreshToken: "1//revoked" });
    expect(await client.sites.list()).toMatchObject({ ok: false, error: { code: "NEEDS_REAUTH" } });
    expect(client.$status().credential).toBe("needs_reauth");
  });
});
