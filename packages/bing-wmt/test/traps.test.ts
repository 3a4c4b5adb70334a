import { ConnectorError } from "@trunkline/core";
import { createReply, settle } from "@trunkline/core/testing";
import { describe, expect, it } from "vitest";
import { answer, asked, fault, openAccount, siteUrl } from "./open-account.js";

const quota = (daily: number, monthly = 1_300) => answer({ DailyQuota: daily, MonthlyQuota: monthly });
const page = (number: number) => `${siteUrl}products/${number}`;
const pages = (count: number) => Array.from({ length: count }, (_, index) => page(index));
const timeout = () => new ConnectorError("ATTEMPT_TIMEOUT", { message: "No reply in time.", outcome: "unknown" });

describe("throttling as status 400", () => {
  it("stops every call of the account for ten minutes", async () => {
    const { client, transport, clock } = openAccount([fault(4, "ERROR!!! ThrottleUser"), answer([])]);
    expect(await client.feeds.list({ siteUrl })).toMatchObject({ error: { code: "RATE_LIMITED" } });
    const refused = await client.urls.info({ siteUrl, url: page(1) });
    expect(refused).toMatchObject({ ok: false, error: { code: "RATE_LIMITED", outcome: "not_executed" } });
    expect(transport.requests).toHaveLength(1);
    await clock.advance(602_000);
    expect(await client.feeds.list({ siteUrl })).toMatchObject({ ok: true });
  });

  it("of the address (17, not documented) stops them for a minute", async () => {
    const { client, transport, clock } = openAccount([fault(17, "ERROR!!! ThrottleIP"), answer([])]);
    await client.feeds.list({ siteUrl });
    await client.crawl.issues({ siteUrl });
    expect(transport.requests).toHaveLength(1);
    await clock.advance(62_000);
    expect(await client.crawl.issues({ siteUrl })).toMatchObject({ ok: true });
  });

  it("of GetUrlInfo leaves the other calls alone", async () => {
    const { client, transport } = openAccount([fault(5, "ERROR!!! ThrottleHost"), answer([])]);
    await client.urls.info({ siteUrl, url: page(1) });
    expect(await client.urls.info({ siteUrl, url: page(2) })).toMatchObject({ error: { code: "RATE_LIMITED" } });
    expect(await client.feeds.list({ siteUrl })).toMatchObject({ ok: true });
    expect(transport.requests).toHaveLength(2);
  });

  it("leaves IndexNow open, which is another service", async () => {
    const { client } = openAccount([fault(4, "ERROR!!! ThrottleUser"), createReply({ status: 200 })]);
    await client.feeds.list({ siteUrl });
    expect(await client.indexnow.submit({ key: "0123456789", urls: [page(1)] })).toMatchObject({ ok: true });
  });

  it("lets even a write be sent again that must not be doubled: it was not carried out", async () => {
    const { client, transport, clock } = openAccount([fault(5, "ERROR!!! ThrottleHost"), answer(null)]);
    const { value } = await settle(clock, client.urls.fetch({ siteUrl, url: page(1) }, { deadlineMs: 120_000 }));
    expect(value).toMatchObject({ ok: true, meta: { attempts: 2 } });
    expect(transport.requests).toHaveLength(2);
  });

  it("paces GetUrlInfo at eight a minute", async () => {
    const info = answer({ Url: page(1) });
    const { client, clock } = openAccount([info, info, info]);
    await client.urls.info({ siteUrl, url: page(1) });
    await client.urls.info({ siteUrl, url: page(2) });
    const { tookMs } = await settle(clock, client.urls.info({ siteUrl, url: page(3) }));
    expect(tookMs).toBeGreaterThan(6_000);
    expect(tookMs).toBeLessThan(9_000);
  });
});

describe("quota faults under other codes", () => {
  it.each([
    [2, "ERROR!!! You have exceeded your daily url submission quota : 100"],
    [8, "ERROR!!! InvalidParameter: exceeded your daily url submission quota : 100"],
    [8, "Quota remaining for today: 0, Submitted: 100"],
  ])("%i, %s", async (number, message) => {
    const { client } = openAccount([quota(100), fault(number, message)]);
    expect(await client.submission.submit({ siteUrl, url: page(1) })).toMatchObject({
      ok: false,
      error: { code: "QUOTA_EXHAUSTED", outcome: "not_executed", help: expect.stringContaining("indexnow.submit") },
    });
  });

  it("are not seen where 8 and 2 mean what they say", async () => {
    const { client } = openAccount([fault(8, "ERROR!!! InvalidParameter")]);
    expect(await client.feeds.submit({ siteUrl, feedUrl: page(1) })).toMatchObject({ error: { code: "REJECTED" } });
    const other = openAccount([fault(2, "ERROR!!! UnknownError")]);
    expect(await other.client.urls.fetch({ siteUrl, url: page(1) })).toMatchObject({
      error: { code: "UPSTREAM_UNAVAILABLE", outcome: "unknown" },
    });
  });
});

describe("a fault under 200", () => {
  it("fails the call, and the answer is not kept", async () => {
    const { client, transport } = openAccount([fault(13, "ERROR!!! NotAllowed", 200), answer([])]);
    expect(await client.feeds.list({ siteUrl })).toMatchObject({ error: { code: "UPSTREAM_FORBIDDEN", status: 200 } });
    expect(await client.feeds.list({ siteUrl })).toMatchObject({ ok: true, meta: { cache: "miss" } });
    expect(transport.requests).toHaveLength(2);
  });
});

describe("an empty 202", () => {
  const empty = createReply({ status: 202 });

  it("is asked again by a read", async () => {
    const { client, clock } = openAccount([empty, answer([])]);
    const { value } = await settle(clock, client.feeds.list({ siteUrl }));
    expect(value).toMatchObject({ ok: true, meta: { attempts: 2 } });
  });

  it("leaves a write open that must not be doubled", async () => {
    const { client, transport, clock } = openAccount([empty]);
    const { value } = await settle(clock, client.urls.fetch({ siteUrl, url: page(1) }));
    expect(value).toMatchObject({ error: { code: "CONTRACT_VIOLATION", outcome: "unknown" } });
    expect(transport.requests).toHaveLength(1);
  });
});

describe("a batch", () => {
  const submit = (answers: Parameters<typeof openAccount>[0], count: number) => {
    const account = openAccount(answers);
    const work = account.client.submission.submitBatch({ siteUrl, urls: pages(count) });
    return { ...account, settled: settle(account.clock, work) };
  };

  it("is split into requests of 500", async () => {
    const { transport, settled } = submit([quota(2_000, 9_000), answer(null), answer(null), answer(null)], 1_001);
    const { value } = await settled;
    expect(value).toMatchObject({ ok: true, data: { acceptedUrls: 1_001, quota: { dailyLeft: 999 } }, warnings: [] });
    expect([1, 2, 3].map((index) => asked(transport, index).body.urlList.length)).toEqual([500, 500, 1]);
    expect(asked(transport, 2).body.urlList[0]).toBe(page(500));
  });

  it("tells what was taken when a later request is refused, and which URLs to submit later", async () => {
    const { settled } = submit([quota(2_000, 9_000), answer(null), fault(8, "Quota remaining for today: 0")], 1_200);
    const { value } = await settled;
    expect(value).toMatchObject({
      ok: true,
      data: { acceptedUrls: 500, uncertainUrls: [] },
      warnings: [{ code: "PARTIALLY_APPLIED", path: "notSubmittedUrls" }],
    });
    if (value.ok) expect(value.data.notSubmittedUrls).toEqual(pages(1_200).slice(500));
  });

  it("names the URLs of a request whose answer never came, and sends it once", async () => {
    const { transport, settled } = submit([quota(2_000, 9_000), answer(null), timeout()], 600);
    const { value } = await settled;
    expect(transport.requests).toHaveLength(3);
    expect(value).toMatchObject({
      ok: true,
      data: { acceptedUrls: 500, notSubmittedUrls: [], quota: { left: 1_400 } },
    });
    if (value.ok) expect(value.data.uncertainUrls).toEqual(pages(600).slice(500));
  });

  it("whose first request has no answer fails with an open outcome", async () => {
    const { value } = await submit([quota(2_000), timeout()], 2).settled;
    expect(value).toMatchObject({ ok: false, error: { code: "ATTEMPT_TIMEOUT", outcome: "unknown" } });
  });

  it("sends nothing while the quota cannot be told", async () => {
    const { transport, settled } = submit([fault(14, "ERROR!!! NotAuthorized")], 2);
    expect((await settled).value).toMatchObject({ error: { code: "UPSTREAM_FORBIDDEN", outcome: "not_executed" } });
    expect(transport.requests).toHaveLength(1);
  });

  it("is not measured by an old quota where the present one cannot be had", async () => {
    const failures = Array.from({ length: 4 }, () => fault(1, "ERROR!!! InternalError"));
    const { client, transport, clock } = openAccount([quota(100), ...failures, answer(null)]);
    await client.submission.quota({ siteUrl });
    await clock.advance(61_000);
    const { value } = await settle(clock, client.submission.submitBatch({ siteUrl, urls: pages(2) }));
    expect(value).toMatchObject({ ok: false, error: { code: "UPSTREAM_UNAVAILABLE", outcome: "not_executed" } });
    expect(transport.remaining).toBe(1);
  });

  it("looks at the quota anew after each submission", async () => {
    const { client, transport, clock } = openAccount([quota(2), answer(null), quota(1), answer(null), quota(0)]);
    const submitOne = (number: number) => settle(clock, client.submission.submit({ siteUrl, url: page(number) }));
    await submitOne(1);
    await submitOne(2);
    expect((await submitOne(3)).value).toMatchObject({ error: { code: "QUOTA_EXHAUSTED" } });
    expect(transport.requests).toHaveLength(5);
  });
});

describe("null as the answer to a write", () => {
  it("means accepted, and is not mistaken for a refusal", async () => {
    const { client } = openAccount([answer(null)]);
    expect(await client.feeds.submit({ siteUrl, feedUrl: page(1) })).toMatchObject({
      ok: true,
      data: { accepted: true },
    });
  });

  it("is missed where d is false", async () => {
    const { client } = openAccount([answer(false)]);
    expect(await client.feeds.remove({ siteUrl, feedUrl: page(1) })).toMatchObject({
      error: { code: "CONTRACT_VIOLATION", outcome: "executed" },
    });
  });
});

describe("AlreadyExists", () => {
  it("after an attempt without an answer means that it was added", async () => {
    const { client, clock } = openAccount([timeout(), fault(12, "ERROR!!! AlreadyExists")]);
    const { value } = await settle(clock, client.queryParams.add({ siteUrl, parameter: "sort_by" }));
    expect(value).toMatchObject({ ok: true, data: { accepted: true }, warnings: [{ code: "ALREADY_EXISTS" }] });
  });
});

describe("methods and sites", () => {
  it("tells a method that Bing no longer knows from a thing that it has not", async () => {
    const gone = createReply({ status: 404, headers: { "content-type": "text/html" }, body: "<html></html>" });
    const { client } = openAccount([gone, fault(11, "ERROR!!! NotFound")]);
    expect(await client.regions.list({ siteUrl })).toMatchObject({ error: { code: "UNSUPPORTED_VERSION" } });
    expect(await client.feeds.list({ siteUrl })).toMatchObject({ error: { code: "NOT_FOUND" } });
  });

  it("sends a site byte for byte and without quotation marks", async () => {
    const { client, transport } = openAccount([answer([])]);
    await client.feeds.list({ siteUrl: "https://WWW.nordlicht-tee.example" });
    expect(new URL(transport.requests[0]?.url ?? "").searchParams.get("siteUrl")).toBe(
      "https://WWW.nordlicht-tee.example",
    );
    expect(await client.feeds.list({ siteUrl: `"${siteUrl}"` })).toMatchObject({ error: { code: "INVALID_INPUT" } });
    expect(transport.requests).toHaveLength(1);
  });

  it("knows the fault of a quoted site, whatever its number", async () => {
    const { client } = openAccount([fault(2, "ERROR!!! SiteUriSchemeIsNotSupported")]);
    expect(await client.feeds.list({ siteUrl })).toMatchObject({ error: { code: "REJECTED" } });
  });

  it("says of an unknown number what Bing says", async () => {
    const { client } = openAccount([fault(42, "ERROR!!! SomethingNew")]);
    expect(await client.feeds.list({ siteUrl })).toMatchObject({
      error: { code: "UPSTREAM_BAD_REQUEST", message: expect.stringContaining("SomethingNew (42)") },
    });
  });
});
