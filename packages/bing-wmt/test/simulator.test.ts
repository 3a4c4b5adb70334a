import { createManualClock, type ManualClock } from "@trunkline/core/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type BingWmtSimulator,
  createBingWmtSimulator,
  nordlichtSites,
  simulatorApiKey,
  simulatorIndexNowKey,
} from "../src/simulator/index.js";

const { shop, fresh, unverified } = nordlichtSites;
const tea = `${shop}products/sencha-uji`;
const start = Date.UTC(2026, 10, 22, 12);
const dayMs = 86_400_000;

let clock: ManualClock;
let simulator: BingWmtSimulator;

beforeEach(async () => {
  clock = createManualClock(start);
  simulator = await createBingWmtSimulator({ clock });
});
afterEach(() => simulator.close());

const answerOf = async (response: Response) => {
  const text = await response.text();
  return {
    status: response.status,
    text,
    headers: response.headers,
    json: text.startsWith("{") ? JSON.parse(text) : undefined,
  };
};

const address = (method: string, query: Record<string, string> = {}, apikey = simulatorApiKey) =>
  `${simulator.url}/webmaster/api.svc/json/${method}?${new URLSearchParams({ ...query, apikey })}`;
const get = async (method: string, query: Record<string, string> = { siteUrl: shop }, apikey?: string) =>
  answerOf(await fetch(address(method, query, apikey)));
const post = async (method: string, body: object) =>
  answerOf(
    await fetch(address(method), {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify(body),
    }),
  );
const d = async (method: string, query?: Record<string, string>) => (await get(method, query)).json.d;
const write = async (method: string, body: object) =>
  expect(await post(method, body)).toMatchObject({ status: 200, json: { d: null } });
const fault = (number: number, message: string) => ({
  status: 400,
  json: { ErrorCode: number, Message: expect.stringContaining(`ERROR!!! ${message}`) },
});

describe("the wire", () => {
  it("escapes every slash and writes a type into each object", async () => {
    const { text, json, headers } = await get("GetUserSites", {});
    expect(text).toContain(String.raw`"https:\/\/nordlicht-tee.example\/"`);
    expect(text.replaceAll("\\/", "")).not.toContain("/");
    expect(json.d[0].__type).toBe("Site:#Microsoft.Bing.Webmaster.Api");
    expect(headers.get("x-cache")).toBe("CONFIG_NOCACHE");
    expect(headers.get("etag")).toBeNull();
  });

  it("answers null to writes", () => write("SubmitFeed", { siteUrl: shop, feedUrl: `${shop}neu.xml` }));

  it("answers unknown and retired methods, and SOAP, with a page and 404", async () => {
    for (const path of ["json/GetSiteMoves", "json/Nonsense", "pox/GetUserSites", "soap"]) {
      const response = await fetch(`${simulator.url}/webmaster/api.svc/${path}?apikey=${simulatorApiKey}`);
      expect([response.status, response.headers.get("content-type")]).toEqual([404, "text/html; charset=UTF-8"]);
    }
  });

  it("takes method names in any case, and reads only by the documented verb", async () => {
    expect((await get("getusersites", {})).status).toBe(200);
    expect((await post("GetUserSites", {})).status).toBe(405);
    expect((await get("GetChildrenUrlInfo", { siteUrl: shop, url: shop, page: "0" })).status).toBe(405);
  });
});

describe("login and sites", () => {
  it("refuses a wrong key with 400", async () => {
    expect(await get("GetUserSites", {}, "wrong")).toMatchObject(fault(3, "InvalidApiKey"));
  });

  it("wants a site byte for byte, unquoted, and verified", async () => {
    expect(await get("GetFeeds", { siteUrl: shop.slice(0, -1) })).toMatchObject(fault(14, "NotAuthorized"));
    expect(await get("GetFeeds", { siteUrl: `"${shop}"` })).toMatchObject(fault(7, "SiteUriSchemeIsNotSupported"));
    expect(await get("GetFeeds", { siteUrl: unverified })).toMatchObject(fault(13, "NotAllowed"));
    expect(await get("GetFeeds", {})).toMatchObject(fault(8, "InvalidParameter"));
  });

  it("adds, verifies and removes sites; only the company's own can be verified", async () => {
    const foreign = "https://andere.example/";
    await write("AddSite", { siteUrl: foreign });
    await write("AddSite", { siteUrl: foreign });
    expect((await d("GetUserSites", {})).map(({ Url }: { Url: string }) => Url)).toEqual([
      shop,
      fresh,
      unverified,
      foreign,
    ]);
    expect((await post("VerifySite", { siteUrl: foreign })).json.d).toBe(false);
    expect((await post("VerifySite", { siteUrl: unverified })).json.d).toBe(true);
    await write("RemoveSite", { siteUrl: foreign });
    expect(await post("VerifySite", { siteUrl: foreign })).toMatchObject(fault(14, "NotAuthorized"));
  });
});

describe("traffic", () => {
  it("goes back 16 months day by day across daylight saving, computed the same each time", async () => {
    const rows = await d("GetRankAndTrafficStats");
    expect(rows).toHaveLength(487);
    expect(rows.at(-1).Date).toMatch(/-0800\)\/$/);
    expect(rows.some(({ Date: date }: { Date: string }) => date.endsWith("-0700)/"))).toBe(true);
    const twin = await createBingWmtSimulator({ clock });
    const other = await createBingWmtSimulator({ clock, seed: 2 });
    const of = async ({ url }: BingWmtSimulator) =>
      (await answerOf(await fetch(address("GetRankAndTrafficStats", { siteUrl: shop }).replace(simulator.url, url))))
        .json.d;
    expect(await of(twin)).toEqual(rows);
    expect(await of(other)).not.toEqual(rows);
    await Promise.all([twin.close(), other.close()]);
  });

  it("of the newest days still grows, of older ones stays", async () => {
    const before = await d("GetRankAndTrafficStats");
    await clock.advance(3 * dayMs);
    const after = await d("GetRankAndTrafficStats");
    expect(after.slice(0, 484 - 2)).toEqual(before.slice(3, 485));
    const newest = before.at(-1);
    const later = after.find(({ Date: date }: { Date: string }) => date === newest.Date);
    expect(later.Impressions).toBeGreaterThan(newest.Impressions);
  });

  it("of queries and pages comes by week, and -1 stands for a position without clicks", async () => {
    const queries = await d("GetQueryStats");
    expect(queries.length).toBeGreaterThan(3_000);
    expect(queries.find(({ Clicks }: { Clicks: number }) => Clicks === 0).AvgClickPosition).toBe(-1);
    const pages = await d("GetPageStats");
    expect(pages.some(({ Query }: { Query: string }) => Query === tea)).toBe(true);
    const ofPage = await d("GetPageQueryStats", { siteUrl: shop, page: tea });
    expect(new Set(ofPage.map(({ Query }: { Query: string }) => Query))).toEqual(
      new Set(["sencha uji kaufen", "sencha uji"]),
    );
    const detail = await d("GetQueryPageDetailStats", { siteUrl: shop, page: tea, query: "sencha uji kaufen" });
    const same = ofPage.filter(({ Query }: { Query: string }) => Query === "sencha uji kaufen");
    expect(detail.map(({ Clicks }: { Clicks: number }) => Clicks)).toEqual(
      same.map(({ Clicks }: { Clicks: number }) => Clicks),
    );
  });

  it("of a new site is empty", async () => {
    expect(await d("GetRankAndTrafficStats", { siteUrl: fresh })).toEqual([]);
    expect(await get("GetUrlInfo", { siteUrl: fresh, url: fresh })).toMatchObject(fault(2, "UnknownError"));
  });
});

describe("quota", () => {
  const urls = (count: number) => Array.from({ length: count }, (_, index) => `${tea}-${index}`);

  it("falls with each URL, also with the same one again, and comes back at midnight UTC", async () => {
    await write("SubmitUrlBatch", { siteUrl: shop, urlList: [tea, tea, shop] });
    await write("SubmitUrl", { siteUrl: shop, url: tea });
    expect(await d("GetUrlSubmissionQuota")).toMatchObject({ DailyQuota: 96, MonthlyQuota: 1_296 });
    await clock.advance(dayMs / 2);
    expect(await d("GetUrlSubmissionQuota")).toMatchObject({ DailyQuota: 100, MonthlyQuota: 1_296 });
  });

  it("refuses a batch that is larger than what is left whole", async () => {
    await write("SubmitUrlBatch", { siteUrl: shop, urlList: urls(99) });
    expect(await post("SubmitUrlBatch", { siteUrl: shop, urlList: urls(2) })).toMatchObject(
      fault(8, "Quota remaining for today: 1"),
    );
    expect(await d("GetUrlSubmissionQuota")).toMatchObject({ DailyQuota: 1 });
    await write("SubmitUrl", { siteUrl: shop, url: tea });
    expect(await post("SubmitUrl", { siteUrl: shop, url: tea })).toMatchObject(
      fault(2, "You have exceeded your daily"),
    );
  });

  it("refuses more than 500 at once, and addresses of other sites", async () => {
    expect(await post("SubmitUrlBatch", { siteUrl: shop, urlList: urls(501) })).toMatchObject(
      fault(8, "InvalidParameter"),
    );
    expect(await post("SubmitUrl", { siteUrl: shop, url: "https://andere.example/" })).toMatchObject(
      fault(7, "InvalidUrl"),
    );
  });

  it("brings the crawler within the hour", async () => {
    const url = `${shop}products/ganz-neu`;
    expect((await d("GetUrlInfo", { siteUrl: shop, url })).LastCrawledDate).toBe("/Date(-62135568000000-0800)/");
    await write("SubmitUrl", { siteUrl: shop, url });
    await clock.advance(3_700_000);
    expect((await d("GetUrlInfo", { siteUrl: shop, url })).LastCrawledDate).toContain(String(start + 3_600_000));
  });
});

describe("addresses", () => {
  it("throttles GetUrlInfo after ten a minute, and lets it pass later", async () => {
    for (let count = 0; count < 10; count += 1)
      expect((await get("GetUrlInfo", { siteUrl: shop, url: tea })).status).toBe(200);
    expect(await get("GetUrlInfo", { siteUrl: shop, url: tea })).toMatchObject(fault(5, "ThrottleHost"));
    await clock.advance(61_000);
    expect(await d("GetUrlInfo", { siteUrl: shop, url: tea })).toMatchObject({ HttpStatus: 0, IsPage: true });
  });

  it("lists a folder page by page and narrowed by status", async () => {
    const children = async (page: number, HttpCodeFilters = 0) =>
      (
        await post("GetChildrenUrlInfo", {
          siteUrl: shop,
          url: `${shop}products/`,
          page,
          filterProperties: { HttpCodeFilters },
        })
      ).json.d;
    expect((await children(0)).length).toBe(20);
    expect(await children(9)).toEqual([]);
    expect((await children(0, 16)).map(({ Url }: { Url: string }) => Url)).toEqual([
      `${shop}products/bancha-alt`,
      `${shop}products/kiwi-melone`,
    ]);
  });
});

describe("IndexNow", () => {
  const submit = async (body: object, engine = "api.indexnow.org") =>
    answerOf(
      await fetch(`${simulator.url}/indexnow`, {
        method: "POST",
        headers: { "content-type": "application/json; charset=utf-8", "x-forwarded-host": engine },
        body: JSON.stringify(body),
      }),
    );
  const good = { host: nordlichtSites.host, key: simulatorIndexNowKey, urlList: [tea] };

  it("serves the key file on the shop's host alone", async () => {
    const read = async (host: string) =>
      answerOf(await fetch(`${simulator.url}/${simulatorIndexNowKey}.txt`, { headers: { "x-forwarded-host": host } }));
    expect((await read(nordlichtSites.host)).text.trim()).toBe(simulatorIndexNowKey);
    expect((await read("andere.example")).status).toBe(404);
  });

  it("takes URLs with the key, singly and as a batch", async () => {
    expect(await submit(good)).toMatchObject({ status: 200, text: "" });
    const single = await fetch(
      `${simulator.url}/indexnow?${new URLSearchParams({ url: shop, key: simulatorIndexNowKey })}`,
    );
    expect(single.status).toBe(200);
    expect(simulator.indexNowUrls()).toEqual([tea, shop]);
  });

  it("answers 202 to a wrong key, or 403 where the engine checks at once", async () => {
    const wrong = { ...good, key: "0123456789" };
    expect((await submit(wrong)).status).toBe(202);
    expect((await submit(wrong, "search.seznam.cz")).status).toBe(403);
    expect(simulator.indexNowUrls()).toEqual([]);
  });

  it("refuses other hosts, what the key does not cover, and what is no submission", async () => {
    expect((await submit({ ...good, urlList: [tea, "https://andere.example/"] })).status).toBe(422);
    expect((await submit({ ...good, keyLocation: `${shop}blogs/${simulatorIndexNowKey}.txt` })).status).toBe(422);
    expect((await submit({ host: nordlichtSites.host })).status).toBe(400);
  });
});

describe("faults", () => {
  it.each([
    ["throttle-user", fault(4, "ThrottleUser")],
    ["throttle-ip", fault(17, "ThrottleIP")],
    ["fault-in-200", { status: 200, json: { ErrorCode: 13 } }],
    ["empty-202", { status: 202, text: "" }],
    ["null-list", { status: 200, json: { d: null } }],
    ["html-400", { status: 400, json: undefined }],
  ])("%s happens as often as it is told to", async (name, expected) => {
    simulator.faults.set({ kind: "upstream", name }, { match: "GetFeeds", times: 1 });
    expect((await get("GetUserSites", {})).json.d).toHaveLength(3);
    expect(await get("GetFeeds")).toMatchObject(expected);
    expect((await get("GetFeeds")).status).toBe(200);
  });

  it("end with a reset, as do all changes", async () => {
    simulator.faults.set("down");
    simulator.reset();
    await write("RemoveFeed", { siteUrl: shop, feedUrl: `${shop}sitemap.xml` });
    await write("RemoveSite", { siteUrl: fresh });
    simulator.reset();
    expect(await d("GetUserSites", {})).toHaveLength(3);
    expect((await d("GetFeeds")).map(({ Url }: { Url: string }) => Url)).toContain(`${shop}sitemap.xml`);
  });
});
