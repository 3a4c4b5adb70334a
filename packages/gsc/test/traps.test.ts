import { createReply } from "@trunkline/core/testing";
import { describe, expect, it } from "vitest";
import { asked, fault, ok, openAccount, rowOf } from "./open-account.js";

const siteUrl = "sc-domain:nordlicht-tee.example";
const week = { siteUrl, startDate: "2026-10-01", endDate: "2026-10-07" };
const pages = (from: number, to: number, clicks: number) =>
  Array.from({ length: to - from }, (_, index) => rowOf(`https://nordlicht-tee.example/${from + index}`, clicks));

describe("property ids in paths", () => {
  it.each([
    ["sc-domain:nordlicht-tee.example", "sc-domain%3Anordlicht-tee.example"],
    ["https://nordlicht-tee.example/blogs/", "https%3A%2F%2Fnordlicht-tee.example%2Fblogs%2F"],
    ["https://nordlicht-tee.example/a(b)'c!/", "https%3A%2F%2Fnordlicht-tee.example%2Fa%28b%29%27c%21%2F"],
  ])("%s is one encoded segment", async (id, segment) => {
    const { client, transport } = openAccount([ok({ siteUrl: id, permissionLevel: "siteOwner" })]);
    await client.sites.get({ siteUrl: id });
    expect(transport.requests[0]?.url).toBe(`https://searchconsole.googleapis.com/webmasters/v3/sites/${segment}`);
  });

  it("of an inspection are plain text", async () => {
    const { client, transport } = openAccount([ok({ inspectionResult: {} })]);
    await client.urlInspection.inspect({ siteUrl, inspectionUrl: "https://nordlicht-tee.example/" });
    expect(asked(transport)).toMatchObject({ siteUrl });
  });

  it.each(["nordlicht-tee.example", "https://nordlicht-tee.example", "sc-domain:https://x/"])(
    "%s is refused before it becomes a 404",
    async (id) => {
      const { client, transport } = openAccount([]);
      expect(await client.sites.get({ siteUrl: id })).toMatchObject({ ok: false, error: { code: "INVALID_INPUT" } });
      expect(transport.requests).toHaveLength(0);
    },
  );
});

describe("compression", () => {
  it("needs the word gzip in the user agent", async () => {
    const { client, transport } = openAccount([ok({})]);
    await client.sites.list();
    expect(transport.requests[0]?.headers["user-agent"]).toMatch(/gzip/);
  });
});

describe("quota as 403", () => {
  const loadQuota = fault(403, "quotaExceeded", "Search Analytics load quota exceeded.", "usageLimits");

  it("is not taken for a lack of rights, nor repeated while the load lasts", async () => {
    const { client, transport } = openAccount([loadQuota]);
    expect(await client.searchAnalytics.query(week)).toMatchObject({
      ok: false,
      error: { code: "QUOTA_EXHAUSTED", retryable: false, retryAfterMs: 900_000 },
      meta: { attempts: 1 },
    });
    expect(transport.requests).toHaveLength(1);
  });

  it("leaves properties of other operations alone", async () => {
    const { client } = openAccount([loadQuota, ok({})]);
    await client.searchAnalytics.query(week);
    expect(await client.sites.list()).toMatchObject({ ok: true });
  });

  it("of the minute closes the bucket for a minute", async () => {
    const { client } = openAccount([
      fault(403, "quotaExceeded", "Search Analytics QPS quota exceeded.", "usageLimits"),
    ]);
    expect(await client.searchAnalytics.query(week)).toMatchObject({
      ok: false,
      error: { code: "RATE_LIMITED", retryAfterMs: 60_000 },
    });
    const refused = await client.searchAnalytics.query(week, { deadlineMs: 10_000 });
    expect(refused).toMatchObject({ ok: false, error: { code: "RATE_LIMITED" }, meta: { attempts: 0 } });
  });

  it("without a hint of its kind is not hammered", async () => {
    const { client, transport } = openAccount([fault(403, "quotaExceeded", "Quota exceeded.", "usageLimits")]);
    expect(await client.searchAnalytics.query(week)).toMatchObject({ ok: false, error: { code: "QUOTA_EXHAUSTED" } });
    expect(transport.requests).toHaveLength(1);
  });
});

describe("reads over POST", () => {
  it("are repeated after a passing failure, unlike by Google's own client", async () => {
    const { client, transport, clock } = openAccount([createReply({ status: 503, body: "" }), ok({ rows: [] })]);
    const answer = client.searchAnalytics.query(week);
    while (transport.requests.length < 2) {
      await new Promise((resolve) => setImmediate(resolve));
      await clock.advanceToNext();
    }
    expect(await answer).toMatchObject({ ok: true, meta: { attempts: 2 } });
  });
});

describe("enum spelling", () => {
  it.each(["SITE_OWNER", "siteOwner"])("reads %s as siteOwner", async (permissionLevel) => {
    const { client } = openAccount([ok({ siteUrl, permissionLevel })]);
    expect(await client.sites.get({ siteUrl })).toMatchObject({ data: { permissionLevel: "siteOwner" } });
  });

  it("keeps values that nobody knows yet", async () => {
    const { client } = openAccount([ok({ siteUrl, permissionLevel: "siteAuditor" })]);
    expect(await client.sites.get({ siteUrl })).toMatchObject({ data: { permissionLevel: "siteAuditor" } });
  });
});

describe("filters", () => {
  it("by page reach the request", async () => {
    const { client, transport } = openAccount([ok({})]);
    await client.searchAnalytics.query({
      ...week,
      filters: [{ dimension: "page", operator: "contains", expression: "/products/" }],
    });
    expect(asked(transport).dimensionFilterGroups).toEqual([
      { groupType: "and", filters: [{ dimension: "page", operator: "contains", expression: "/products/" }] },
    ]);
  });

  it("of texts keep their case, codes get that of replies", async () => {
    const { client, transport } = openAccount([ok({})]);
    await client.searchAnalytics.query({
      ...week,
      filters: [
        { dimension: "query", expression: "Sencha" },
        { dimension: "country", expression: "DEU" },
        { dimension: "device", expression: "mobile" },
        { dimension: "country", operator: "includingRegex", expression: "DEU|aut" },
      ],
    });
    const [group] = asked(transport).dimensionFilterGroups as { filters: { expression: string }[] }[];
    expect(group?.filters.map(({ expression }) => expression)).toEqual(["Sencha", "deu", "MOBILE", "DEU|aut"]);
  });
});

describe("the aggregation type", () => {
  it("is not sent unless asked for: some properties refuse it", async () => {
    const { client, transport } = openAccount([ok({})]);
    await client.searchAnalytics.query(week);
    expect(asked(transport)).not.toHaveProperty("aggregationType");
  });
});

describe("data state", () => {
  it("is final unless asked for: unfinished days do not slip in", async () => {
    const { client, transport } = openAccount([ok({})]);
    await client.searchAnalytics.query(week);
    expect(asked(transport).dataState).toBe("final");
  });
});

describe("numbers printed as doubles", () => {
  it("are read whatever their digits", async () => {
    const body = '{"rows":[{"keys":["a"],"clicks":109.0,"impressions":181.0,"ctr":0.6022099447513812,"position":1.0}]}';
    const { client } = openAccount([createReply({ headers: { "content-type": "application/json" }, body })]);
    const answer = await client.searchAnalytics.query({ ...week, dimensions: ["query"] });
    expect(answer).toMatchObject({ data: { rows: [{ query: "a", clicks: 109, position: 1 }] } });
  });
});

describe("keys", () => {
  it("of another number than asked for are a broken contract, not shifted columns", async () => {
    const { client } = openAccount([ok({ rows: [{ keys: ["2026-10-01"], clicks: 1, impressions: 1, ctr: 1 }] })]);
    expect(await client.searchAnalytics.query({ ...week, dimensions: ["date", "page"] })).toMatchObject({
      ok: false,
      error: { code: "CONTRACT_VIOLATION", issues: [{ path: "rows.0.keys" }] },
    });
  });
});

describe("paging among ties", () => {
  it("refuses a cursor of another query", async () => {
    const { client, transport } = openAccount([ok({ rows: pages(0, 2, 1) })]);
    const first = await client.searchAnalytics.query({ ...week, dimensions: ["page"], limit: 2 });
    const cursor = first.ok ? first.data.nextCursor : undefined;
    const other = await client.searchAnalytics.query({ ...week, dimensions: ["query"], limit: 2, cursor });
    expect(other).toMatchObject({ ok: false, error: { code: "INVALID_INPUT", issues: [{ path: "cursor" }] } });
    expect(await client.searchAnalytics.query({ ...week, cursor: "nonsense" })).toMatchObject({
      ok: false,
      error: { code: "INVALID_INPUT" },
    });
    expect(transport.requests).toHaveLength(1);
  });

  it("drops repeats and reads the tied rows again in one request", async () => {
    const first = [...pages(0, 24_990, 9), ...pages(24_990, 25_000, 1)];
    // Rows 24,999 comes again in place of row 25,000.
    const second = [rowOf("https://nordlicht-tee.example/24999", 1), ...pages(25_001, 25_003, 1)];
    const { client, transport } = openAccount([
      ok({ rows: first }),
      ok({ rows: second }),
      ok({ rows: pages(24_990, 25_003, 1) }),
    ]);
    const answer = await client.searchAnalytics.queryAll({ ...week, dimensions: ["page"], maxRows: 60_000 });
    expect(asked(transport, 2)).toMatchObject({ startRow: 24_990, rowLimit: 13 });
    expect(answer).toMatchObject({ ok: true, data: { truncated: false, pages: 3 }, warnings: [] });
    if (answer.ok) expect(new Set(answer.data.rows.map(({ page }) => page)).size).toBe(25_003);
  });

  it("says how many rows could not be found again", async () => {
    const repeated = { rows: [rowOf("https://nordlicht-tee.example/24999", 1)] };
    const { client } = openAccount([
      ok({ rows: pages(0, 25_000, 1) }),
      ok(repeated),
      ok({ rows: pages(12_500, 25_000, 1) }),
    ]);
    const answer = await client.searchAnalytics.queryAll({ ...week, dimensions: ["page"], maxRows: 60_000 });
    expect(answer).toMatchObject({ ok: true, warnings: [{ code: "ROWS_SKIPPED" }] });
  });
});

describe("the cap of 50,000 rows", () => {
  it("is told when a day reaches it", async () => {
    const day = { siteUrl, startDate: "2026-10-01", endDate: "2026-10-01", dimensions: ["page" as const] };
    const { client } = openAccount([ok({ rows: pages(0, 25_000, 1) }), ok({ rows: pages(25_000, 50_000, 0) }), ok({})]);
    const answer = await client.searchAnalytics.queryAll({ ...day, maxRows: 100_000 });
    expect(answer).toMatchObject({ ok: true, data: { truncated: false } });
    if (answer.ok) expect(answer.warnings.map(({ code }) => code)).toEqual(["ROW_CAP_REACHED"]);
  });

  it("is not suspected in a range by date that stays below it", async () => {
    const rows = Array.from({ length: 25_000 }, (_, index) => ({
      keys: ["2026-10-01", `https://nordlicht-tee.example/${index}`],
      clicks: 1,
      impressions: 1,
      ctr: 1,
      position: 1,
    }));
    const { client } = openAccount([ok({ rows })]);
    const answer = await client.searchAnalytics.query({ ...week, dimensions: ["date", "page"], limit: 25_000 });
    if (answer.ok) expect(answer.warnings.map(({ code }) => code)).not.toContain("ROW_CAP_REACHED");
    expect(answer.ok).toBe(true);
  });
});

describe("comparing", () => {
  it("does not call a row zero that may have been cut off", async () => {
    const rows = pages(0, 25_000, 2);
    const { client } = openAccount([ok({ rows: [rowOf("https://nordlicht-tee.example/new", 5)] }), ok({ rows })]);
    const answer = await client.searchAnalytics.compare({ ...week, dimensions: ["page"], sort: "clicks", limit: 1 });
    expect(answer).toMatchObject({ ok: true, warnings: [{ code: "COMPARISON_INCOMPLETE" }] });
    if (answer.ok) expect(answer.data.rows[0]).not.toHaveProperty("change");
  });
});

describe("scopes", () => {
  it("of a connection that reads only refuse writes before they are sent", async () => {
    const { client, transport } = openAccount([], { accessToken: "ya29.test", access: "read" });
    for (const answer of [
      await client.sites.add({ siteUrl }),
      await client.sites.delete({ siteUrl }),
      await client.sitemaps.submit({ siteUrl, feedpath: "https://nordlicht-tee.example/sitemap.xml" }),
      await client.sitemaps.delete({ siteUrl, feedpath: "https://nordlicht-tee.example/sitemap.xml" }),
    ])
      expect(answer).toMatchObject({ ok: false, error: { code: "UPSTREAM_FORBIDDEN", outcome: "not_executed" } });
    expect(transport.requests).toHaveLength(0);
  });
});

describe("a page of a proxy in place of an empty reply", () => {
  it("is no proof that a write happened", async () => {
    const html = createReply({ headers: { "content-type": "text/html" }, body: "<html>Sign in</html>" });
    const { client } = openAccount([html]);
    expect(await client.sites.add({ siteUrl })).toMatchObject({
      ok: false,
      error: { code: "CONTRACT_VIOLATION", outcome: "unknown" },
    });
  });
});

describe("inspecting many", () => {
  it("stops at the first sign that no more is allowed, and keeps what it has", async () => {
    const spent = fault(403, "quotaExceeded", "Quota exceeded for sc-domain:nordlicht-tee.example.", "usageLimits");
    const urls = Array.from({ length: 12 }, (_, index) => `https://nordlicht-tee.example/${index}`);
    const good = ok({ inspectionResult: { indexStatusResult: { verdict: "PASS" } } });
    const { client, transport } = openAccount([good, good, good, spent, spent, spent, spent, spent]);
    const answer = await client.urlInspection.inspectBatch({ siteUrl, urls });
    expect(answer).toMatchObject({
      ok: true,
      data: { stoppedBy: { code: "QUOTA_EXHAUSTED" } },
      warnings: [{ code: "STOPPED_EARLY" }],
    });
    if (answer.ok) expect(answer.data.results.length + answer.data.remaining.length).toBe(12);
    expect(transport.requests.length).toBeLessThan(9);
  });
});

describe("an API key or an OAuth client", () => {
  it("is no login, and the message says what is missing", () => {
    const client = { installed: { client_id: "x", client_secret: "CANARY" } };
    expect(() => openAccount([], { credentials: client })).toThrow(/a refresh token is needed/);
  });
});
