import { describe, expect, it } from "vitest";
import { createGa4 } from "../src/index.js";
import { createGa4Simulator } from "../src/simulator/index.js";
import { dataOf, openSimulator } from "./open-simulator.js";

describe("administration of the simulator", () => {
  it("remembers what was made, refuses it twice, and writes the history", async () => {
    const { client } = await openSimulator();
    const made = await dataOf(client.admin.customDimensions.create({ parameterName: "tea_grade", title: "Tea grade" }));
    expect((await dataOf(client.metadata.get({ search: "grade" }))).fields.map(({ name }) => name)).toEqual([
      "customEvent:tea_grade",
    ]);
    expect(await client.admin.customDimensions.create({ parameterName: "tea_grade", title: "Again" })).toMatchObject({
      ok: false,
      error: { code: "CONFLICT" },
    });
    await dataOf(client.admin.customDimensions.archive({ name: made.name, confirm: true }));
    const { events } = await dataOf(client.admin.changeHistory.search({ account: "100200300" }));
    expect(events.map(({ changes }) => changes[0]?.action)).toEqual(["DELETED", "CREATED"]);
  });

  it("changes the property, and takes key events away", async () => {
    const { client } = await openSimulator();
    expect((await dataOf(client.admin.properties.patch({ title: "Tee" }))).title).toBe("Tee");
    expect((await dataOf(client.admin.properties.get())).title).toBe("Tee");
    const { keyEvents } = await dataOf(client.admin.keyEvents.list());
    const name = keyEvents.find(({ eventName }) => eventName === "sign_up")?.name ?? "";
    await dataOf(client.admin.keyEvents.delete({ name, confirm: true }));
    expect(await client.admin.keyEvents.delete({ name, confirm: true })).toMatchObject({
      ok: false,
      error: { code: "NOT_FOUND" },
    });
  });

  it("pages lists by token", async () => {
    const { client } = await openSimulator();
    const accounts = [];
    for await (const account of client.admin.accounts.list.items({ limit: 1 })) accounts.push(account.name);
    expect(accounts).toEqual(["accounts/100200300", "accounts/100200301"]);
  });

  it("answers every other read", async () => {
    const { client } = await openSimulator();
    expect(await dataOf(client.health.check())).toMatchObject({ hasAccess: true, property: "properties/470100200" });
    expect((await dataOf(client.admin.dataRetention.get())).eventData).toBe("FOURTEEN_MONTHS");
    expect((await dataOf(client.admin.googleAdsLinks.list())).googleAdsLinks).toHaveLength(1);
    expect((await dataOf(client.admin.audiences.list())).audiences).toHaveLength(2);
    expect((await dataOf(client.admin.annotations.list())).annotations).toHaveLength(2);
    expect((await dataOf(client.admin.properties.list({ account: "100200300" }))).properties).toHaveLength(1);
    expect(
      (await dataOf(client.compatibility.check({ metrics: ["sessions"], candidates: ["itemName"], show: "all" })))
        .incompatible.dimensions,
    ).toEqual(["itemName"]);
    expect(
      (await dataOf(client.conversions.report({ dimensions: ["defaultChannelGroup"], metrics: ["keyEvents"] })))
        .section,
    ).toBe("SECTION_ADVERTISING");
    expect((await dataOf(client.chat.ask({ question: "Wie war der Oktober?" }))).sessionId).toMatch(/^session-/);
    expect((await dataOf(client.admin.accessReport.run())).rows).toEqual([
      ["wiebke@nordlicht-tee.example", "Google Analytics API", 3],
    ]);
  });

  it("forgets everything on reset", async () => {
    const { client, simulator } = await openSimulator();
    await dataOf(client.admin.properties.patch({ title: "Tee" }));
    simulator.reset();
    const { accessToken } = simulator.issueToken();
    const reply = await fetch(`${simulator.url}/v1beta/properties/470100200`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(await reply.json()).toMatchObject({ displayName: "Nordlicht Tee" });
  });
});

describe("refusals of the simulator", () => {
  it.each([
    ["a field it does not know", { metrics: ["sessions"], dimensions: ["teaLeaf"] }, "REJECTED"],
    ["fields that do not go together", { metrics: ["sessions"], dimensions: ["itemName"] }, "REJECTED"],
    [
      "a range that ends before it begins",
      { metrics: ["sessions"], dateRanges: [{ startDate: "2026-02-01", endDate: "2026-01-01" }] },
      "REJECTED",
    ],
    ["a property it does not have", { metrics: ["sessions"], property: "1" }, "UPSTREAM_FORBIDDEN"],
  ])("are those of Google for %s", async (_, input, code) => {
    const { client } = await openSimulator();
    expect(await client.reports.run(input)).toMatchObject({ ok: false, error: { code } });
  });

  it("take a token without the scope for what it is", async () => {
    const { simulator } = await openSimulator();
    const { accessToken } = simulator.issueToken(["https://www.googleapis.com/auth/analytics.edit"]);
    const reply = await fetch(`${simulator.url}/v1beta/properties/470100200:runReport`, {
      method: "POST",
      headers: { authorization: `Bearer ${accessToken}` },
      body: "{}",
    });
    expect(await reply.json()).toMatchObject({
      error: { code: 403, details: [{ reason: "ACCESS_TOKEN_SCOPE_INSUFFICIENT" }] },
    });
  });

  it.each(["/v1beta/properties/470100200:runNothing", "/v2/x", "/v1beta/properties/470100200/metadata/x"])(
    "are pages of HTML for the path %s",
    async (path) => {
      const { simulator } = await openSimulator();
      const reply = await fetch(simulator.url + path, { method: "POST" });
      expect([reply.status, reply.headers.get("content-type")]).toEqual([404, expect.stringContaining("text/html")]);
    },
  );

  it.each([
    ["quota-concurrent", "RATE_LIMITED"],
    ["quota-project-hour", "QUOTA_EXHAUSTED"],
    ["quota-day", "QUOTA_EXHAUSTED"],
    ["quota-server-errors", "QUOTA_EXHAUSTED"],
    ["service-disabled", "UPSTREAM_FORBIDDEN"],
    ["scope-missing", "UPSTREAM_FORBIDDEN"],
    ["unavailable", "UPSTREAM_UNAVAILABLE"],
  ])("can be dialled: %s", async (name, code) => {
    const { client, simulator } = await openSimulator();
    simulator.faults.set({ kind: "upstream", name }, { match: "runReport" });
    expect(await client.reports.run({ metrics: ["sessions"] })).toMatchObject({ ok: false, error: { code } });
  });

  it("come for real when tokens run out, and end at midnight Pacific or with the hour", async () => {
    const { client, simulator, clock } = await openSimulator();
    simulator.exhaust("tokensPerDay");
    expect(await client.reports.run({ metrics: ["sessions"] })).toMatchObject({
      ok: false,
      error: { code: "QUOTA_EXHAUSTED", retryAfterMs: 21 * 3_600_000 },
    });
    await clock.advance(21 * 3_600_000);
    const { accessToken } = simulator.issueToken();
    const reply = await fetch(`${simulator.url}/v1alpha/properties/470100200/propertyQuotasSnapshot`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(reply.status).toBe(200);
  });
});

describe("logins of the simulator", () => {
  it("take a service account's key", async () => {
    const simulator = await createGa4Simulator();
    const client = createGa4(
      { propertyId: "470100200", credentials: simulator.serviceAccountKey() },
      { baseUrl: simulator.url },
    );
    expect(await dataOf(client.health.check())).toMatchObject({ hasAccess: true });
    expect(await client.admin.properties.patch({ title: "X" })).toMatchObject({
      ok: false,
      error: { code: "UPSTREAM_FORBIDDEN" },
    });
    await client.$close();
    await simulator.close();
  });

  it("end when the login was taken away", async () => {
    const { client, simulator } = await openSimulator();
    simulator.faults.set({ kind: "upstream", name: "login-revoked" }, { match: "token", times: 1 });
    expect(await client.health.check()).toMatchObject({ ok: false, error: { code: "NEEDS_REAUTH" } });
  });
});
