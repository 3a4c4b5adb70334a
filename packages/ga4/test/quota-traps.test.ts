import { createJsonReply, createReply } from "@trunkline/core/testing";
import { describe, expect, it } from "vitest";
import { bodyOf, openProperty, refusal, report, settle } from "./open-property.js";

const landing = { dimensions: ["landingPage"], metrics: ["sessions"] };
const bucket = (client: ReturnType<typeof openProperty>["client"], name: string) =>
  client.$status().quotas.find(({ bucket: id }) => id === name);

describe("trap 5: quota", () => {
  const quota = (remaining: number, consumed = 7) => ({
    propertyQuota: {
      tokensPerDay: { consumed, remaining: remaining * 10 },
      tokensPerHour: { consumed, remaining: remaining * 2 },
      tokensPerProjectPerHour: { consumed, remaining },
      concurrentRequests: { remaining: 10 },
      serverErrorsPerProjectPerHour: { remaining: 10 },
      potentiallyThresholdedRequestsPerHour: {},
    },
  });

  it("always asks for it, and paces by what it says is left", async () => {
    const { client, transport } = openProperty([report([], quota(5))]);
    await client.reports.run(landing);
    expect(bodyOf(transport, 0).returnPropertyQuota).toBe(true);
    expect(bucket(client, "core-project-hour")?.remaining).toBe(5);
    const refused = await client.reports.run({ ...landing, limit: 1 });
    expect(refused).toMatchObject({ ok: false, error: { code: "QUOTA_EXHAUSTED", outcome: "not_executed" } });
    expect(transport.requests).toHaveLength(1);
  });

  it("takes a rest that is left out after some use for none", async () => {
    const { client } = openProperty([report([], { propertyQuota: { tokensPerDay: { consumed: 3 } } })]);
    await client.reports.run(landing);
    expect(bucket(client, "core-day")?.remaining).toBe(0);
  });

  it("keeps the categories apart", async () => {
    const { client } = openProperty([report([], quota(5))]);
    await client.reports.run(landing);
    expect(bucket(client, "realtime-project-hour")?.remaining).toBe(14_000);
    expect((await client.realtimeReports.run()).ok).toBe(true);
  });

  it("holds one property back, and no other", async () => {
    const { client, transport } = openProperty([report([], quota(5)), report([], quota(900))]);
    await client.reports.run(landing);
    expect(await client.reports.run({ ...landing, limit: 1 })).toMatchObject({ error: { code: "QUOTA_EXHAUSTED" } });
    expect(await client.reports.run({ ...landing, property: "properties/777" })).toMatchObject({ ok: true });
    expect(bucket(client, "core-project-hour")).toMatchObject({ key: "470100200", remaining: 5 });
    expect(transport.requests).toHaveLength(2);
  });

  it("counts long work that is known by name with its property", async () => {
    const { client } = openProperty([report([], quota(5)), refusal(404, "There is none.")]);
    await client.reports.run({ ...landing, property: "777" });
    const task = { name: "properties/777/reportTasks/1" };
    expect((await client.reportTasks.get(task)).meta.quota).toMatchObject({
      bucket: "core-project-hour",
      remaining: 5,
    });
  });

  it("learns that a property is of Analytics 360", async () => {
    const { client } = openProperty([report([], quota(139_000))]);
    await client.reports.run(landing);
    expect(bucket(client, "core-project-hour")).toMatchObject({ capacity: 140_000, remaining: 139_000 });
  });

  it("adds up what the reports of a batch took", async () => {
    const one = {
      metricHeaders: [{ name: "sessions", type: "TYPE_INTEGER" }],
      propertyQuota: { tokensPerHour: { consumed: 4, remaining: 90 } },
    };
    const other = { ...one, propertyQuota: { tokensPerHour: { consumed: 5, remaining: 85 } } };
    const { client } = openProperty([createJsonReply({ reports: [one, other] })]);
    await client.reports.batchRun({ requests: [{ metrics: ["sessions"] }, { metrics: ["sessions"] }] });
    expect(bucket(client, "core-hour")?.remaining).toBe(85);
  });

  it("lets a snapshot correct all categories at once", async () => {
    const { client } = openProperty([createJsonReply({ funnelPropertyQuota: { tokensPerHour: { remaining: 12 } } })]);
    await client.quota.snapshot();
    expect(bucket(client, "funnel-hour")?.remaining).toBe(12);
  });

  it("holds calls of the same category back after a refusal for want of tokens, and of no other", async () => {
    const { client, transport } = openProperty([
      refusal(429, "Exhausted property tokens for a project per hour. See https://example."),
    ]);
    expect(await client.reports.run(landing)).toMatchObject({
      ok: false,
      error: { code: "QUOTA_EXHAUSTED", retryable: false, retryAfterMs: 1_800_000 },
    });
    expect(await client.reports.run({ ...landing, limit: 7 })).toMatchObject({ ok: false, meta: { attempts: 0 } });
    await client.realtimeReports.run();
    expect(transport.requests).toHaveLength(2);
  });

  it("waits for slots that others hold, then asks again", async () => {
    const { client, clock } = openProperty([refusal(429, "Exhausted concurrent requests quota."), report([])]);
    const { value, tookMs } = await settle(clock, client.reports.run(landing));
    expect(value).toMatchObject({ ok: true, meta: { attempts: 2 } });
    expect(tookMs).toBeGreaterThanOrEqual(30_000);
  });

  it("waits until midnight Pacific when the day's tokens are gone", async () => {
    const date = "Fri, 20 Nov 2026 12:00:00 GMT"; // 4 a.m. there
    const { client } = openProperty([refusal(429, "Exhausted property tokens per day.", { date })]);
    expect(await client.reports.run(landing)).toMatchObject({ ok: false, error: { retryAfterMs: 20 * 3_600_000 } });
  });

  it("stops calls that may be thresholded once their own allowance is gone, and lets others through", async () => {
    const { client, transport } = openProperty([
      refusal(429, "Exhausted potentially thresholded requests quota."),
      report([]),
    ]);
    const young = { dimensions: ["userAgeBracket"], metrics: ["totalUsers"] };
    expect(await client.reports.run(young)).toMatchObject({ ok: false, error: { code: "QUOTA_EXHAUSTED" } });
    expect(await client.reports.run({ ...young, limit: 3 })).toMatchObject({ ok: false, meta: { attempts: 0 } });
    expect((await client.reports.run(landing)).ok).toBe(true);
    expect(transport.requests).toHaveLength(2);
  });
});

describe("trap 6: ten server errors an hour", () => {
  it("repeats a failed report twice at most, and counts every failure", async () => {
    const { client, transport, clock } = openProperty([createReply({ status: 503 })]);
    const { value } = await settle(clock, client.reports.run(landing));
    expect(value).toMatchObject({ ok: false, error: { code: "UPSTREAM_UNAVAILABLE" } });
    expect(transport.requests).toHaveLength(3);
    expect(Math.floor(bucket(client, "core-errors")?.remaining ?? 10)).toBe(7);
  });

  it("does not count answers, refusals included", async () => {
    const { client } = openProperty([report([]), refusal(400, "Field x is not a valid dimension.")]);
    await client.reports.run(landing);
    await client.reports.run({ ...landing, limit: 1 });
    expect(bucket(client, "core-errors")?.remaining).toBe(10);
  });

  it("stops by itself before Google blocks the property", async () => {
    const limits = { maxRetries: 0, breakerMinimumCalls: 1_000 };
    const { client, transport } = openProperty([createReply({ status: 500 })], undefined, { limits });
    for (let limit = 1; limit <= 20; limit += 1) await client.reports.run({ ...landing, limit }, { deadlineMs: 1_000 });
    expect(transport.requests).toHaveLength(10);
  });
});
