import { createManualClock, type ManualClock } from "@trunkline/core/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createGa4, type Ga4, toRecords } from "../src/index.js";
import { createGa4Simulator, type Ga4Simulator } from "../src/simulator/index.js";

const noon = Date.UTC(2026, 10, 20, 11);
const all = [{ startDate: "2025-07-20", endDate: "2026-11-19" }];
const october = [{ startDate: "2026-10-01", endDate: "2026-10-31" }];

let clock: ManualClock;
let simulator: Ga4Simulator;
let client: Ga4;

beforeEach(async () => {
  clock = createManualClock(noon);
  simulator = await createGa4Simulator({ clock });
  client = createGa4(simulator.config, { baseUrl: simulator.url, limits: { maxRetries: 0 } });
});
afterEach(async () => {
  await client.$close();
  await simulator.close();
});

/** The data of an answer, or a failure that shows what went wrong. */
const dataOf = async <T>(
  answer: Promise<{ ok: true; data: T; warnings: readonly { code: string }[] } | { ok: false; error: unknown }>,
) => {
  const given = await answer;
  if (!given.ok) throw new Error(JSON.stringify(given.error));
  return { ...given.data, codes: given.warnings.map(({ code }) => code) };
};

describe("the figures", () => {
  it("debug", async () => {
    const t = performance.now();
    const r = await dataOf(
      client.reports.run({
        dimensions: ["yearMonth"],
        metrics: [
          "sessions",
          "totalUsers",
          "newUsers",
          "screenPageViews",
          "keyEvents",
          "ecommercePurchases",
          "purchaseRevenue",
          "bounceRate",
        ],
        dateRanges: all,
      }),
    );
    console.log(performance.now() - t, JSON.stringify(r, null, 0));
    const t2 = performance.now();
    const r2 = await dataOf(
      client.reports.run({
        dimensions: ["landingPage", "sessionSourceMedium", "country", "date"],
        metrics: ["sessions"],
        dateRanges: all,
        limit: 3,
      }),
    );
    console.log(performance.now() - t2, JSON.stringify(r2, null, 0));
    console.log(
      JSON.stringify(
        await client.funnel.run({
          dateRanges: october,
          steps: [
            { name: "Produkt", events: ["view_item"] },
            { name: "Korb", events: ["add_to_cart"] },
            { name: "Kauf", events: ["purchase"] },
          ],
          breakdown: { dimension: "deviceCategory" },
        }),
      ),
    );
    console.log(
      JSON.stringify(
        await client.pivotReports.run({
          dateRanges: october,
          metrics: ["sessions"],
          pivots: [
            { fields: ["country"], limit: 3, orderBy: [{ field: "sessions", desc: true }], aggregations: ["total"] },
            { fields: ["deviceCategory"], limit: 3 },
          ],
        }),
      ),
    );
    console.log(JSON.stringify(await client.realtimeReports.run({ dimensions: ["unifiedScreenName", "minutesAgo"] })));
    console.log(
      JSON.stringify(
        await client.cohortReports.run({ cohorts: [{ startDate: "2026-10-04", endDate: "2026-10-10" }], endOffset: 4 }),
      ),
    );
    console.log(
      JSON.stringify(
        await client.reports.compare({
          dimensions: ["sessionDefaultChannelGroup"],
          metrics: ["sessions", "purchaseRevenue"],
        }),
      ),
    );
    console.log(
      JSON.stringify(
        await client.reports.run({
          dimensions: ["itemName"],
          metrics: ["itemRevenue", "itemsPurchased"],
          dateRanges: october,
          orderBy: [{ field: "itemRevenue", desc: true }],
          limit: 3,
        }),
      ),
    );
    console.log(
      JSON.stringify(
        await client.reports.run({
          dimensions: ["userAgeBracket", "city"],
          metrics: ["totalUsers"],
          dateRanges: october,
          limit: 3,
        }),
      ),
    );
    console.log(JSON.stringify(await client.admin.accountSummaries.list()));
    console.log(
      JSON.stringify(
        await client.mp.collect({
          dataStream: "properties/470100200/dataStreams/5501",
          clientId: "1.2",
          events: [{ name: "purchase" }],
        }),
      ),
      simulator.collectedEvents(),
    );
    console.log(
      JSON.stringify(client.$status().quotas.filter((b) => b.bucket.startsWith("core") || b.bucket.startsWith("fun"))),
    );
    console.log(JSON.stringify(await client.quota.snapshot()));
    void toRecords;
  });
});
