import { createManualClock } from "@trunkline/core/testing";
import { describe, expect, it } from "vitest";
import { codesOf, dataOf, openSimulator } from "./open-simulator.js";

const whole = [{ startDate: "2025-07-20", endDate: "2026-11-18" }];
const october = [{ startDate: "2026-10-01", endDate: "2026-10-31" }];

/** Sum of a column. */
const sum = (rows: readonly (readonly unknown[])[], at: number): number =>
  rows.reduce((total, row) => total + Number(row[at]), 0);

describe("figures of the simulator", () => {
  it("cover 16 months and are the same for the same seed", async () => {
    const ask = { dimensions: ["yearMonth"], metrics: ["sessions", "purchaseRevenue"], dateRanges: whole };
    const [one, same, other] = await Promise.all([openSimulator(), openSimulator(), openSimulator({ seed: 2 })]);
    const first = await dataOf(one.client.reports.run(ask));
    expect(first.rows).toHaveLength(17);
    expect(first).toEqual(await dataOf(same.client.reports.run(ask)));
    expect(first).not.toEqual(await dataOf(other.client.reports.run(ask)));
  });

  it("agree with each other whatever they are split by", async () => {
    const { client } = await openSimulator();
    const metrics = ["sessions", "screenPageViews", "purchaseRevenue", "ecommercePurchases"];
    const totals = await dataOf(client.reports.run({ metrics, dateRanges: october }));
    for (const dimension of ["date", "landingPage", "sessionSourceMedium", "country", "deviceCategory"]) {
      const split = await dataOf(
        client.reports.run({ dimensions: [dimension], metrics, dateRanges: october, limit: 1_000 }),
      );
      const sums = metrics.map((_, index) => Math.round(sum(split.rows, index + 1) * 100) / 100);
      expect(sums, dimension).toEqual(totals.rows[0]);
    }
  });

  it("sell in reports by item what they sell by day", async () => {
    const { client } = await openSimulator();
    const items = await dataOf(
      client.reports.run({ dimensions: ["itemName"], metrics: ["itemRevenue"], dateRanges: october, limit: 1_000 }),
    );
    const days = await dataOf(client.reports.run({ metrics: ["purchaseRevenue"], dateRanges: october }));
    expect(Math.round(sum(items.rows, 1) * 100)).toBe(Math.round(Number(days.rows[0]?.[0]) * 100));
  });

  it("count a user of several days once", async () => {
    const { client } = await openSimulator();
    const days = await dataOf(
      client.reports.run({ dimensions: ["date"], metrics: ["totalUsers"], dateRanges: october }),
    );
    const month = await dataOf(client.reports.run({ metrics: ["totalUsers"], dateRanges: october }));
    expect(Number(month.rows[0]?.[0])).toBeLessThan(sum(days.rows, 1));
  });

  it("land on pages of the shop", async () => {
    const { client } = await openSimulator();
    const pages = await dataOf(
      client.reports.run({ dimensions: ["landingPage"], metrics: ["sessions"], limit: 1_000 }),
    );
    expect(pages.rows.map(([page]) => page)).toEqual(expect.arrayContaining(["/", "/products/matcha-zeremonie"]));
  });

  it("come in no order unless one is asked for", async () => {
    const { simulator } = await openSimulator();
    const { accessToken } = simulator.issueToken();
    const ask = async (orderBys: unknown) => {
      const reply = await fetch(`${simulator.url}/v1beta/properties/470100200:runReport`, {
        method: "POST",
        headers: { authorization: `Bearer ${accessToken}` },
        body: JSON.stringify({
          dimensions: [{ name: "date" }],
          metrics: [{ name: "sessions" }],
          dateRanges: october,
          orderBys,
        }),
      });
      const { rows } = (await reply.json()) as { rows: { dimensionValues: { value: string }[] }[] };
      return rows.map(({ dimensionValues }) => dimensionValues[0]?.value);
    };
    const sorted = await ask([{ dimension: { dimensionName: "date" } }]);
    const unsorted = await ask(undefined);
    expect(unsorted).not.toEqual(sorted);
    expect(unsorted.toSorted()).toEqual(sorted);
  });

  it("lag behind: of today only what is four hours old", async () => {
    const today = [{ startDate: "today", endDate: "today" }];
    const sessionsAt = async (hour: number) => {
      const { client } = await openSimulator({ clock: createManualClock(Date.UTC(2026, 10, 20, hour)) });
      return Number((await dataOf(client.reports.run({ metrics: ["sessions"], dateRanges: today }))).rows[0]?.[0] ?? 0);
    };
    const [night, noon, evening] = [await sessionsAt(2), await sessionsAt(12), await sessionsAt(22)];
    expect(night).toBe(0);
    expect(noon).toBeGreaterThan(0);
    expect(evening).toBeGreaterThan(noon);
  });

  it("page to the end without a repeat or a gap", async () => {
    const { client } = await openSimulator();
    const ask = { dimensions: ["date", "landingPage"], metrics: ["sessions"], dateRanges: october };
    const pages = await dataOf(client.reports.runAll({ ...ask, pageSize: 100 }));
    const keys = new Set(pages.rows.map(([date, page]) => `${date} ${page}`));
    expect(keys.size).toBe(pages.rowCount);
    expect(pages.rows).toEqual((await dataOf(client.reports.run({ ...ask, limit: 10_000 }))).rows);
  });
});

describe("what the simulator hides", () => {
  it("samples large questions of many dimensions, and says so", async () => {
    const { client } = await openSimulator({ limits: { sampledAboveVisits: 1_000 } });
    const dimensions = ["country", "deviceCategory", "sessionMedium"];
    expect(await codesOf(client.reports.run({ dimensions, metrics: ["sessions"], dateRanges: whole }))).toEqual([
      "SAMPLED",
    ]);
  });

  it("puts rare rows together as (other)", async () => {
    const { client } = await openSimulator({ limits: { otherAboveRows: 50 } });
    const ask = { dimensions: ["landingPage", "city"], metrics: ["sessions"], dateRanges: october, limit: 1_000 };
    const answer = await dataOf(client.reports.run(ask));
    expect(answer.rows).toContainEqual(["(other)", "(other)", expect.any(Number)]);
    expect(await codesOf(client.reports.run(ask))).toEqual(["OTHER_ROW"]);
  });

  it("leaves out rows of few users when they could be known by them", async () => {
    const { client } = await openSimulator();
    const ask = {
      metrics: ["totalUsers"],
      dateRanges: [{ startDate: "2026-11-10", endDate: "2026-11-10" }],
      limit: 1_000,
    };
    const shown = await dataOf(client.reports.run({ ...ask, dimensions: ["userAgeBracket", "city"] }));
    expect(Math.min(...shown.rows.map((row) => Number(row[2])), 10)).toBe(10);
    expect(await codesOf(client.reports.run({ ...ask, dimensions: ["userAgeBracket"] }))).toEqual(["THRESHOLDED"]);
  });
});

describe("other reports of the simulator", () => {
  it("run a funnel whose steps get narrower", async () => {
    const { client } = await openSimulator();
    const steps = ["view_item", "add_to_cart", "begin_checkout", "purchase"].map((event) => ({
      name: event,
      events: [event],
    }));
    const { table } = await dataOf(client.funnel.run({ dateRanges: october, steps }));
    const users = table.rows.map((row) => Number(row[1]));
    expect(users).toEqual(users.toSorted((a, b) => b - a));
    expect(users).toHaveLength(4);
  });

  it("leave out steps that nobody reached", async () => {
    const { client } = await openSimulator();
    const steps = [
      { name: "Besuch", events: ["session_start"] },
      { name: "Nie", events: ["teleport"] },
    ];
    expect(await codesOf(client.funnel.run({ dateRanges: october, steps }))).toEqual(["STEPS_WITHOUT_USERS"]);
  });

  it("pivot what they list", async () => {
    const { client } = await openSimulator();
    const pivots = [
      { fields: ["country"], limit: 50 },
      { fields: ["deviceCategory"], limit: 3 },
    ];
    const pivot = await dataOf(client.pivotReports.run({ metrics: ["sessions"], dateRanges: october, pivots }));
    const total = await dataOf(client.reports.run({ metrics: ["sessions"], dateRanges: october }));
    expect(sum(pivot.rows, 2)).toBe(total.rows[0]?.[0]);
    expect(pivot.pivots.map(({ values }) => values.length)).toEqual([6, 3]);
  });

  it("follow a cohort that shrinks", async () => {
    const { client } = await openSimulator();
    const cohorts = [{ startDate: "2026-10-04", endDate: "2026-10-10" }];
    const { rows } = await dataOf(client.cohortReports.run({ cohorts, endOffset: 3 }));
    expect(rows.map((row) => row[1])).toEqual(["0000", "0001", "0002", "0003"]);
    expect(Number(rows[1]?.[2])).toBeLessThan(Number(rows[0]?.[2]));
    expect(new Set(rows.map((row) => row[3])).size).toBe(1);
  });

  it("show in realtime what was collected a moment ago", async () => {
    const { client, simulator } = await openSimulator();
    const [stream] = (await dataOf(client.admin.dataStreams.list())).dataStreams;
    await dataOf(
      client.mp.collect({ dataStream: stream?.name ?? "", clientId: "1.2", events: [{ name: "tea_tasting" }] }),
    );
    const { rows } = await dataOf(client.realtimeReports.run({ dimensions: ["eventName"], metrics: ["eventCount"] }));
    expect(rows).toContainEqual(["tea_tasting", 1]);
    expect(simulator.collectedEvents()).toHaveLength(1);
  });

  it("finish exports and tasks after their time", async () => {
    const { client, clock } = await openSimulator();
    const begun = await dataOf(
      client.audienceExports.create({
        audience: "properties/470100200/audiences/702",
        dimensions: ["deviceId"],
        acknowledgeUserData: true,
      }),
    );
    const task = await dataOf(
      client.reportTasks.create({ dimensions: ["date"], metrics: ["sessions"], dateRanges: october }),
    );
    const query = () => client.audienceExports.query({ name: begun.name, acknowledgeUserData: true });
    expect(await query()).toMatchObject({ ok: false, error: { code: "CONFLICT" } });
    await clock.advance(5_000);
    expect((await dataOf(query())).rows.length).toBeGreaterThan(0);
    expect((await dataOf(client.reportTasks.query({ name: task.name }))).rowCount).toBe(31);
  });
});
