import type { CreateSimulator } from "@trunkline/core/simulator";
import { describe, expect, it } from "vitest";
import { ZohoMailConfig } from "../src/config.js";
import { createZohoMailSimulator } from "../src/simulator/index.js";
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

it("is a simulator as all connectors have one", async () => {
  const create: CreateSimulator = createZohoMailSimulator;
  const simulator = await create();
  expect([simulator.connector, simulator.url]).toEqual([
    "zoho-mail",
    expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
  ]);
  await Promise.all([simulator.close(), simulator.close()]);
});
