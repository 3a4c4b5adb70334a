import { describe, expect, it } from "vitest";
import { ZohoMailConfig } from "../src/config.js";
import { dataCentreKeys, dataCentres } from "../src/wire/data-centres.js";
import { refreshForm, startBench } from "./simulator-http.js";

it("has a configuration that the connector accepts", async () => {
  const { simulator } = await startBench();
  expect(ZohoMailConfig.safeParse(simulator.config).error).toBeUndefined();
});

describe("token endpoint", () => {
  it.each(dataCentreKeys)("gives tokens at the accounts server of %s and names its api_domain", async (dataCentre) => {
    const { simulator, token, send } = await startBench({ dataCentre });
    const { accountsHost, mailHost, apiDomainHost } = dataCentres[dataCentre];
    const given = await token(refreshForm(simulator), accountsHost);
    expect(given.json).toMatchObject({
      api_domain: `https://${apiDomainHost}`,
      token_type: "Bearer",
      expires_in: 3600,
    });
    const accounts = await send("/api/accounts", {
      token: given.json.access_token,
      headers: { "x-forwarded-host": mailHost },
    });
    expect(accounts.status).toBe(200);
  });

  it("answers a refresh without refresh token or location and with renamed, space-separated scopes", async () => {
    const { simulator, token } = await startBench();
    const { json } = await token(refreshForm(simulator));
    expect(Object.keys(json).sort()).toEqual(["access_token", "api_domain", "expires_in", "scope", "token_type"]);
    expect(json.scope).toContain("VirtualOffice.messages.ALL VirtualOffice.folders.ALL");
    expect(json.scope).not.toMatch(/,|ZohoMail/);
  });

  it.each([
    ["invalid_client", { client_id: "1000.NOBODY" }],
    ["invalid_client_secret", { client_secret: "wrong" }],
    ["invalid_code", { refresh_token: "1000.dead" }],
    ["unsupported_grant_type", { grant_type: "password" }],
  ])("refuses with %s inside a 200", async (error, wrong) => {
    const { simulator, token } = await startBench();
    const reply = await token({ ...refreshForm(simulator), ...wrong });
    expect([reply.status, reply.json]).toEqual([200, { error }]);
  });

  it("does not know the refresh token in another data centre", async () => {
    const { simulator, token } = await startBench();
    const reply = await token(refreshForm(simulator), "accounts.zoho.com");
    expect([reply.status, reply.json]).toEqual([200, { error: "invalid_code" }]);
  });

  it("denies the eleventh token in ten minutes inside a 200 and recovers", async () => {
    const { simulator, token, clock } = await startBench();
    for (let count = 0; count < 10; count += 1)
      expect((await token(refreshForm(simulator))).json.error).toBeUndefined();
    const denied = await token(refreshForm(simulator));
    expect([denied.status, denied.json.error]).toEqual([200, "Access Denied"]);
    await clock.advance(600_001);
    expect((await token(refreshForm(simulator))).json.access_token).toMatch(/^1000\./);
  });

  it("ends the oldest of sixteen living access tokens", async () => {
    const { simulator, token, api } = await startBench({ tokenLimit: 100 });
    const tokens: string[] = [];
    for (let count = 0; count < 16; count += 1) tokens.push((await token(refreshForm(simulator))).json.access_token);
    expect((await api("/accounts", { token: tokens[0] ?? "" })).status).toBe(401);
    expect((await api("/accounts", { token: tokens[1] ?? "" })).status).toBe(200);
  });

  it("ends the first refresh token with its access tokens when the twenty-first is made", async () => {
    const { simulator, token, api } = await startBench();
    const { access_token } = (await token(refreshForm(simulator))).json;
    for (let count = 0; count < 20; count += 1) simulator.issueRefreshToken();
    expect((await token(refreshForm(simulator))).json).toEqual({ error: "invalid_code" });
    expect((await api("/accounts", { token: access_token })).status).toBe(401);
  });

  it("exchanges a grant code once, within two minutes", async () => {
    const { simulator, token, clock } = await startBench();
    const form = (code: string | undefined) => ({
      ...refreshForm(simulator),
      grant_type: "authorization_code",
      code: code ?? "",
    });
    const code = simulator.issueGrantCode();
    expect((await token(form(code))).json.refresh_token).toMatch(/^1000\./);
    expect((await token(form(code))).json).toEqual({ error: "invalid_code" });
    const late = simulator.issueGrantCode();
    await clock.advance(120_000);
    expect((await token(form(late))).json).toEqual({ error: "invalid_code" });
  });

  it("gives no eleventh grant code in ten minutes", async () => {
    const { simulator } = await startBench();
    const codes = Array.from({ length: 11 }, () => simulator.issueGrantCode());
    expect(codes.filter((code) => code === undefined)).toHaveLength(1);
    expect(codes[10]).toBeUndefined();
  });

  it("revokes", async () => {
    const { simulator, token, send, api } = await startBench();
    const { access_token } = (await token(refreshForm(simulator))).json;
    const revoked = await send("/oauth/v2/token/revoke", {
      method: "POST",
      token: null,
      query: { token: String(simulator.config.refreshToken) },
      headers: { "x-forwarded-host": "accounts.zoho.eu" },
    });
    expect(revoked.json).toEqual({ status: "success" });
    expect((await api("/accounts", { token: access_token })).status).toBe(401);
    expect((await token(refreshForm(simulator))).json).toEqual({ error: "invalid_code" });
  });

  it("sends a browser back with code, location and accounts-server", async () => {
    const { simulator, send } = await startBench();
    const { headers, status } = await send("/oauth/v2/auth", {
      token: null,
      headers: { "x-forwarded-host": "accounts.zoho.com" },
      query: {
        client_id: String(simulator.config.clientId),
        response_type: "code",
        redirect_uri: "http://127.0.0.1:9/callback",
        scope: "ZohoMail.messages.READ",
        state: "s1",
      },
    });
    const target = new URL(headers.get("location") ?? "");
    expect(status).toBe(302);
    expect(Object.fromEntries(target.searchParams)).toEqual({
      state: "s1",
      code: expect.stringMatching(/^1000\./),
      location: "eu",
      "accounts-server": "https://accounts.zoho.eu",
    });
  });

  it("lists every data centre", async () => {
    const { send } = await startBench();
    const { json } = await send("/oauth/serverinfo", { headers: { "x-forwarded-host": "accounts.zoho.com" } });
    expect(json.locations.ca).toBe("https://accounts.zohocloud.ca");
  });
});

describe("Mail API", () => {
  it("answers 400 INVALID_TICKET without an Authorization header", async () => {
    const { api } = await startBench();
    const { status, json } = await api("/accounts", { token: null });
    expect([status, json.data.errorCode, json.status]).toEqual([
      400,
      "INVALID_TICKET",
      { code: 400, description: "Invalid Input" },
    ]);
  });

  it("answers 401 INVALID_OAUTHTOKEN to an unknown token and to the word Bearer", async () => {
    const { api, simulator } = await startBench();
    const refused = { data: { errorCode: "INVALID_OAUTHTOKEN" }, status: { code: 401, description: "Invalid Access" } };
    expect((await api("/accounts", { token: "1000.unknown" })).json).toEqual(refused);
    const { token } = simulator.issueToken();
    const bearer = await api("/accounts", { token: null, headers: { authorization: `Bearer ${token}` } });
    expect([bearer.status, bearer.json]).toEqual([401, refused]);
  });

  it("ends a token after an hour", async () => {
    const { api, clock } = await startBench();
    await clock.advance(3_599_999);
    expect((await api("/accounts")).status).toBe(200);
    await clock.advance(1);
    expect((await api("/accounts")).status).toBe(401);
  });

  it("refuses a good token in another data centre like a bad one", async () => {
    const { api } = await startBench();
    const { status, json } = await api("/accounts", { headers: { "x-forwarded-host": "mail.zoho.com" } });
    expect([status, json.data.errorCode]).toEqual([401, "INVALID_OAUTHTOKEN"]);
  });

  it.each(["mail.zoho.ca", "www.zohoapis.eu", "accounts.zoho.eu", "evil.example"])(
    "answers with a web page at %s",
    async (host) => {
      const { api } = await startBench();
      const { status, headers } = await api("/accounts", { headers: { "x-forwarded-host": host } });
      expect([status, headers.get("content-type")]).toEqual([404, "text/html;charset=UTF-8"]);
    },
  );

  it("answers a missing scope with an array", async () => {
    const { api, simulator, mail } = await startBench();
    const { token } = simulator.issueToken({ scopes: ["ZohoMail.folders.READ"] });
    const { status, json } = await api("/accounts", { token });
    expect([status, json[0], json[1]]).toMatchObject([401, 2, { errorCode: "INVALID_OAUTHSCOPE", authFail: "true" }]);
    expect((await mail("/folders", { token })).status).toBe(200);
    const write = await mail("/folders", { token, method: "POST", body: { folderName: "Neu" } });
    expect(write.json[1].errorCode).toBe("INVALID_OAUTHSCOPE");
  });

  it.each(["/accounts/hallo@nordlicht-tee.example/folders", "/nothing"])("does not know the path %s", async (path) => {
    const { api } = await startBench();
    const { status, json } = await api(path);
    expect([status, json.data.errorCode]).toEqual([404, "URL_RULE_NOT_CONFIGURED"]);
  });

  it("answers 404 without a code to an account that is not the login's", async () => {
    const { api } = await startBench();
    const { status, json } = await api("/accounts/6203418000000099999/folders");
    expect([status, json.data]).toEqual([404, { moreInfo: "Invalid account id" }]);
  });

  it("says in its headers that nothing may be kept, and nothing of limits", async () => {
    const { api } = await startBench();
    const { headers } = await api("/accounts");
    expect(headers.get("cache-control")).toContain("no-store");
    expect(headers.get("server")).toBe("ZGS");
    expect([...headers.keys()].filter((name) => /etag|last-modified|ratelimit|retry/.test(name))).toEqual([]);
  });
});

describe("rate limit", () => {
  it("is off unless asked for", async () => {
    const { api } = await startBench();
    for (let count = 0; count < 40; count += 1) expect((await api("/accounts")).status).toBe(200);
  });

  it("locks the account at the thirty-first call of a minute", async () => {
    const { api, clock } = await startBench({ callsPerMinute: 30 });
    for (let count = 0; count < 30; count += 1) expect((await api("/accounts")).status).toBe(200);
    const locked = await api("/accounts");
    expect([locked.status, locked.json.data.errorCode]).toEqual([429, "URL_ROLLING_THROTTLES_LIMIT_EXCEEDED"]);
    expect(locked.headers.get("retry-after")).toBeNull();
    await clock.advance(59_999);
    expect((await api("/accounts")).status).toBe(429);
    await clock.advance(1);
    expect((await api("/accounts")).status).toBe(200);
  });

  it("lets thirty calls through in every minute", async () => {
    const { api, clock } = await startBench({ callsPerMinute: 30 });
    for (let count = 0; count < 60; count += 1) {
      expect((await api("/accounts")).status).toBe(200);
      await clock.advance(2_001);
    }
  });
});
