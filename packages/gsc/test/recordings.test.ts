import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isComposed, listOperations, type OperationInput, type Warning } from "@trunkline/core";
import { createReply, loadRecordings } from "@trunkline/core/testing";
import { describe, expect, it } from "vitest";
import { mapGscError } from "../src/errors.js";
import { operations } from "../src/operations/index.js";
import { openAccount } from "./open-account.js";

const recordings = loadRecordings("gsc");
const dir = "dir" in recordings ? recordings.dir : undefined;
if ("skip" in recordings) process.stdout.write(`${recordings.skip}\n`);

interface Recording {
  readonly request?: { readonly method: string; readonly path: string; readonly body?: Record<string, unknown> };
  readonly response: { readonly status: number; readonly headers: Record<string, string>; readonly body: unknown };
}

const read = (name: string): Recording => JSON.parse(readFileSync(join(dir ?? "", name), "utf8"));
const replyOf = (name: string) => {
  const { status, headers, body } = read(name).response;
  return createReply({ status, headers, body: JSON.stringify(body) });
};
const { query, hourly } = operations.searchAnalytics;

describe.skipIf(!dir)("recordings", () => {
  it.each([
    ["error.400.invalid-parameter.json", "REJECTED"],
    ["error.403.load-quota.json", "QUOTA_EXHAUSTED"],
    ["error.403.scope.sites-list.json", "UPSTREAM_FORBIDDEN"],
    ["error.404.unverified-site.json", "NOT_FOUND"],
    ["error.429.message-only.json", "RATE_LIMITED"],
  ])("%s is %s", (name, code) => expect(mapGscError(replyOf(name), query)?.code).toBe(code));

  it.each([
    ["oauth.error.invalid-grant-revoked.json", "NEEDS_REAUTH"],
    ["oauth.error.invalid-client.json", "NOT_CONFIGURED"],
  ])("%s is %s", async (name, code) => {
    const { client } = openAccount([replyOf(name)], { clientId: "i", clientSecret: "s", refreshToken: "r" });
    expect(await client.sites.list()).toMatchObject({ ok: false, error: { code } });
  });

  const decode = <Op extends typeof query | typeof hourly>(op: Op, name: string) => {
    const { request } = read(name);
    const siteUrl = decodeURIComponent(request?.path.split("/")[4] ?? "");
    const {
      dimensions = [],
      dataState: _state,
      rowLimit: limit,
      ...rest
    } = (request?.body ?? {}) as Record<string, unknown>;
    const named = (dimensions as string[])
      .map((dimension) => dimension.toLowerCase())
      .filter((dimension) => dimension !== "hour");
    const input = op.input.parse({
      siteUrl,
      ...rest,
      ...(limit !== undefined && { limit }),
      dimensions: named,
    } as OperationInput<Op>);
    const warnings: Warning[] = [];
    const context = { input, apiVersion: "v1", settings: {}, warn: (warning: Warning) => void warnings.push(warning) };
    const page = op.response(replyOf(name), context as never);
    expect(op.output.safeParse(page)).toMatchObject({ success: true });
    return page;
  };

  it.each([
    "searchanalytics.image.date-country.json",
    "searchanalytics.image.date-device.json",
    "searchanalytics.query-only.json",
    "searchanalytics.query-page.byPage.json",
    "searchanalytics.web.four-dims.byProperty.json",
  ])("%s gives a row for each of its rows, keys by name", (name) => {
    const { rows } = decode(query, name);
    const wire = (read(name).response.body as { rows: { keys: string[]; clicks: number }[] }).rows;
    const dimensions = read(name).request?.body?.dimensions as string[];
    expect(rows.map((row) => dimensions.map((dimension) => row[dimension as keyof typeof row]))).toEqual(
      wire.map(({ keys }) => keys),
    );
    expect(rows.map(({ clicks }) => clicks)).toEqual(wire.map(({ clicks }) => clicks));
  });

  it("searchanalytics.hourly.ok.json has hours with their offset", () => {
    expect(decode(hourly, "searchanalytics.hourly.ok.json").rows[0]?.hour).toBe("2025-04-07T00:00:00-07:00");
  });

  it.each([
    ["sites.list.ok.json", 1, 0],
    ["sites.list.empty.json", 0, 1],
  ])("%s has %d properties", async (name, count, warnings) => {
    const { client } = openAccount([replyOf(name)]);
    const answer = await client.sites.list();
    expect(answer.ok && answer.data.sites.length).toBe(count);
    expect(answer.ok && answer.warnings.length).toBe(warnings);
  });

  it("sitemaps.list.index.json has counters as numbers", async () => {
    const { client } = openAccount([replyOf("sitemaps.list.index.json")]);
    const siteUrl = decodeURIComponent(read("sitemaps.list.index.json").request?.path.split("/")[4] ?? "");
    const answer = await client.sitemaps.list({ siteUrl });
    expect(answer).toMatchObject({ ok: true, data: { sitemaps: [{ isIndex: true, warnings: 0, errors: 0 }] } });
    expect(answer.ok && answer.data.sitemaps[0]?.contents[0]?.submitted).toBeGreaterThan(0);
  });

  it("urlinspection.pass-with-failing-rich-result.json keeps the two verdicts apart", async () => {
    const name = "urlinspection.pass-with-failing-rich-result.json";
    const { client } = openAccount([replyOf(name)]);
    const { siteUrl, inspectionUrl } = read(name).request?.body ?? {};
    const answer = await client.urlInspection.inspect({
      siteUrl: String(siteUrl),
      inspectionUrl: String(inspectionUrl),
    });
    expect(answer).toMatchObject({ ok: true, data: { verdict: "PASS", richResults: { verdict: "FAIL" } } });
  });
});

describe("operations", () => {
  it("are twenty, of which six are made of others", () => {
    const all = listOperations(operations);
    expect(all).toHaveLength(20);
    expect(all.filter(isComposed)).toHaveLength(6);
  });
});
