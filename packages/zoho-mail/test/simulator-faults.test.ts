import { expect, it } from "vitest";
import type { ZohoMailFault } from "../src/simulator/index.js";
import { refreshForm, startBench } from "./simulator-http.js";

const upstream = (name: ZohoMailFault, options?: Record<string, unknown>) =>
  ({ kind: "upstream", name, ...(options && { options }) }) as const;

it("rate-limit answers one call like a throttle without Retry-After", async () => {
  const { simulator, api } = await startBench();
  simulator.faults.set(upstream("rate-limit"), { times: 1 });
  const reply = await api("/accounts");
  expect([reply.status, reply.json.data.errorCode]).toEqual([429, "URL_ROLLING_THROTTLES_LIMIT_EXCEEDED"]);
  expect(reply.headers.get("retry-after")).toBeNull();
  expect((await api("/accounts")).status).toBe(200);
});

it("rate-limit can look like that of the vendor's other services", async () => {
  const { simulator, api } = await startBench();
  simulator.faults.set(upstream("rate-limit", { status: 400, retryAfterSeconds: 7 }), { times: 1 });
  const reply = await api("/accounts");
  expect([reply.status, reply.headers.get("retry-after")]).toEqual([400, "7"]);
});

it("rate-limit can lock the account", async () => {
  const { simulator, api, clock } = await startBench();
  simulator.faults.set(upstream("rate-limit", { lockSeconds: 90 }), { times: 1 });
  await api("/accounts");
  await clock.advance(89_999);
  expect((await api("/accounts")).status).toBe(429);
  await clock.advance(1);
  expect((await api("/accounts")).status).toBe(200);
});

it("rate-limit leaves the accounts server alone", async () => {
  const { simulator, token } = await startBench();
  simulator.faults.set(upstream("rate-limit"));
  expect((await token(refreshForm(simulator))).json.access_token).toBeDefined();
});

it("token-limit denies tokens inside a 200", async () => {
  const { simulator, token } = await startBench();
  simulator.faults.set(upstream("token-limit"), { match: "token", times: 1 });
  expect((await token(refreshForm(simulator))).json.error).toBe("Access Denied");
  expect((await token(refreshForm(simulator))).json.error).toBeUndefined();
});

it("token-expired ends every access token", async () => {
  const { simulator, api, token } = await startBench();
  simulator.faults.set(upstream("token-expired"), { times: 1 });
  expect((await api("/accounts")).status).toBe(401);
  const { access_token } = (await token(refreshForm(simulator))).json;
  expect((await api("/accounts", { token: access_token })).status).toBe(200);
});

it("refresh-lost counts the token and cuts the answer", async () => {
  const { simulator, token } = await startBench({ tokenLimit: 1 });
  simulator.faults.set(upstream("refresh-lost"), { times: 1 });
  await expect(token(refreshForm(simulator))).rejects.toThrow();
  expect((await token(refreshForm(simulator))).json.error).toBe("Access Denied");
});

it("scope-missing answers with the array", async () => {
  const { simulator, api } = await startBench();
  simulator.faults.set(upstream("scope-missing"));
  expect((await api("/accounts")).json[1].errorCode).toBe("INVALID_OAUTHSCOPE");
});

it("wrong-host answers with a web page", async () => {
  const { simulator, api } = await startBench();
  simulator.faults.set(upstream("wrong-host"));
  expect((await api("/accounts")).headers.get("content-type")).toContain("text/html");
});

it("server-fault has moreInfo and no code", async () => {
  const { simulator, api } = await startBench();
  simulator.faults.set(upstream("server-fault"));
  const { status, json } = await api("/accounts");
  expect([status, json.data]).toEqual([500, { moreInfo: "Internal Error" }]);
});

it("older-rows have numbers, words and a lower-case time", async () => {
  const { simulator, mail, folderId } = await startBench();
  const inbox = await folderId("/Inbox");
  simulator.faults.set(upstream("older-rows"));
  const { json, text } = await mail("/messages/view", { query: { folderId: inbox, respondedMails: true } });
  expect(json.data[0]).toMatchObject({ status: "read", status2: "reply", receivedtime: expect.any(Number) });
  expect(json.data[0]).not.toHaveProperty("receivedTime");
  expect(text).toMatch(/"messageId":\d{19},/);
});

it("raw-controls leaves line ends unescaped inside strings", async () => {
  const { simulator, mail } = await startBench();
  const { messageId } = simulator.receiveMail({ content: "<div>a</div>\r\n<div>b</div>" });
  simulator.faults.set(upstream("raw-controls"));
  const { json, text } = await mail(`/folders/1/messages/${messageId}/content`);
  expect(json).toBeUndefined();
  expect(text).toContain("</div>\r\n<div>");
});

it("a fault can be meant for one kind of change", async () => {
  const { simulator, mail } = await startBench();
  simulator.faults.set("500", { match: "markAsRead" });
  const update = (mode: string) => mail("/updatemessage", { method: "PUT", body: { mode, messageId: ["1"] } });
  expect([(await update("markAsRead")).status, (await update("markAsUnread")).status]).toEqual([500, 200]);
});

it("a change is applied although its answer is lost", async () => {
  const { simulator, mail, folderId } = await startBench();
  const sent = await folderId("/Sent");
  simulator.faults.set("cut-after-apply", { match: "send", times: 1 });
  const body = { fromAddress: "hallo@nordlicht-tee.example", toAddress: "a@example.com", subject: "Einmal" };
  await expect(mail("/messages", { method: "POST", body })).rejects.toThrow();
  const { json } = await mail("/messages/view", { query: { folderId: sent, limit: 1 } });
  expect(json.data[0].subject).toBe("Einmal");
});
