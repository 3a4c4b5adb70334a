import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type AnyOperation, isComposed, listOperations, type Warning } from "@trunkline/core";
import { createReply, loadRecordings } from "@trunkline/core/testing";
import { describe, expect, it } from "vitest";
import { mapGa4Error } from "../src/errors.js";
import { operations } from "../src/operations/index.js";
import { runReport } from "../src/operations/report-run.js";
import { ga4Quotas } from "../src/quotas.js";

const recordings = loadRecordings("ga4");
const dir = "dir" in recordings ? recordings.dir : undefined;
if ("skip" in recordings) process.stdout.write(`${recordings.skip}\n`);

const names = (pattern: RegExp): readonly string[] =>
  dir ? readdirSync(dir).filter((name) => pattern.test(name)) : [];
const read = (name: string) => JSON.parse(readFileSync(join(dir ?? "", name), "utf8"));
const replyOf = (name: string) => {
  const { response } = read(name);
  return createReply({ ...response, body: response.bodyText ?? JSON.stringify(response.body) });
};

const operation = (id: string): AnyOperation => {
  const found = listOperations(operations).find((candidate) => candidate.id === id);
  if (!found) throw new Error(`There is no operation ${id}`);
  return found;
};

/** What a recording decodes to, and what it warns of. */
const decode = (id: string, name: string, input: Readonly<Record<string, unknown>>) => {
  const target = operation(id);
  if (isComposed(target)) throw new Error(`${id} is composed`);
  const warnings: Warning[] = [];
  const output = target.response(replyOf(name), {
    input: target.input.parse(input),
    apiVersion: "v1beta",
    settings: {},
    warn: (warning) => void warnings.push(warning),
  });
  expect(target.output.safeParse(output)).toMatchObject({ success: true });
  return { output, codes: warnings.map(({ code }) => code) };
};

describe.skipIf(!dir)("recordings", () => {
  it.each([
    ["error.400.invalid-dimension.json", "REJECTED"],
    ["error.401.invalid-token.json", "UPSTREAM_UNAUTHORIZED"],
    ["error.401.missing-credential.json", "UPSTREAM_UNAUTHORIZED"],
    ["error.403.property-permission.json", "UPSTREAM_FORBIDDEN"],
    ["error.403.service-disabled.json", "UPSTREAM_FORBIDDEN"],
    ["error.429.concurrent.json", "RATE_LIMITED"],
    ["error.429.project-hour.json", "QUOTA_EXHAUSTED"],
    ["error.429.server-errors.json", "QUOTA_EXHAUSTED"],
    ["error.429.thresholded.json", "QUOTA_EXHAUSTED"],
  ])("%s is %s", (name, code) => {
    expect(mapGa4Error(replyOf(name), runReport)?.code).toBe(code);
  });

  it.each(names(/^runreport\./))("%s decodes, every value by its header", (name) => {
    const body = read(name).response.body;
    const { output } = decode("ga4.reports.run", name, { metrics: ["sessions"] });
    const report = output as { readonly rows: readonly (readonly unknown[])[]; readonly rowCount: number };
    expect(report.rowCount).toBe(body.rowCount ?? 0);
    expect(report.rows).toHaveLength(body.rows?.length ?? 0);
    for (const row of report.rows) {
      expect(row).toHaveLength((body.dimensionHeaders?.length ?? 0) + body.metricHeaders.length);
      for (const value of row.slice(body.dimensionHeaders?.length ?? 0)) expect(value).toBeTypeOf("number");
    }
  });

  it("runreport.totals.json has its total beside two of 149 rows", () => {
    const { output } = decode("ga4.reports.run", "runreport.totals.json", { metrics: ["active28DayUsers"] });
    expect(output).toMatchObject({ totals: [["RESERVED_TOTAL", 9701]], rowCount: 149, nextCursor: expect.any(String) });
  });

  it("runreport.multi-metric.basics.json has a date and an amount", () => {
    const { output } = decode("ga4.reports.run", "runreport.multi-metric.basics.json", { metrics: ["totalRevenue"] });
    expect(output).toMatchObject({ rows: [["2023-10-25", 1135, 512, 73.0841]] });
  });

  it("realtime.empty.json has no rows, and the columns that were asked for", () => {
    const { output } = decode("ga4.realtimeReports.run", "realtime.empty.json", { dimensions: ["country"] });
    expect(output).toMatchObject({ rows: [], rowCount: 0, columns: [{ name: "country" }, { name: "activeUsers" }] });
  });

  it("propertyquota.sample.json teaches the buckets what is left", () => {
    const reply = replyOf("propertyquota.sample.json");
    expect(ga4Quotas.feedback(reply, { operation: runReport, nowMs: 0 })).toEqual(
      expect.arrayContaining([
        { bucket: "core-project-hour", actualCost: 1, remaining: 1735 },
        { bucket: "core-thresholded", actualCost: 1, remaining: 26 },
        { bucket: "core-errors", actualCost: 0 },
      ]),
    );
  });

  it("metadata.custom-fields.json has custom fields, one metric without a type", () => {
    const { output } = decode("ga4.metadata.get", "metadata.custom-fields.json", {});
    const { fields } = output as { readonly fields: readonly { readonly custom: boolean; readonly type?: string }[] };
    expect(fields.map(({ custom }) => custom)).toEqual([true, true, true, true, false]);
    expect(fields.at(-1)?.type).toBe("unknown");
  });

  it("audienceexports.query.json keeps ids as text", () => {
    const input = { name: "properties/1234567/audienceExports/123", acknowledgeUserData: true };
    const { output } = decode("ga4.audienceExports.query", "audienceexports.query.json", input);
    expect(output).toMatchObject({ rowCount: 5, rows: expect.arrayContaining([["1000276123.1681742376"]]) });
  });

  it("audienceexports.get.creating.json is at work", () => {
    const input = { name: "properties/1234567/audienceExports/123" };
    expect(decode("ga4.audienceExports.get", "audienceexports.get.creating.json", input).output).toMatchObject({
      state: "CREATING",
    });
  });

  it("admin.accountsummaries.json has accounts without properties", () => {
    const { output } = decode("ga4.admin.accountSummaries.list", "admin.accountsummaries.json", {});
    expect(output).toMatchObject({
      accountSummaries: [{ properties: [] }, { properties: [{ type: "ORDINARY" }] }, { properties: [] }],
    });
  });

  it.each([
    ["ga4.admin.keyEvents.list", "admin.keyevents.json", { keyEvents: [{ eventName: "purchase", custom: false }] }],
    ["ga4.admin.properties.get", "admin.metadata-enums.json", { serviceLevel: "STANDARD", type: "ORDINARY" }],
  ])("%s reads %s", (id, name, expected) => {
    expect(decode(id, name, {}).output).toMatchObject(expected);
  });

  it("mp.debug.validation.json is not valid, although its status is 200", () => {
    const input = { measurementId: "G-TEST1", clientId: "1", events: [{ name: "login" }] };
    expect(decode("ga4.mp.validate", "mp.debug.validation.json", input).output).toMatchObject({
      valid: false,
      messages: [{ field: "client_id", code: "VALUE_REQUIRED" }],
    });
  });
});
