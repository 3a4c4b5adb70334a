import { type ConnectionOptions, listOperations } from "@trunkline/core";
import { createJsonReply, settle } from "@trunkline/core/testing";
import { describe, expect, it } from "vitest";
import { operations } from "../src/operations/index.js";
import { answer, canaryKey, fault, openAccount, siteUrl } from "./open-account.js";

const oauth = { clientId: "app", clientSecret: "canary-secret", refreshToken: "canary-refresh" };
const token = (accessToken: string, refreshToken?: string) =>
  createJsonReply({
    access_token: accessToken,
    expires_in: 3_599,
    ...(refreshToken && { refresh_token: refreshToken }),
  });

type Tracer = NonNullable<ConnectionOptions["tracer"]>;
type Span = ReturnType<Tracer["startSpan"]>;

/** A tracer that keeps all that it is told. */
const createSpyTracer = () => {
  const told: unknown[] = [];
  const span = new Proxy({} as Span, {
    get: (_, name) => {
      if (name === "isRecording") return () => true;
      if (name === "spanContext") return () => ({ traceId: "0".repeat(32), spanId: "0".repeat(16), traceFlags: 0 });
      return (...args: unknown[]) => {
        told.push(args);
        return span;
      };
    },
  });
  const tracer = {
    startSpan: (...args: unknown[]) => {
      told.push(args);
      return span;
    },
  } as unknown as Tracer;
  return { tracer, told };
};

describe("the API key", () => {
  it("is an auth part of every request and in no URL, header or body", async () => {
    const { client, transport } = openAccount([answer([]), answer(null)]);
    await client.sites.list();
    await client.feeds.submit({ siteUrl, feedUrl: `${siteUrl}sitemap.xml` });
    for (const { auth, ...rest } of transport.requests) {
      expect(auth).toEqual({ query: { apikey: canaryKey } });
      expect(JSON.stringify(rest)).not.toContain(canaryKey);
    }
  });

  it("is in no span, metric or status", async () => {
    const { tracer, told } = createSpyTracer();
    const labels: unknown[] = [];
    const note = (...args: unknown[]) => void labels.push(args);
    const { client } = openAccount([fault(3, "ERROR!!! InvalidApiKey"), answer([])], undefined, {
      tracer,
      metrics: { count: note, observe: note, set: note } as never,
    });
    const failed = await client.health.check();
    await client.sites.list();
    expect(told.length).toBeGreaterThan(4);
    expect(labels.length).toBeGreaterThan(4);
    expect(
      JSON.stringify([told, labels, failed, client.$status(), client.$explain(operations.sites.list)]),
    ).not.toContain(canaryKey);
  });

  it("is in no error, even where Bing quotes what it was sent", async () => {
    const { client } = openAccount([
      fault(2, `ERROR!!! bad call /json/GetFeeds?apikey=${canaryKey}&x=1 key ${canaryKey}`),
    ]);
    const failed = await client.urls.fetch({ siteUrl, url: `${siteUrl}a` });
    expect(JSON.stringify(failed)).toContain("[secret]");
    expect(JSON.stringify(failed)).not.toContain(canaryKey);
  });

  it("is not tried again where Bing refuses it", async () => {
    const { client, transport } = openAccount([fault(3, "ERROR!!! InvalidApiKey")]);
    expect(await client.health.check()).toMatchObject({ error: { code: "UPSTREAM_UNAUTHORIZED", retryable: false } });
    expect(transport.requests).toHaveLength(1);
  });
});

describe("an OAuth login", () => {
  it("asks the token endpoint once and sends the token as a header, apart from the request", async () => {
    const { client, transport } = openAccount([token("canary-access"), answer([]), answer([])], oauth);
    await client.sites.list();
    await client.feeds.list({ siteUrl });
    const [first, second, third] = transport.requests;
    expect(first).toMatchObject({ method: "POST", url: "https://www.bing.com/webmasters/oauth/token" });
    expect(Object.fromEntries(new URLSearchParams(String(first?.body)))).toEqual({
      grant_type: "refresh_token",
      refresh_token: "canary-refresh",
      client_id: "app",
      client_secret: "canary-secret",
    });
    for (const request of [second, third]) {
      expect(request?.auth).toEqual({ headers: { authorization: "Bearer canary-access" } });
      expect(request?.url).toMatch(/^https:\/\/www\.bing\.com\/webmaster\/api\.svc\/json\//);
      expect(JSON.stringify({ ...request, auth: undefined })).not.toContain("canary");
    }
  });

  it("waits a little where a fresh token is refused (18, not documented)", async () => {
    const { client, transport, clock } = openAccount(
      [token("fresh"), fault(18, "ERROR!!! InvalidToken"), fault(18, "ERROR!!! InvalidToken"), answer([])],
      oauth,
    );
    const { value, tookMs } = await settle(clock, client.sites.list());
    expect(value).toMatchObject({ ok: true, meta: { attempts: 3 } });
    expect(tookMs).toBe(4_000);
    expect(transport.requests).toHaveLength(4);
  });

  it("gives up after some refusals", async () => {
    const refusals = Array.from({ length: 4 }, () => fault(18, "ERROR!!! InvalidToken"));
    const { client, clock } = openAccount([token("fresh"), ...refusals], oauth);
    const { value } = await settle(clock, client.sites.list());
    expect(value).toMatchObject({ ok: false, error: { code: "UPSTREAM_UNAUTHORIZED", outcome: "not_executed" } });
  });

  it("renews an old token that is refused, and keeps a new refresh token", async () => {
    const { client, transport, clock } = openAccount(
      [token("old", "rotated"), answer([]), fault(18, "ERROR!!! InvalidToken"), token("new"), answer([])],
      oauth,
    );
    await client.sites.list();
    await clock.advance(120_000);
    const { value } = await settle(clock, client.feeds.list({ siteUrl }));
    expect(value).toMatchObject({ ok: true });
    expect(String(transport.requests[3]?.body)).toContain("refresh_token=rotated");
    expect(transport.requests[4]?.auth).toEqual({ headers: { authorization: "Bearer new" } });
  });

  it("is never sent along with IndexNow: the API's own host is refused as an engine", async () => {
    const { client, transport } = openAccount([token("canary-access")], oauth);
    const refused = await client.indexnow.submit({
      key: "0123456789",
      urls: [siteUrl],
      engine: "www.bing.com",
    });
    expect(refused).toMatchObject({ error: { code: "INVALID_INPUT", issues: [{ path: "engine" }] } });
    expect(transport.requests).toHaveLength(0);
  });
});

describe("secrets and persons in answers", () => {
  it("are left out unless asked for", async () => {
    const site = { Url: siteUrl, IsVerified: true, AuthenticationCode: "canary-a", DnsVerificationCode: "canary-d" };
    const role = {
      Site: siteUrl,
      Role: 2,
      Email: "canary@x.example",
      DelegatedCode: "canary-c",
      DelegatorEmail: "canary@y.example",
    };
    const preview = { Url: siteUrl, BlockReason: 4, UserId: "canary-u" };
    const { client } = openAccount([answer([site]), answer([role]), answer([preview])]);
    const answers = [
      await client.sites.list(),
      await client.sites.roles.list({ siteUrl }),
      await client.previewBlocks.list({ siteUrl }),
    ];
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(JSON.stringify(answers)).not.toContain("canary");
  });
});

it("is needed by every operation but IndexNow's, in one scope or the other", () => {
  const without = listOperations(operations).filter(({ scopes }) => scopes === undefined);
  expect(without.map(({ id }) => id)).toEqual(["bing-wmt.indexnow.submit", "bing-wmt.indexnow.checkKey"]);
  for (const { effect, scopes } of listOperations(operations))
    if (effect !== "read" && scopes) expect(scopes).toEqual(["webmaster.manage"]);
});
