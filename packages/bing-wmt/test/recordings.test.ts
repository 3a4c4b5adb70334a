import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type AnyOperation, isComposed, listOperations, type Warning } from "@trunkline/core";
import { createReply, loadRecordings } from "@trunkline/core/testing";
import { describe, expect, it } from "vitest";
import { mapBingError } from "../src/errors.js";
import { operations } from "../src/operations/index.js";

const recordings = loadRecordings("bing-wmt");
const dir = "dir" in recordings ? recordings.dir : undefined;
if ("skip" in recordings) process.stdout.write(`${recordings.skip}\n`);

interface Exchange {
  readonly request: { readonly method: string; readonly path: string; readonly query?: object; readonly body?: object };
  readonly response: {
    readonly status: number;
    readonly headers?: Record<string, string>;
    readonly body?: unknown;
    readonly bodyText?: string;
  };
}

const exchangesOf = (name: string): readonly Exchange[] => {
  const { steps, request, response } = JSON.parse(readFileSync(join(dir ?? "", name), "utf8"));
  return steps ?? [{ request, response }];
};
const replyOf = ({ response }: Exchange) =>
  createReply({ ...response, body: response.bodyText ?? JSON.stringify(response.body) });

const operation = (id: string): AnyOperation => {
  const found = listOperations(operations).find((candidate) => candidate.id === `bing-wmt.${id}`);
  if (!found) throw new Error(`There is no operation ${id}`);
  return found;
};

/** What the operation makes of the recorded answer, its input completed with defaults. */
const decoded = (id: string, exchange: Exchange, input: object): Record<string, unknown> => {
  const target = operation(id);
  if (isComposed(target)) throw new Error(`${id} is composed`);
  expect(mapBingError(replyOf(exchange), target)).toBeUndefined();
  const warnings: Warning[] = [];
  const output = target.response(replyOf(exchange), {
    input: target.input.parse(input),
    apiVersion: "json",
    settings: {},
    warn: (warning: Warning) => void warnings.push(warning),
  });
  expect(target.output.safeParse(output)).toMatchObject({ success: true });
  return output;
};

const site = { siteUrl: "http://example.com" };
const market = { keyword: "python", country: "us", language: "en-US" };
const dates = { startDate: "2024-10-15", endDate: "2024-11-14" };

/** Recorded answers to reads: which operation reads them, and with what. */
const reads: readonly (readonly [file: string, id: string, input: object])[] = [
  ["sites.list.docs.json", "sites.list", {}],
  ["sites.list.live-wire.json", "sites.list", {}],
  ["sites.list.empty.json", "sites.list", {}],
  ["sites.roles.docs.json", "sites.roles.list", site],
  ["stats.rank-traffic.docs.json", "stats.traffic", site],
  ["stats.queries.docs.json", "stats.queries", site],
  ["stats.pages.docs.json", "stats.pages", site],
  ["stats.query-traffic.docs.json", "stats.queryTraffic", { ...site, query: "query" }],
  [
    "stats.query-page-detail.docs.json",
    "stats.queryPageDetail",
    { ...site, query: "query", pageUrl: "http://example.com/page" },
  ],
  ["urls.traffic-info.docs.json", "stats.urlTraffic", { ...site, url: "http://example.com/page" }],
  ["crawl.stats.docs.json", "crawl.stats", site],
  ["crawl.stats.live-row.json", "crawl.stats", site],
  ["crawl.stats.recorded.json", "crawl.stats", site],
  ["crawl.issues.docs.json", "crawl.issues", site],
  ["crawl.issues.empty.json", "crawl.issues", site],
  ["crawl.settings.recorded.json", "crawl.settings.get", site],
  ["crawl.settings.docs-old.json", "crawl.settings.get", site],
  ["urls.info.docs.json", "urls.info", { ...site, url: "example.com" }],
  ["urls.info.live.json", "urls.info", { ...site, url: "https://example.com/page" }],
  ["urls.children.request.json", "urls.children", { ...site, url: "http://example.com/dir" }],
  ["quota.urls.docs.json", "submission.quota", site],
  ["quota.content.docs.json", "content.quota", site],
  ["feeds.list.docs.json", "feeds.list", site],
  ["links.counts.docs.json", "links.counts", site],
  ["links.counts.empty.json", "links.counts", site],
  ["links.details.docs.json", "links.details", { ...site, pageUrl: "http://example.com/page" }],
  ["links.details.empty.json", "links.details", { ...site, pageUrl: "http://example.com/page" }],
  ["keywords.get.json", "keywords.get", { ...market, ...dates }],
  ["keywords.stats.us.json", "keywords.stats", market],
  ["keywords.related.json", "keywords.related", { ...market, ...dates }],
  ["blocked-urls.list.json", "blockedUrls.list", site],
  ["query-params.list.docs.json", "queryParams.list", site],
];

/** Recorded writes that are one exchange. */
const writes: readonly (readonly [file: string, id: string, input: object])[] = [
  ["connected-pages.add.ok.json", "connectedPages.add", { ...site, masterUrl: "http://example.com/test" }],
  ["feeds.submit.ok.json", "feeds.submit", { ...site, feedUrl: "http://example.com/sitemap.xml" }],
  ["sites.verify.false.json", "sites.verify", site],
];

describe.skipIf(!dir)("recordings", () => {
  it.each([...reads, ...writes])("%s is read by %s", (name, id, input) => {
    for (const exchange of exchangesOf(name)) expect(decoded(id, exchange, input)).toBeTypeOf("object");
  });

  it.each(reads)("%s was asked for as %s asks, key apart", (name, id, input) => {
    const target = operation(id);
    if (isComposed(target)) return;
    const [exchange] = exchangesOf(name);
    const sent = target.request(target.input.parse(input), { apiVersion: "json", settings: {} });
    expect(sent.method).toBe(exchange?.request.method);
    expect(`/webmaster/api.svc/json${sent.path}`).toBe(exchange?.request.path);
    const expected = Object.keys({ ...exchange?.request.query, ...exchange?.request.body }).filter(
      (key) => key !== "apikey",
    );
    expect(Object.keys({ ...sent.query, ...(sent.body ?? {}) }).toSorted()).toEqual(expected.toSorted());
  });

  it("of crawling across the end of daylight saving give each day once", () => {
    const [exchange] = exchangesOf("crawl.stats.recorded.json");
    if (!exchange) throw new Error("unreachable");
    const { rows } = decoded("crawl.stats", exchange, site) as { rows: { day: string }[] };
    expect(rows).toHaveLength(30);
    expect(new Set(rows.map(({ day }) => day)).size).toBe(30);
    expect(rows[0]?.day).toBe("2024-10-15");
  });

  it("of keywords are all Saturdays", () => {
    const [exchange] = exchangesOf("keywords.stats.us.json");
    if (!exchange) throw new Error("unreachable");
    const { weeks } = decoded("keywords.stats", exchange, market) as { weeks: { day: string }[] };
    expect(weeks.map(({ day }) => new Date(day).getUTCDay())).toEqual(weeks.map(() => 6));
  });

  it.each([
    ["query-params.lifecycle.json", "queryParams.list", "queryParams", "parameter"],
    ["preview-blocks.lifecycle.json", "previewBlocks.list", "previewBlocks", "url"],
  ])("%s goes from there to gone", (name, id, key, field) => {
    const lists = exchangesOf(name)
      .filter(({ request }) => request.method === "GET")
      .map((exchange) => decoded(id, exchange, site)[key] as Record<string, unknown>[]);
    expect(lists.at(-1)).toEqual([]);
    expect(lists.at(-2)?.[0]?.[field]).toBeTypeOf("string");
  });

  it.each([
    ["err.03.invalid-api-key.json", "UPSTREAM_UNAUTHORIZED"],
    ["err.04.throttle-user.json", "RATE_LIMITED"],
    ["err.08.invalid-parameter.json", "REJECTED"],
    ["err.14.not-authorized.json", "UPSTREAM_FORBIDDEN"],
  ])("%s is %s", (name, code) => {
    for (const exchange of exchangesOf(name))
      expect(mapBingError(replyOf(exchange), operation("feeds.list"))?.code).toBe(code);
  });

  it("leave no file aside without a reason", () => {
    const aside = [
      "content.submit.ok.json", // composed
      "indexnow.cases.json", // a table
      "oauth.token.ok.json", // the token request is the core's
      "sites.add.ok.json", // composed
      "urls.submit-batch.ok.json", // composed
      "urls.submit.ok.json", // composed
    ];
    const known = [...reads, ...writes].map(([name]) => name);
    const rest = readdirSync(dir ?? "").filter(
      (name) => name.endsWith(".json") && !known.includes(name) && !/^err\.|lifecycle/.test(name),
    );
    expect(rest.filter((name) => !aside.includes(name))).toEqual([]);
  });
});
