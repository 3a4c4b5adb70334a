import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Diagnosis } from "../src/doctor/diagnose.js";
import { needsAttention } from "../src/doctor/diagnose.js";
import { formatDiagnosis, formatStep } from "../src/doctor/format.js";
import { examine, playbookOf, startStandIn, type Upstream, upstreams } from "./doctor-upstreams.js";

const statesOf = ({ steps }: Diagnosis) => Object.fromEntries(steps.map(({ id, state }) => [id, state]));
const stepOf = ({ steps }: Diagnosis, id: string) => {
  const step = steps.find((one) => one.id === id);
  if (!step) throw new Error(`no step ${id}`);
  return step;
};

const { shopify, gsc, bingWmt, ga4 } = upstreams;
const all: readonly Upstream[] = Object.values(upstreams);

describe.each(all)("the way to a live $connector.id", (upstream) => {
  it("is done with a working login, and prints the lines that the playbook quotes", async () => {
    const { env } = await startStandIn(upstream);
    const diagnosis = await examine(upstream, env);
    expect(diagnosis).toMatchObject({ mode: "live", problems: [] });
    expect(diagnosis.nextStep).toBeUndefined();
    expect(needsAttention(diagnosis)).toBe(false);
    const printed = diagnosis.steps.map((step) => formatStep(step)[0] ?? "");
    const quoted = playbookOf(upstream.connector).match(/^✓ .*$/gm) ?? [];
    // Which variables make up a login is the reader's choice.
    const comparable = (lines: readonly string[]) =>
      lines.map((line) => line.replace(/^(✓ credentials: .*) — .*/, "$1"));
    expect(comparable(printed)).toEqual(comparable(quoted));
  });

  it("begins with variables in mock mode, and calls that no fault", async () => {
    const diagnosis = await examine(upstream, {});
    const [first] = diagnosis.steps;
    expect(diagnosis).toMatchObject({ mode: "mock", nextStep: first?.id });
    expect(first).toMatchObject({ state: "missing", todo: [expect.stringMatching(/^Set [A-Z]/), expect.any(String)] });
    expect(diagnosis.steps.filter(({ state }) => state === "done")).toEqual([]);
    expect(needsAttention(diagnosis)).toBe(false);
    expect(formatDiagnosis(diagnosis)).toContain(`✗ ${first?.id}: `);
  });

  it("stops at a login that is refused", async () => {
    const { env, simulator } = await startStandIn(upstream);
    simulator.faults.set("401");
    const diagnosis = await examine(upstream, env);
    const at = diagnosis.steps.findIndex(({ id }) => id === "login");
    expect(diagnosis.nextStep).toBe("login");
    expect(diagnosis.steps.map(({ state }) => state)).toEqual(
      diagnosis.steps.map((_, index) => (index < at ? "done" : index === at ? "missing" : "not-reached")),
    );
    expect(needsAttention(diagnosis)).toBe(true);
  });

  it("does not call a login missing when the upstream is down", async () => {
    const { env, simulator } = await startStandIn(upstream);
    simulator.faults.set("down");
    const diagnosis = await examine(upstream, env);
    expect(stepOf(diagnosis, "login")).toMatchObject({ state: "unchecked", says: expect.stringContaining("NETWORK") });
    expect(needsAttention(diagnosis)).toBe(true);
  });

  it("names no value of a secret variable, whatever goes wrong", async () => {
    const { env, simulator } = await startStandIn(upstream);
    simulator.faults.set("401");
    const printed = JSON.stringify(await examine(upstream, env));
    const secrets = upstream.connector.env.flatMap(({ name, secret }) => (secret ? (env[name] ?? []) : []));
    expect(secrets.length).toBeGreaterThan(0);
    expect(secrets.filter((secret) => printed.includes(secret))).toEqual([]);
  });
});

describe("variables", () => {
  it("names every way to complete a login that is half set", async () => {
    const diagnosis = await examine(shopify, { SHOPIFY_SHOP: "acme", SHOPIFY_CLIENT_ID: "id" });
    expect(statesOf(diagnosis)).toMatchObject({ shop: "done", credentials: "missing", login: "not-reached" });
    expect(stepOf(diagnosis, "credentials").todo[0]).toBe(
      "Set SHOPIFY_REFRESH_TOKEN and SHOPIFY_CLIENT_SECRET, or SHOPIFY_ACCESS_TOKEN, or SHOPIFY_CLIENT_SECRET.",
    );
  });

  it("says which variable does not fit", async () => {
    const env = { SHOPIFY_SHOP: "https://tea.example", SHOPIFY_ACCESS_TOKEN: "shpat_1" };
    const diagnosis = await examine(shopify, env);
    expect(diagnosis.mode).toBe("invalid");
    expect(stepOf(diagnosis, "shop")).toMatchObject({
      state: "missing",
      says: expect.stringMatching(/^SHOPIFY_SHOP: Expected the shop's myshopify\.com name/),
    });
    expect(stepOf(diagnosis, "credentials").state).toBe("done");
  });

  it("says that mock mode is why nothing is asked", async () => {
    const { env } = await startStandIn(shopify);
    const diagnosis = await examine(shopify, env, "mock");
    expect(diagnosis).toMatchObject({ mode: "mock", nextStep: "login" });
    expect(formatDiagnosis(diagnosis)).toContain(
      "· login: Shopify accepts the login — not reached, TRUNKLINE_MODE is mock",
    );
  });
});

it("says why nothing is asked although the login is complete", async () => {
  const { env } = await startStandIn(ga4);
  const diagnosis = await examine(ga4, { ...env, GA4_PROPERTY_ID: "G-ABC123" });
  expect(diagnosis).toMatchObject({ mode: "invalid", nextStep: "login" });
  expect(stepOf(diagnosis, "login")).toMatchObject({
    state: "not-reached",
    says: expect.stringContaining("GA4_PROPERTY_ID: Expected the numeric property id"),
  });
});

describe("a stand-in", () => {
  it("is told of, so that nobody takes it for the vendor", async () => {
    const { env } = await startStandIn(bingWmt);
    expect(formatDiagnosis(await examine(bingWmt, env))).toContain("Not the vendor: TRUNKLINE_BING_WMT_BASE_URL");
  });

  it.each(["https://127.0.0.1:1", "http://tea.example", "http://10.0.0.1:80", "http://127.0.0.1:1/path", "nonsense"])(
    "is refused at %s",
    async (address) => {
      const env = { BING_WMT_API_KEY: "0123456789abcdef0123456789abcdef", TRUNKLINE_BING_WMT_BASE_URL: address };
      const diagnosis = await examine(bingWmt, env);
      expect(diagnosis).toMatchObject({
        mode: "invalid",
        problems: [expect.stringContaining("TRUNKLINE_BING_WMT_BASE_URL must be http on a loopback address")],
      });
      expect(stepOf(diagnosis, "login").state).toBe("not-reached");
    },
  );
});

it("walks to the end with a service account's key in a file", async () => {
  const { env, simulator } = await startStandIn(gsc);
  const folder = await mkdtemp(join(tmpdir(), "trunkline-doctor-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, "key.json");
  await writeFile(file, JSON.stringify(simulator.serviceAccountKey()));
  const { TRUNKLINE_GSC_BASE_URL, GSC_SITE_URL } = env;
  const diagnosis = await examine(gsc, { TRUNKLINE_GSC_BASE_URL, GSC_SITE_URL, GSC_CREDENTIALS_FILE: file });
  expect(diagnosis.nextStep).toBeUndefined();
  expect(stepOf(diagnosis, "credentials").says).toBe("GSC_CREDENTIALS_FILE");
});
