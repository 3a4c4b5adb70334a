import { describe, expect, it } from "vitest";
import { startBench } from "./simulator-http.js";

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
