import { createJsonReply, createSpyTokenStore, settle } from "@trunkline/core/testing";
import { describe, expect, it } from "vitest";
import { createZohoMail, dataCentreOfAccountsServer, type ZohoMailConfig, zohoMail } from "../src/index.js";
import { dataCentreKeys, dataCentres } from "../src/wire/data-centres.js";
import { accountId, asked, ok, openMailbox, refreshConfig, token } from "./open-mailbox.js";

const denied = () =>
  createJsonReply({
    error: "Access Denied",
    error_description: "You have made too many requests continuously. Please try again after some time.",
  });

describe("data centres", () => {
  it.each(dataCentreKeys)("%s has its own hosts for tokens and mail", async (dataCentre) => {
    const { accountsHost, mailHost, apiDomainHost } = dataCentres[dataCentre];
    const { client, transport } = openMailbox([token("1000.a", { api_domain: `https://${apiDomainHost}` }), ok([])], {
      ...refreshConfig,
      dataCentre,
    });
    expect(await client.folders.list()).toMatchObject({ ok: true });
    expect(asked(transport)).toEqual([
      `POST https://${accountsHost}/oauth/v2/token`,
      `GET https://${mailHost}/api/accounts/${accountId}/folders`,
    ]);
  });

  it("keeps Canada off the pattern", () => {
    expect(dataCentres.ca).toMatchObject({ mailHost: "mail.zohocloud.ca", accountsHost: "accounts.zohocloud.ca" });
  });

  it("does not take api_domain for the Mail host", async () => {
    const { client, transport } = openMailbox([token("1000.a"), ok([])], refreshConfig);
    await client.folders.list();
    expect(asked(transport).join()).not.toContain("zohoapis");
  });

  it.each([
    ["api_domain", { api_domain: "https://www.zohoapis.in" }],
    ["location", { location: "in" }],
  ])("names the right one when the token's %s tells of another", async (_, extra) => {
    const { client, transport } = openMailbox([token("1000.a", extra)], refreshConfig);
    const wrong = {
      ok: false,
      error: {
        code: "NOT_CONFIGURED",
        outcome: "not_executed",
        help: expect.stringContaining("ZOHO_MAIL_DATA_CENTRE) to in"),
      },
    };
    expect(await client.folders.list()).toMatchObject(wrong);
    expect(await client.labels.list()).toMatchObject(wrong);
    expect(transport.requests, "one token is asked for, and never sent").toHaveLength(1);
  });

  it("goes by the configured one when the token's is not in the table", async () => {
    const { client } = openMailbox(
      [token("1000.a", { api_domain: "https://www.zohoapis.new" }), ok([])],
      refreshConfig,
    );
    expect(await client.folders.list()).toMatchObject({ ok: true });
  });

  it.each([
    ["https://accounts.zoho.in", "in"],
    ["https://accounts.zoho.com.cn/", "cn"],
    ["accounts.zohocloud.ca", "ca"],
    ["https://accounts.zoho.eu.evil.example", undefined],
    ["http://accounts.zoho.eu", undefined],
    ["https://accounts.zoho.eu:8443", undefined],
    ["https://evil@accounts.zoho.eu", undefined],
    ["", undefined],
  ])("knows the accounts server %j of a redirect as %s", (server, expected) => {
    expect(dataCentreOfAccountsServer(server)).toBe(expected);
  });

  it("sends the credential to the mail host alone", () => {
    const config = zohoMail.config.parse(refreshConfig);
    expect(zohoMail.allowedHosts(config)).toEqual(["accounts.zoho.eu"]);
    expect(zohoMail.credentialHosts).toBeUndefined();
  });

  it("can be stood in for, the original host being named", async () => {
    const { client, transport } = openMailbox([token("1000.a"), ok([])], refreshConfig, {
      baseUrl: "http://127.0.0.1:4010",
    });
    await client.folders.list();
    expect(transport.requests.map(({ url, headers }) => [new URL(url).host, headers["x-forwarded-host"]])).toEqual([
      ["127.0.0.1:4010", "accounts.zoho.eu"],
      ["127.0.0.1:4010", "mail.zoho.eu"],
    ]);
  });
});

describe("configuration", () => {
  const open = (config: unknown) => () => createZohoMail(config as ZohoMailConfig);
  const { dataCentre: _, ...anywhere } = refreshConfig;

  it("takes the data centre from the accounts server of a redirect", () => {
    const accountsServer = "https://accounts.zoho.in";
    expect(zohoMail.config.parse({ ...anywhere, accountsServer })).toMatchObject({ dataCentre: "in" });
  });

  it("takes us without either, and any case", () => {
    expect(zohoMail.config.parse(anywhere)).toMatchObject({ dataCentre: "us" });
    expect(zohoMail.config.parse({ ...anywhere, dataCentre: " EU " })).toMatchObject({ dataCentre: "eu" });
  });

  it("picks the secret of the data centre where the client has several", () => {
    const clientSecret = { us: "secret-us", eu: "secret-eu" };
    expect(zohoMail.config.parse({ ...refreshConfig, clientSecret })).toMatchObject({ clientSecret: "secret-eu" });
    expect(open({ ...refreshConfig, clientSecret, dataCentre: "in" })).toThrow(/clientSecret for in/);
  });

  it.each([
    ["an unknown data centre", { ...refreshConfig, dataCentre: "mars" }, /dataCentre/],
    ["a strange accounts server", { ...anywhere, accountsServer: "https://evil.example" }, /accountsServer/],
    ["two data centres", { ...refreshConfig, accountsServer: "https://accounts.zoho.in" }, /accountsServer/],
    ["an e-mail address as account id", { ...refreshConfig, accountId: "a@b.example" }, /accountId/],
    ["a refresh token without a client", { refreshToken: "1000.x" }, /clientId/],
    ["no login", { dataCentre: "eu" }, /refreshToken/],
  ])("refuses %s", (_name, config, pattern) => {
    expect(open(config)).toThrow(pattern);
  });

  it("shows no secret in what operations may read", () => {
    const settings = zohoMail.settings(zohoMail.config.parse(refreshConfig));
    expect(JSON.stringify(settings)).not.toMatch(/secret|refresh|CLIENT/);
  });
});

describe("access tokens", () => {
  it("go under Zoho's own word, whatever the reply calls them", async () => {
    const { client, transport } = openMailbox([token("1000.a"), ok([])], refreshConfig);
    await client.folders.list();
    expect(transport.requests[1]?.auth?.headers).toEqual({ authorization: "Zoho-oauthtoken 1000.a" });
  });

  it("are stored with what tells their data centre, beside no copy of the refresh token", async () => {
    const tokens = createSpyTokenStore();
    const { client } = openMailbox([token("1000.a", { location: "eu" }), ok([])], refreshConfig, { tokens });
    await client.folders.list();
    expect(tokens.saved).toMatchObject([
      { accessToken: "1000.a", extra: { api_domain: "https://www.zohoapis.eu", location: "eu" } },
    ]);
    expect(JSON.stringify(tokens.saved)).not.toContain("refresh-of-the-test");
  });

  it("are shared by calls at the same time and renewed with the same refresh token", async () => {
    const { client, transport, clock } = openMailbox(
      [token("1000.a"), ok([]), ok([]), token("1000.b"), ok([])],
      refreshConfig,
    );
    await Promise.all([client.folders.list(), client.labels.list()]);
    await clock.advance(3_700_000);
    await client.folders.list(undefined, { fresh: true });
    const asks = transport.requests.filter(({ method }) => method === "POST");
    expect(asks.map(({ body }) => new URLSearchParams(String(body)).get("refresh_token"))).toEqual([
      "1000.refresh-of-the-test",
      "1000.refresh-of-the-test",
    ]);
  });

  it.each([
    ["invalid_code", "NEEDS_REAUTH"],
    ["invalid_client", "NOT_CONFIGURED"],
    ["invalid_client_secret", "NOT_CONFIGURED"],
  ])("are not made of a reply of 200 that says %s", async (error, code) => {
    const { client, transport } = openMailbox([createJsonReply({ error })], refreshConfig);
    expect(await client.folders.list()).toMatchObject({ ok: false, error: { code, outcome: "not_executed" } });
    expect(await client.labels.list()).toMatchObject({ ok: false, error: { code } });
    expect(transport.requests, "a hopeless login is not tried again").toHaveLength(1);
  });

  it("point at the data centre when the refresh token is unknown", async () => {
    const { client } = openMailbox([createJsonReply({ error: "invalid_code" })], refreshConfig);
    expect(await client.folders.list()).toMatchObject({
      error: { code: "NEEDS_REAUTH", help: expect.stringContaining("data centre eu") },
    });
    expect(client.$status().credential).toBe("needs_reauth");
  });

  it("survive Access Denied, which is a throttle: one try, a pause, then on", async () => {
    const { client, transport, clock } = openMailbox([denied(), token("1000.a"), ok([])], refreshConfig);
    expect(await client.folders.list()).toMatchObject({
      ok: false,
      error: { code: "RATE_LIMITED", retryable: true, retryAfterMs: 60_000, outcome: "not_executed" },
    });
    expect(await client.labels.list()).toMatchObject({ ok: false, error: { code: "RATE_LIMITED" } });
    expect(transport.requests).toHaveLength(1);
    expect(client.$status().credential).toBe("ready");
    await clock.advance(60_000);
    expect(await client.folders.list()).toMatchObject({ ok: true });
  });

  it("pause twice as long after each further refusal", async () => {
    const { client, clock } = openMailbox([denied()], refreshConfig, { repeatLast: true });
    const waits: (number | undefined)[] = [];
    for (let round = 0; round < 5; round++) {
      const answer = await client.folders.list();
      const waitMs = answer.ok ? undefined : answer.error.retryAfterMs;
      waits.push(waitMs);
      await clock.advance(waitMs ?? 0);
    }
    expect(waits).toEqual([60_000, 120_000, 240_000, 480_000, 600_000]);
  });

  it("are asked for nine times in ten minutes at most", async () => {
    let count = 0;
    const answers = [
      ({ method }: { method: string }) => (method === "POST" ? token(`1000.${++count}`, { expires_in: 20 }) : ok([])),
    ];
    const { client, clock } = openMailbox(answers, { ...refreshConfig, requestsPerMinute: 600 }, { repeatLast: true });
    let refusal: unknown;
    for (let round = 0; round < 20 && refusal === undefined; round++) {
      const answer = await client.folders.list(undefined, { fresh: true });
      if (!answer.ok) refusal = answer.error;
      await clock.advance(21_000);
    }
    expect(count).toBe(9);
    expect(refusal).toMatchObject({ code: "RATE_LIMITED", retryable: true });
    const { value } = await settle(clock, client.folders.list(undefined, { fresh: true, deadlineMs: 600_000 }));
    expect(value).toMatchObject({ ok: true });
  });
});
