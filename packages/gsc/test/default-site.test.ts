import { describe, expect, it } from "vitest";
import { asked, ok, openAccount } from "./open-account.js";

const mine = "https://nordlicht-tee.example/";
const config = { accessToken: "ya29.test", siteUrl: mine };
const month = { startDate: "2026-10-01", endDate: "2026-10-31" };
const path = (rest: string) => `/webmasters/v3/sites/${encodeURIComponent(mine)}${rest}`;

describe("the configured property", () => {
  it.each([
    ["searchAnalytics.query", path("/searchAnalytics/query"), (c: Client) => c.searchAnalytics.query(month)],
    ["searchAnalytics.queryAll", path("/searchAnalytics/query"), (c: Client) => c.searchAnalytics.queryAll(month)],
    ["searchAnalytics.totals", path("/searchAnalytics/query"), (c: Client) => c.searchAnalytics.totals(month)],
    [
      "searchAnalytics.hourly",
      path("/searchAnalytics/query"),
      (c: Client) => c.searchAnalytics.hourly({ startDate: "2026-10-21", endDate: "2026-10-22" }),
    ],
    [
      "searchAnalytics.appearances",
      path("/searchAnalytics/query"),
      (c: Client) => c.searchAnalytics.appearances(month),
    ],
    ["searchAnalytics.compare", path("/searchAnalytics/query"), (c: Client) => c.searchAnalytics.compare(month)],
    [
      "searchAnalytics.anonymizedShare",
      path("/searchAnalytics/query"),
      (c: Client) => c.searchAnalytics.anonymizedShare(month),
    ],
    ["searchAnalytics.freshness", path(""), (c: Client) => c.searchAnalytics.freshness({})],
    ["sites.get", path(""), (c: Client) => c.sites.get({})],
    ["sitemaps.list", path("/sitemaps"), (c: Client) => c.sitemaps.list({})],
    ["sitemaps.get", path(`/sitemaps/${encodeURIComponent(mine)}`), (c: Client) => c.sitemaps.get({ feedpath: mine })],
  ])("is meant by %s when none is named", async (_, expected, call) => {
    const { client, transport } = openAccount(Array(4).fill(ok({})), config);
    await call(client);
    expect(new URL(transport.requests[0]?.url ?? "").pathname).toBe(expected);
  });

  it.each(["submit", "delete"] as const)("is meant and named by sitemaps.%s", async (verb) => {
    const { client, transport } = openAccount([ok({})], config);
    const feedpath = `${mine}sitemap.xml`;
    expect(await client.sitemaps[verb]({ feedpath })).toMatchObject({ ok: true, data: { siteUrl: mine, feedpath } });
    expect(new URL(transport.requests[0]?.url ?? "").pathname).toBe(path(`/sitemaps/${encodeURIComponent(feedpath)}`));
  });

  it("is meant by inspections, and addresses outside of it are refused beforehand", async () => {
    const { client, transport } = openAccount([ok({ inspectionResult: {} })], config);
    expect(await client.urlInspection.inspect({ inspectionUrl: `${mine}products/bancha` })).toMatchObject({ ok: true });
    expect(asked(transport)).toMatchObject({ siteUrl: mine });
    expect(await client.urlInspection.inspect({ inspectionUrl: "https://other.example/" })).toMatchObject({
      ok: false,
      error: { code: "INVALID_INPUT", issues: [{ path: "inspectionUrl" }] },
    });
    const urls = [`${mine}a`, "https://other.example/"];
    expect(await client.urlInspection.inspectBatch({ urls })).toMatchObject({
      ok: false,
      error: { code: "INVALID_INPUT", issues: [{ path: "urls.1" }] },
    });
    expect(transport.requests).toHaveLength(1);
  });

  it("gives way to one that is named", async () => {
    const { client, transport } = openAccount([ok({})], config);
    await client.sitemaps.list({ siteUrl: "sc-domain:tee.example" });
    expect(transport.requests[0]?.url).toContain("sc-domain%3Atee.example");
  });

  it("belongs to the cursor: another default is another query", async () => {
    const page = ok({ rows: [{ keys: ["a"], clicks: 1, impressions: 2 }] });
    const query = { ...month, dimensions: ["query" as const], limit: 1 };
    const first = await openAccount([page], config).client.searchAnalytics.query(query);
    const cursor = first.ok ? (first.data.nextCursor ?? "") : "";
    expect(cursor).not.toBe("");
    const named = openAccount([page]).client.searchAnalytics.query({ ...query, siteUrl: mine, cursor });
    expect(await named).toMatchObject({ ok: true });
    const other = openAccount([page], { ...config, siteUrl: "sc-domain:tee.example" });
    expect(await other.client.searchAnalytics.query({ ...query, cursor })).toMatchObject({
      ok: false,
      error: { code: "INVALID_INPUT" },
    });
  });

  it("is never added or removed unless it is named", async () => {
    const { client, transport } = openAccount([], config);
    for (const call of [client.sites.add, client.sites.delete])
      expect(await call({} as never)).toMatchObject({ ok: false, error: { code: "INVALID_INPUT" } });
    expect(transport.requests).toEqual([]);
  });
});

it("asks for a property where neither call nor configuration names one", async () => {
  const { client, transport } = openAccount([]);
  expect(await client.searchAnalytics.totals(month)).toMatchObject({
    ok: false,
    error: { code: "INVALID_INPUT", issues: [{ path: "siteUrl" }], help: expect.stringContaining("GSC_SITE_URL") },
    meta: { attempts: 0 },
  });
  expect(transport.requests).toEqual([]);
});

type Client = ReturnType<typeof openAccount>["client"];
