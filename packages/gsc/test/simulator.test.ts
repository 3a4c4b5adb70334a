import { createManualClock } from "@trunkline/core/testing";
import { afterEach, describe, expect, it } from "vitest";
import { createGsc, type GscConfig } from "../src/index.js";
import { createGscSimulator, type GscSimulatorOptions, unlimitedQuotas } from "../src/simulator/index.js";

const siteUrl = "sc-domain:nordlicht-tee.example";
const week = { siteUrl, startDate: "2026-10-05", endDate: "2026-10-11" };
const readScope = "https://www.googleapis.com/auth/webmasters.readonly";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A simulator whose clock stands at noon of 2026-11-22 in Pacific time, and a client of it. */
const start = async (options: GscSimulatorOptions = {}, config?: GscConfig) => {
  const clock = createManualClock(Date.UTC(2026, 10, 22, 20));
  const simulator = await createGscSimulator({ clock, quotas: unlimitedQuotas, ...options });
  const client = createGsc(config ?? (simulator.config as GscConfig), {
    baseUrl: simulator.url,
    clock,
    limits: { maxRetries: 0, cacheMaxBytes: 0 },
  });
  closers.push(client.$close, simulator.close);
  return { simulator, client, clock };
};

const data = <T>(answer: { ok: true; data: T } | { ok: false; error: { code: string; message: string } }): T => {
  if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`);
  return answer.data;
};

describe("the simulated data", () => {
  it("is the same for the same seed, and another for another", async () => {
    const totals = async (seed: number) => data(await (await start({ seed })).client.searchAnalytics.totals(week));
    const [one, same, other] = [await totals(7), await totals(7), await totals(8)];
    expect(one).toEqual(same);
    expect(one.clicks).toBeGreaterThan(0);
    expect(other.clicks).not.toBe(one.clicks);
  });

  it("adds up to the same totals however it is grouped, except by query", async () => {
    const { client } = await start();
    const { clicks, impressions } = data(await client.searchAnalytics.totals(week));
    for (const dimensions of [["date"], ["country"], ["device"], ["date", "country", "device"]] as const) {
      const { rows } = data(await client.searchAnalytics.queryAll({ ...week, dimensions: [...dimensions] }));
      expect(rows.reduce((sum, row) => sum + row.clicks, 0)).toBe(clicks);
      expect(rows.reduce((sum, row) => sum + row.impressions, 0)).toBe(impressions);
    }
  });

  it("hides rare searches from rows by query and from query filters", async () => {
    const { client } = await start();
    const share = data(await client.searchAnalytics.anonymizedShare(week));
    expect(share.anonymized.impressionShare).toBeGreaterThan(0.1);
    expect(share.anonymized.impressionShare).toBeLessThan(0.7);
    const filtered = data(
      await client.searchAnalytics.query({
        ...week,
        filters: [{ dimension: "query", operator: "includingRegex", expression: "." }],
      }),
    );
    expect(filtered.rows[0]?.impressions).toBe(share.visible.impressions);
  });

  it("counts a search once by property and each page by page", async () => {
    const { client } = await start();
    const by = async (aggregationType: "byPage" | "byProperty") =>
      data(await client.searchAnalytics.totals({ ...week, aggregationType }));
    const [page, property] = [await by("byPage"), await by("byProperty")];
    expect(page.impressions).toBeGreaterThan(property.impressions);
    expect(page.clicks).toBe(property.clicks);
  });

  it("never has more clicks than impressions", async () => {
    const { client } = await start();
    const { rows } = data(
      await client.searchAnalytics.queryAll({ ...week, dimensions: ["page", "query", "country", "device"] }),
    );
    expect(rows.length).toBeGreaterThan(500);
    expect(rows.filter(({ clicks, impressions }) => clicks > impressions)).toEqual([]);
  });

  it("tells of product pages under the shop's own handles", async () => {
    const { client } = await start();
    const { rows } = data(await client.searchAnalytics.query({ ...week, dimensions: ["page"], limit: 100 }));
    expect(rows.map(({ page }) => page)).toContain("https://nordlicht-tee.example/products/sencha-uji");
  });

  it("gives a path property only what lies under it", async () => {
    const { client } = await start();
    const { rows } = data(
      await client.searchAnalytics.query({
        ...week,
        siteUrl: "https://nordlicht-tee.example/blogs/",
        dimensions: ["page"],
      }),
    );
    expect(rows.length).toBe(3);
    expect(rows.every(({ page }) => page?.startsWith("https://nordlicht-tee.example/blogs/"))).toBe(true);
  });

  it("peaks where the year does", async () => {
    const { client } = await start();
    const clicks = async (startDate: string, endDate: string) =>
      data(
        await client.searchAnalytics.totals({
          siteUrl,
          startDate,
          endDate,
          filters: [{ dimension: "page", operator: "contains", expression: "adventskalender" }],
        }),
      ).impressions;
    expect(await clicks("2025-11-01", "2025-11-30")).toBeGreaterThan(2 * (await clicks("2026-06-01", "2026-06-30")));
  });
});

describe("fresh and final days", () => {
  it("leaves days out of final data, and tells from which day on the others are open", async () => {
    const { client } = await start();
    const range = { siteUrl, startDate: "2026-11-15", endDate: "2026-11-22", dimensions: ["date" as const] };
    const final = await client.searchAnalytics.query(range);
    expect(data(final).rows.at(-1)?.date).toBe("2026-11-19");
    expect(final).toMatchObject({ warnings: [{ code: "RANGE_NOT_FINAL" }] });
    const all = await client.searchAnalytics.query({ ...range, dataState: "all" });
    expect(all).toMatchObject({
      data: { firstIncompleteDate: "2026-11-20" },
      warnings: [{ code: "FRESH_DATA_INCOMPLETE" }],
    });
    expect(data(all).rows.at(-1)?.date).toBe("2026-11-22");
  });

  it("is what freshness finds", async () => {
    const { client } = await start();
    expect(data(await client.searchAnalytics.freshness({ siteUrl }))).toMatchObject({
      today: "2026-11-22",
      newestFinalDay: "2026-11-19",
      firstIncompleteDate: "2026-11-20",
      newestDay: "2026-11-22",
      lagDays: 3,
    });
  });

  it("moves on with the clock", async () => {
    const { client, clock } = await start();
    await clock.advance(86_400_000);
    expect(data(await client.searchAnalytics.freshness({ siteUrl })).newestFinalDay).toBe("2026-11-20");
  });

  it("refuses days older than sixteen months, with the first one that there is", async () => {
    const { client } = await start();
    const ask = (startDate: string) => client.searchAnalytics.query({ siteUrl, startDate, endDate: "2025-07-31" });
    expect(await ask("2025-07-22")).toMatchObject({ ok: true });
    const refused = await ask("2025-07-21");
    expect(refused).toMatchObject({ ok: false, error: { code: "REJECTED" } });
    expect(refused.ok ? "" : refused.error.help).toContain("2025-07-22");
  });

  it("has hours that add up to the day, 25 of them when clocks go back", async () => {
    const clock = createManualClock(Date.UTC(2026, 10, 3, 20));
    const { client } = await start({ clock });
    const day = { siteUrl, startDate: "2026-11-01", endDate: "2026-11-01" };
    const { rows } = data(await client.searchAnalytics.hourly(day));
    expect(new Set(rows.map(({ hour }) => hour)).size).toBe(25);
    expect(rows.map(({ hour }) => hour)).toContain("2026-11-01T01:00:00-08:00");
    const { rows: whole } = data(await client.searchAnalytics.query({ ...day, dataState: "all" }));
    expect(rows.reduce((sum, { impressions }) => sum + impressions, 0)).toBe(whole[0]?.impressions);
  });
});

describe("pages of rows", () => {
  it("come with ties in another order each time, and queryAll still gives every row once", async () => {
    const { client } = await start();
    const query = { ...week, dimensions: ["query" as const, "country" as const] };
    const order = async () =>
      data(await client.searchAnalytics.query({ ...query, limit: 25_000 })).rows.map(
        ({ query, country }) => `${query} ${country}`,
      );
    const [one, other] = [await order(), await order()];
    expect(one).not.toEqual(other);
    expect(one.toSorted()).toEqual(other.toSorted());
    const seen: string[] = [];
    for await (const row of client.searchAnalytics.query.items({ ...query, limit: 200 }))
      seen.push(`${row.query} ${row.country}`);
    expect(new Set(seen).size, "offset paging alone loses rows").toBeLessThan(one.length);
    const { rows } = data(await client.searchAnalytics.queryAll(query));
    expect(new Set(rows.map(({ query, country }) => `${query} ${country}`)).size).toBe(one.length);
  });

  it("end with an empty body", async () => {
    const { client } = await start();
    const first = data(await client.searchAnalytics.query({ ...week, dimensions: ["device"], limit: 3 }));
    const second = data(
      await client.searchAnalytics.query({ ...week, dimensions: ["device"], limit: 3, cursor: first.nextCursor }),
    );
    expect(second).toEqual({ rows: [] });
  });

  it("stop at the cap of rows, which splitting by day gets past", async () => {
    const { client } = await start({ rowCap: 40 });
    const query = { ...week, dimensions: ["page" as const] };
    const capped = data(await client.searchAnalytics.queryAll(query));
    expect(capped.rows).toHaveLength(40);
    const split = data(await client.searchAnalytics.queryAll({ ...query, splitByDay: true }));
    expect(split.rows.length).toBeGreaterThan(40);
  });
});

describe("quotas", () => {
  it("refuses heavy queries with 403 once the load is spent, not light ones", async () => {
    const { client } = await start({ quotas: { ...unlimitedQuotas, loadPerTenMinutes: 400 } });
    const heavy = { ...week, dimensions: ["page" as const, "query" as const] };
    for (let count = 0; count < 2; count += 1)
      expect(await client.searchAnalytics.query(heavy)).toMatchObject({ ok: true });
    expect(await client.searchAnalytics.query(heavy)).toMatchObject({
      ok: false,
      error: { code: "QUOTA_EXHAUSTED", status: 403, retryAfterMs: 900_000 },
    });
    expect(await client.searchAnalytics.totals(week)).toMatchObject({ ok: true });
  });

  it("of a young project are learned from its refusal", async () => {
    const { client } = await start({ quotas: { ...unlimitedQuotas, projectPerMinute: 4 } });
    for (let count = 0; count < 4; count += 1) await client.sites.list();
    expect(await client.sites.list()).toMatchObject({ ok: false, error: { code: "RATE_LIMITED", status: 429 } });
    const buckets = client.$status().quotas;
    expect(buckets.find(({ bucket }) => bucket === "search-analytics-user")?.capacity).toBe(1);
  });

  it("of inspections are counted by property and day", async () => {
    const { client, clock } = await start({ quotas: { ...unlimitedQuotas, inspectionsPerDay: 1 } });
    const inspect = (property: string) =>
      client.urlInspection.inspect({ siteUrl: property, inspectionUrl: "https://nordlicht-tee.example/" });
    expect(await inspect(siteUrl)).toMatchObject({ ok: true });
    expect(await inspect(siteUrl)).toMatchObject({ ok: false, error: { code: "QUOTA_EXHAUSTED" } });
    expect(await inspect("https://nordlicht-tee.example/")).toMatchObject({ ok: true });
    await clock.advance(13 * 3_600_000);
    expect(await inspect(siteUrl)).toMatchObject({ ok: true });
  });
});

describe("properties and sitemaps", () => {
  it("are remembered until reset", async () => {
    const { client, simulator } = await start();
    const added = "https://kaffee.example/";
    expect(await client.sites.add({ siteUrl: added })).toMatchObject({ ok: true });
    expect(data(await client.sites.get({ siteUrl: added })).permissionLevel).toBe("siteUnverifiedUser");
    expect(await client.searchAnalytics.query({ ...week, siteUrl: added })).toMatchObject({
      ok: false,
      error: { code: "UPSTREAM_FORBIDDEN" },
    });
    expect(await client.sites.delete({ siteUrl: added })).toMatchObject({ ok: true });
    expect(await client.sites.delete({ siteUrl: added })).toMatchObject({ ok: false, error: { code: "NOT_FOUND" } });
    await client.sites.delete({ siteUrl });
    simulator.reset();
    expect(data(await client.sites.list()).sites).toHaveLength(4);
  });

  it("verify what lies under a domain that is verified", async () => {
    const { client } = await start();
    await client.sites.add({ siteUrl: "http://nordlicht-tee.example/" });
    expect(data(await client.sites.get({ siteUrl: "http://nordlicht-tee.example/" })).permissionLevel).toBe(
      "siteOwner",
    );
  });

  it("keep a new sitemap pending until it was fetched", async () => {
    const { client, clock } = await start();
    const feedpath = "https://nordlicht-tee.example/sitemap_new.xml";
    await client.sitemaps.submit({ siteUrl, feedpath });
    expect(data(await client.sitemaps.get({ siteUrl, feedpath }))).toMatchObject({ isPending: true, contents: [] });
    await clock.advance(61_000);
    expect(data(await client.sitemaps.get({ siteUrl, feedpath }))).toMatchObject({ isPending: false, type: "sitemap" });
    await client.sitemaps.delete({ siteUrl, feedpath });
    expect(await client.sitemaps.get({ siteUrl, feedpath })).toMatchObject({ ok: false, error: { code: "NOT_FOUND" } });
  });

  it("list the children of an index", async () => {
    const { client } = await start();
    const top = data(await client.sitemaps.list({ siteUrl })).sitemaps;
    expect(top.map(({ path }) => path)).toContain("https://nordlicht-tee.example/sitemap.xml");
    const sitemapIndex = "https://nordlicht-tee.example/sitemap.xml";
    expect(data(await client.sitemaps.list({ siteUrl, sitemapIndex })).sitemaps).toHaveLength(3);
  });
});

describe("URL inspection", () => {
  it.each([
    ["https://nordlicht-tee.example/", "PASS", "SUCCESSFUL"],
    ["https://nordlicht-tee.example/cart", "NEUTRAL", "BLOCKED_ROBOTS_TXT"],
    ["https://nordlicht-tee.example/search", "NEUTRAL", "SUCCESSFUL"],
    ["http://nordlicht-tee.example/", "NEUTRAL", "REDIRECT_ERROR"],
    ["https://nordlicht-tee.example/never-seen", "NEUTRAL", undefined],
  ])("of %s is %s", async (inspectionUrl, verdict, pageFetchState) => {
    const { client } = await start();
    const inspection = data(await client.urlInspection.inspect({ siteUrl, inspectionUrl }));
    expect(inspection.verdict).toBe(verdict);
    expect(inspection.pageFetchState).toBe(pageFetchState);
  });

  it("finds indexed pages with faulty rich results, and speaks the language asked for", async () => {
    const { client } = await start();
    const { rows } = data(await client.searchAnalytics.query({ ...week, dimensions: ["page"] }));
    const urls = rows.map(({ page = "" }) => page).filter((page) => page.includes("/products/"));
    const { results, remaining } = data(
      await client.urlInspection.inspectBatch({ siteUrl, urls, languageCode: "de", maxCalls: 25 }),
    );
    expect(results).toHaveLength(25);
    expect(remaining).toHaveLength(urls.length - 25);
    const faulty = results.filter(({ inspection }) => inspection?.richResults?.verdict === "FAIL");
    expect(faulty.length).toBeGreaterThan(0);
    expect(faulty.every(({ inspection }) => inspection?.verdict === "PASS")).toBe(true);
    expect(faulty[0]?.inspection?.coverageState).toBe("Gesendet und indexiert");
  });

  it("is not for restricted users", async () => {
    const { client } = await start();
    const blog = "https://nordlicht-tee.example/blogs/";
    expect(
      await client.urlInspection.inspect({ siteUrl: blog, inspectionUrl: `${blog}teewissen/matcha-fuer-anfaenger` }),
    ).toMatchObject({ ok: false, error: { code: "UPSTREAM_FORBIDDEN" } });
  });
});

describe("logins and faults", () => {
  it("refuses changes to a token that may only read", async () => {
    const { simulator } = await start();
    const client = createGsc({ accessToken: simulator.issueToken([readScope]) }, { baseUrl: simulator.url });
    closers.unshift(client.$close);
    expect(await client.sites.list()).toMatchObject({ ok: true });
    expect(await client.sites.add({ siteUrl })).toMatchObject({ ok: false, error: { code: "UPSTREAM_FORBIDDEN" } });
  });

  it("renews a token that has expired, within the call", async () => {
    const { client, simulator, clock } = await start();
    await client.sites.list();
    // A token refused sooner than a minute after it was obtained is not worth renewing.
    await clock.advance(120_000);
    simulator.faults.set({ kind: "upstream", name: "token-expired" }, { times: 1, match: "gsc.sites" });
    expect(await client.sites.list()).toMatchObject({ ok: true, meta: { attempts: 2 } });
  });

  it.each([
    ["load-quota", "QUOTA_EXHAUSTED"],
    ["qps-quota", "RATE_LIMITED"],
    ["daily-quota", "QUOTA_EXHAUSTED"],
    ["message-only-429", "RATE_LIMITED"],
    ["scope-missing", "UPSTREAM_FORBIDDEN"],
    ["api-disabled", "UPSTREAM_FORBIDDEN"],
    ["forbidden", "UPSTREAM_FORBIDDEN"],
    ["backend-error", "UPSTREAM_UNAVAILABLE"],
    ["login-revoked", "NEEDS_REAUTH"],
  ])("the fault %s is %s", async (name, code) => {
    const { client, simulator } = await start();
    simulator.faults.set({ kind: "upstream", name });
    expect(await client.sites.list()).toMatchObject({ ok: false, error: { code } });
  });
});
