import { listOperations } from "@trunkline/core";
import { createManualClock, type ManualClock } from "@trunkline/core/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type BingWmt, type BingWmtConfig, createBingWmt } from "../src/index.js";
import { operations } from "../src/operations/index.js";
import {
  type BingWmtSimulator,
  createBingWmtSimulator,
  nordlichtSites,
  simulatorIndexNowKey,
} from "../src/simulator/index.js";

const siteUrl = nordlichtSites.shop;
let clock: ManualClock;
let simulator: BingWmtSimulator;
let client: BingWmt;

const connect = (config: unknown = simulator.config): BingWmt =>
  createBingWmt(config as BingWmtConfig, { baseUrl: simulator.url });

beforeEach(async () => {
  clock = createManualClock(Date.UTC(2026, 10, 22, 12));
  simulator = await createBingWmtSimulator({ clock });
  client = connect();
});
afterEach(async () => {
  await client.$close();
  await simulator.close();
});

const data = <T>(answer: { readonly ok: boolean; readonly data?: T }): T => {
  expect(answer).toMatchObject({ ok: true });
  return answer.data as T;
};

/** Examples that ask for what a fresh account does not have. */
const refusals: Readonly<Record<string, string>> = {
  "bing-wmt.sites.remove": "UPSTREAM_FORBIDDEN",
  "bing-wmt.sites.roles.remove": "NOT_FOUND",
  "bing-wmt.blockedUrls.remove": "NOT_FOUND",
};

describe("every operation on the simulator", () => {
  it.each(listOperations(operations).map((operation) => [operation.id, operation] as const))(
    "%s",
    async (id, operation) => {
      const [example] = operation.examples ?? [];
      const answer = await client.$connection.execute(operation, example?.input);
      const refusal = refusals[id];
      expect(answer).toMatchObject(refusal === undefined ? { ok: true } : { ok: false, error: { code: refusal } });
      if (answer.ok) expect(operation.output.safeParse(answer.data)).toMatchObject({ success: true });
      expect(answer.meta.attempts).toBeGreaterThan(0);
    },
  );
});

it("gives all 16 months of traffic, one page after the other, each day once", async () => {
  const days: string[] = [];
  for await (const { day } of client.stats.traffic.items({ siteUrl, limit: 200 }))
    if (day !== undefined) days.push(day);
  expect(days).toHaveLength(487);
  expect(new Set(days).size).toBe(487);
  expect([days[0], days.at(-1)]).toEqual(["2025-07-22", "2026-11-20"]);
});

it("dates weeks by their Saturdays", async () => {
  const { rows } = data(await client.stats.queries({ siteUrl, from: "2026-10-01", limit: 10_000 }));
  expect(new Set(rows.map(({ day }) => day))).toEqual(
    new Set(["2026-10-03", "2026-10-10", "2026-10-17", "2026-10-24", "2026-10-31", "2026-11-07", "2026-11-14"]),
  );
});

it("goes through all children of a folder", async () => {
  const urls: string[] = [];
  for await (const { url } of client.urls.children.items({ siteUrl, url: `${siteUrl}products/`, limit: 15 }))
    urls.push(url);
  expect(urls.length).toBeGreaterThan(40);
  expect(new Set(urls).size).toBe(urls.length);
});

describe("changes are seen afterwards", () => {
  it("of blocks, which are given back whole when removed", async () => {
    const url = `${siteUrl}products/hibiskus-pur`;
    data(
      await client.blockedUrls.add({ siteUrl, url, entityType: "page", requestType: "fullRemoval", daysToExpire: 30 }),
    );
    const { blockedUrls } = data(await client.blockedUrls.list({ siteUrl }));
    expect(blockedUrls.at(-1)).toMatchObject({ url, entityType: "page", requestType: "fullRemoval", daysToExpire: 30 });
    data(await client.blockedUrls.remove({ siteUrl, url }));
    expect(data(await client.blockedUrls.list({ siteUrl })).blockedUrls.map((block) => block.url)).not.toContain(url);
  });

  it("of roles, by the person's address", async () => {
    data(await client.sites.roles.add({ siteUrl, userEmail: "lager@nordlicht-tee.example", role: "readWrite" }));
    const { roles } = data(await client.sites.roles.list({ siteUrl, showEmails: true }));
    expect(roles.at(-1)).toMatchObject({ email: "lager@nordlicht-tee.example", role: "readWrite" });
    data(await client.sites.roles.remove({ siteUrl, userEmail: "lager@nordlicht-tee.example" }));
    expect(data(await client.sites.roles.list({ siteUrl })).roles).toHaveLength(2);
  });

  it("of query parameters, of which one that is there already is a success", async () => {
    expect(await client.queryParams.add({ siteUrl, parameter: "farbe" })).toMatchObject({ ok: true, warnings: [] });
    expect(await client.queryParams.add({ siteUrl, parameter: "farbe" })).toMatchObject({
      ok: true,
      warnings: [{ code: "ALREADY_EXISTS" }],
    });
    data(await client.queryParams.setEnabled({ siteUrl, parameter: "farbe", isEnabled: false }));
    const { queryParams } = data(await client.queryParams.list({ siteUrl }));
    expect(queryParams.at(-1)).toMatchObject({ parameter: "farbe", isEnabled: false, source: 0 });
  });

  it("of the crawl rate, read back at once", async () => {
    const crawlRate = Array.from({ length: 24 }, (_, hour) => (hour < 6 ? 10 : 2));
    expect(data(await client.crawl.settings.save({ siteUrl, crawlRate })).settings?.crawlRate).toEqual(crawlRate);
  });

  it("of fetched pages, with their documents", async () => {
    const url = `${siteUrl}products/sencha-uji`;
    data(await client.urls.fetch({ siteUrl, url }));
    expect(data(await client.urls.fetched({ siteUrl })).urls).toMatchObject([{ url, isFetched: false }]);
    await clock.advance(31_000);
    const { urls } = data(await client.urls.fetched({ siteUrl, url }));
    expect(urls[0]?.result?.document).toContain("<h1>Sencha Uji</h1>");
  });
});

it("submits as far as the quota goes, then through IndexNow", async () => {
  const urls = Array.from({ length: 120 }, (_, index) => `${siteUrl}products/${index}`);
  expect(await client.submission.submitBatch({ siteUrl, urls })).toMatchObject({ error: { code: "QUOTA_EXHAUSTED" } });
  const submitted = data(await client.submission.submitBatch({ siteUrl, urls, allowPartial: true }));
  expect(submitted).toMatchObject({ acceptedUrls: 100, quota: { left: 0 } });
  const key = simulatorIndexNowKey;
  expect(data(await client.indexnow.checkKey({ host: nordlichtSites.host, key })).isValid).toBe(true);
  expect(data(await client.indexnow.submit({ key, urls: submitted.notSubmittedUrls }))).toMatchObject({
    acceptedUrls: 20,
    keyStatus: "valid",
  });
  expect(simulator.indexNowUrls()).toEqual(urls.slice(100));
});

it("warns of a key that no engine has checked, and says what is wrong with it", async () => {
  const key = "0123456789";
  expect(await client.indexnow.submit({ key, urls: [siteUrl] })).toMatchObject({
    ok: true,
    warnings: [{ code: "KEY_NOT_CHECKED" }],
  });
  expect(data(await client.indexnow.checkKey({ host: nordlichtSites.host, key }))).toMatchObject({
    isValid: false,
    problem: "missing",
  });
});

describe("an OAuth login", () => {
  it("obtains a token from the simulator and works with it", async () => {
    const other = connect(simulator.oauthConfig);
    expect(data(await other.health.check())).toEqual({ siteCount: 3, verifiedSiteCount: 2 });
    await other.$close();
  });

  it("is refused with a wrong refresh token, and says so", async () => {
    const other = connect({ ...simulator.oauthConfig, refreshToken: "revoked" });
    expect(await other.health.check()).toMatchObject({ error: { code: "NEEDS_REAUTH", outcome: "not_executed" } });
    await other.$close();
  });
});

describe("faults of the upstream", () => {
  const set = (name: string, times = 1) => simulator.faults.set({ kind: "upstream", name }, { times });

  it.each([
    ["throttle-user", "RATE_LIMITED"],
    ["fault-in-200", "UPSTREAM_FORBIDDEN"],
    ["no-d", "CONTRACT_VIOLATION"],
    ["invalid-key", "UPSTREAM_UNAUTHORIZED"],
    ["html-400", "UPSTREAM_BAD_REQUEST"],
    ["method-gone", "UNSUPPORTED_VERSION"],
    ["quota-used-up", "QUOTA_EXHAUSTED"],
  ])("%s is told as %s", async (name, code) => {
    set(name);
    expect(await client.feeds.list({ siteUrl })).toMatchObject({ ok: false, error: { code } });
  });

  it.each(["empty-202", "internal-error"])("%s is got over by a read", async (name) => {
    set(name);
    expect(await client.feeds.list({ siteUrl })).toMatchObject({ ok: true, meta: { attempts: 2 } });
  });

  it("null in place of a list is an empty list", async () => {
    set("null-list");
    expect(data(await client.feeds.list({ siteUrl })).feeds).toEqual([]);
  });

  it("a connection cut after a submission leaves its outcome open, and the quota tells that it was taken", async () => {
    simulator.faults.set({ kind: "reset", when: "after-apply" }, { match: "SubmitUrl", times: 1 });
    const answer = await client.submission.submit({ siteUrl, url: `${siteUrl}products/bancha` });
    expect(answer).toMatchObject({ ok: false, error: { code: "NETWORK", outcome: "unknown" } });
    expect(data(await client.submission.quota({ siteUrl })).dailyLeft).toBe(99);
  });
});
