import { createJsonReply, createReply } from "@trunkline/core/testing";
import { describe, expect, it } from "vitest";
import { toRecords } from "../src/index.js";
import { bodyOf, openProperty, refusal, report, settle } from "./open-property.js";

const landing = { dimensions: ["landingPage"], metrics: ["sessions"] };
describe("trap 1: paging by row number", () => {
  it("sends the offset in the body and counts the rows received, not those asked for", async () => {
    const { client, transport } = openProperty([
      report(
        [
          ["/", "9"],
          ["/cart", "4"],
        ],
        { rowCount: 3 },
      ),
      report([["/search", "1"]], { rowCount: 3 }),
    ]);
    const rows = [];
    for await (const row of client.reports.run.items({ ...landing, limit: 1_000 })) rows.push(row);
    expect(rows).toEqual([
      ["/", 9],
      ["/cart", 4],
      ["/search", 1],
    ]);
    expect([bodyOf(transport, 0).offset, bodyOf(transport, 1).offset]).toEqual([0, 2]);
  });

  it("ends when a page past the end has a count but no rows", async () => {
    const { client } = openProperty([createJsonReply({ rowCount: 3 })]);
    const page = await client.reports.run({ ...landing, cursor: "eyJ2IjoxLCJvZmZzZXQiOjl9" });
    expect(page).toMatchObject({ ok: true, data: { rows: [] } });
    expect(page.ok && "nextCursor" in page.data).toBe(false);
  });

  it("always asks for a full order, since rows come in any order otherwise", async () => {
    const { client, transport } = openProperty([report([])]);
    await client.reports.run({
      dimensions: ["date", "country"],
      metrics: ["sessions"],
      orderBy: [{ field: "country" }],
    });
    expect(bodyOf(transport, 0).orderBys).toEqual([
      { dimension: { dimensionName: "country" } },
      { dimension: { dimensionName: "date" } },
    ]);
  });

  it.each(["x", "eyJ2IjoyLCJvZmZzZXQiOjJ9", "eyJ2IjoxLCJvZmZzZXQiOi0yfQ"])("refuses the cursor %s", async (cursor) => {
    const { client, transport } = openProperty([report([])]);
    expect(await client.reports.run({ ...landing, cursor })).toMatchObject({
      ok: false,
      error: { code: "INVALID_INPUT", issues: [{ path: "cursor" }] },
    });
    expect(transport.requests).toHaveLength(0);
  });

  it("adds up what the pages warn of, each warning once", async () => {
    const { client } = openProperty([
      report([["/", "9"]], { rowCount: 3, metadata: { subjectToThresholding: true } }),
      report([["/a", "9"]], { rowCount: 3, metadata: { subjectToThresholding: true } }),
      report([["/b", "9"]], {
        rowCount: 3,
        metadata: { samplingMetadatas: [{ samplesReadCount: "1", samplingSpaceSize: "8" }] },
      }),
    ]);
    const whole = await client.reports.runAll({ ...landing, pageSize: 1 });
    expect(whole).toMatchObject({
      ok: true,
      data: { rowCount: 3 },
      warnings: [{ code: "THRESHOLDED" }, { code: "SAMPLED" }],
    });
  });
});

describe("trap 2: values", () => {
  it("turns every value into what its header says, and keeps what no number can hold", async () => {
    const { client } = openProperty([
      report([
        ["(not set)", "0.25"],
        ["", "90071992547409931"],
        ["(data not available)", "NaN"],
        ["(other)", "1e3"],
      ]),
    ]);
    const answer = await client.reports.run(landing);
    expect(answer.ok && toRecords(answer.data)).toEqual([
      { landingPage: "(not set)", sessions: 0.25 },
      { landingPage: "", sessions: "90071992547409931" },
      { landingPage: "(data not available)", sessions: "NaN" },
      { landingPage: "(other)", sessions: 1000 },
    ]);
    expect(answer).toMatchObject({ warnings: [{ code: "OTHER_ROW" }] });
  });
});

describe("trap 3: realtime", () => {
  it("never sends an offset", async () => {
    const { client, transport } = openProperty([createJsonReply({ kind: "analyticsData#runRealtimeReport" })]);
    await client.realtimeReports.run();
    expect(bodyOf(transport, 0)).not.toHaveProperty("offset");
    expect(await client.realtimeReports.run({ limit: 5 } as never)).toMatchObject({ ok: true });
    expect(await client.realtimeReports.run({ cursor: "x" } as never)).toMatchObject({ ok: false });
  });
});

describe("trap 4: a measurement id is no property id", () => {
  it.each(["G-NORDLICHT1", "UA-1-1", "properties/x"])("says so for %s", async (property) => {
    const { client } = openProperty([report([])]);
    expect(await client.reports.run({ ...landing, property })).toMatchObject({
      ok: false,
      error: { code: "INVALID_INPUT", issues: [{ path: "property" }] },
    });
  });

  it("asks for a property where neither the call nor the connection names one", async () => {
    const { client } = openProperty([report([])], { accessToken: "ya29.test" });
    expect(await client.reports.run(landing)).toMatchObject({ ok: false, error: { code: "INVALID_INPUT" } });
    expect(await client.reports.run({ ...landing, property: "12" })).toMatchObject({ ok: true });
  });
});

describe("trap 7: refusals", () => {
  it("takes a page of HTML for a wrong path, never for a missing thing", async () => {
    const page = createReply({ status: 404, headers: { "content-type": "text/html" }, body: "<html></html>" });
    expect(await openProperty([page]).client.reports.run(landing)).toMatchObject({
      ok: false,
      error: { code: "UPSTREAM_BAD_REQUEST" },
    });
  });

  it("says that a wrong id looks like a missing right", async () => {
    const { client } = openProperty([refusal(403, "User does not have sufficient permissions for this property.")]);
    const answer = await client.reports.run(landing);
    expect(answer.ok ? "" : answer.error.help).toContain("property id");
  });

  it("takes the Admin API's older refusal for a rate limit", async () => {
    const reply = createJsonReply(
      { error: { code: 403, message: "Slow down", errors: [{ reason: "rateLimitExceeded" }] } },
      { status: 403 },
    );
    expect(await openProperty([reply]).client.admin.accounts.list({}, { deadlineMs: 1_000 })).toMatchObject({
      ok: false,
      error: { code: "RATE_LIMITED", retryAfterMs: 60_000 },
    });
  });
});

describe("trap 8: secrets", () => {
  it("never give the login to the host that collects events", async () => {
    const { client, transport } = openProperty([createJsonReply({ validationMessages: [] })]);
    const { connector } = client.$connection;
    expect(connector.credentialHosts?.({})).not.toContain("www.google-analytics.com");
    await client.mp.validate({ measurementId: "G-NORDLICHT1", clientId: "1.2", events: [{ name: "login" }] });
    expect(new URL(transport.requests[0]?.url ?? "").host).toBe("www.google-analytics.com");
  });

  it("of streams stay out of every answer, also of the change history", async () => {
    const secret = "canary-mp-secret";
    const snapshot = {
      measurementProtocolSecret: { displayName: "Kasse", secretValue: secret },
      list: [{ secretValue: secret }],
    };
    const { client } = openProperty([
      createJsonReply({
        changeHistoryEvents: [
          { id: "1", changes: [{ resourceBeforeChange: snapshot, resourceAfterChange: snapshot }] },
        ],
        measurementProtocolSecrets: [{ name: "n", displayName: "Kasse", secretValue: secret }],
      }),
    ]);
    const dataStream = "properties/1/dataStreams/2";
    const answers = [
      await client.admin.changeHistory.search({ account: "1" }),
      await client.admin.measurementProtocolSecrets.list({ dataStream }),
    ];
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(JSON.stringify(answers)).toContain("Kasse");
    expect(JSON.stringify(answers)).not.toContain(secret);
  });
});

describe("trap 9: events cannot be taken back", () => {
  const event = { dataStream: "properties/1/dataStreams/2", clientId: "1.2", events: [{ name: "login" }] };

  it("sends none unless the configuration allows it", async () => {
    const { client, transport } = openProperty([createJsonReply({})]);
    expect(await client.mp.collect(event)).toMatchObject({
      ok: false,
      error: { code: "DISABLED", outcome: "not_executed" },
    });
    expect(transport.requests).toHaveLength(0);
  });

  it("sends once, and leaves the outcome open when the answer is lost", async () => {
    const config = { propertyId: "1", accessToken: "t", allowCollect: true };
    const { client, transport, clock } = openProperty(
      [
        createJsonReply({ name: "s", webStreamData: { measurementId: "G-NORDLICHT1" } }),
        createJsonReply({}),
        createJsonReply({ measurementProtocolSecrets: [{ secretValue: "canary" }] }),
        createReply({ status: 502 }),
      ],
      config,
    );
    const { value } = await settle(clock, client.mp.collect(event));
    expect(value).toMatchObject({ ok: false, error: { outcome: "unknown" } });
    expect(transport.requests).toHaveLength(4);
    expect(JSON.stringify(value)).not.toContain("canary");
  });

  it("refuses what Google would drop without a word", async () => {
    const { client } = openProperty([createJsonReply({})]);
    const params = Object.fromEntries(Array.from({ length: 26 }, (_, index) => [`p${index}`, 1]));
    const stream = { measurementId: "G-NORDLICHT1", clientId: "1.2" };
    for (const input of [
      { ...stream, events: [{ name: "login", params }] },
      { ...stream, events: [{ name: "9lives" }] },
      { ...stream, events: Array.from({ length: 26 }, () => ({ name: "login" })) },
      { ...stream, events: [{ name: "login", params: { text: "x".repeat(101) } }] },
      { ...stream, appInstanceId: "0".repeat(32), events: [{ name: "login" }] },
    ])
      expect(await client.mp.validate(input)).toMatchObject({ ok: false, error: { code: "INVALID_INPUT" } });
  });
});

describe("trap 10: lists of the Admin API", () => {
  it("end at an empty token", async () => {
    const { client } = openProperty([createJsonReply({ accounts: [{ name: "accounts/1" }], nextPageToken: "" })]);
    const page = await client.admin.accounts.list();
    expect(page.ok && "nextCursor" in page.data).toBe(false);
  });

  it("go on after an empty page that has a token", async () => {
    const { client } = openProperty([
      createJsonReply({ nextPageToken: "2" }),
      createJsonReply({ changeHistoryEvents: [{ id: "1" }] }),
    ]);
    const events = [];
    for await (const event of client.admin.changeHistory.search.items({ account: "1" })) events.push(event);
    expect(events).toHaveLength(1);
  });
});

describe("trap 11: a comparison of ranges", () => {
  it("keeps a value that is zero apart from one that there is not", async () => {
    const row = (page: string, range: string, sessions: string) => ({
      dimensionValues: [{ value: page }, { value: range }],
      metricValues: [{ value: sessions }],
    });
    const { client } = openProperty([
      report([], {
        dimensionHeaders: [{ name: "landingPage" }, { name: "dateRange" }],
        rows: [row("/", "current", "0"), row("/", "previous", "8"), row("/new", "current", "3")],
      }),
    ]);
    expect(await client.reports.compare(landing)).toMatchObject({
      ok: true,
      data: {
        rows: [
          ["/new", 3, null, null],
          ["/", 0, 8, -100],
        ],
      },
    });
  });
});
