import { ConnectorError } from "@trunkline/core";
import { createJsonReply, createReply, settle } from "@trunkline/core/testing";
import { describe, expect, it } from "vitest";
import {
  account,
  accountId,
  asked,
  failed,
  ok,
  openMailbox,
  plainConfig,
  refreshConfig,
  scopeMissing,
  token,
} from "./open-mailbox.js";

const mail = { from: "kontor@nordlicht-tee.example", to: ["ada@garden.example"], content: "<p>Moin</p>" };
const inbox = "5820114000000008008";
const message = (messageId: string) => ({ messageId, folderId: inbox, receivedTime: "1784100000123" });

describe("trap: the account id that nobody knows", () => {
  const unknown = { ...plainConfig, accountId: undefined };
  const own = ok([account("111", { type: "IMAP_ACCOUNT" }), account("222")]);

  it("is found with the first call and kept over writes", async () => {
    const { client, transport } = openMailbox([own, ok([]), ok(), ok([])], unknown);
    await client.folders.list();
    await client.messages.markRead({ messageIds: ["1"] });
    await client.labels.list();
    expect(asked(transport)).toEqual([
      "GET https://mail.zoho.eu/api/accounts",
      "GET https://mail.zoho.eu/api/accounts/222/folders",
      "PUT https://mail.zoho.eu/api/accounts/222/updatemessage",
      "GET https://mail.zoho.eu/api/accounts/222/labels",
    ]);
  });

  it("is not asked for when it is configured", async () => {
    const { client, transport } = openMailbox([ok([])]);
    await client.folders.list();
    expect(asked(transport)).toEqual([`GET https://mail.zoho.eu/api/accounts/${accountId}/folders`]);
  });

  it("is asked for once by calls at the same time", async () => {
    const { client, transport } = openMailbox([own, ok([])], unknown, { repeatLast: true });
    await Promise.all([client.folders.list(), client.labels.list()]);
    expect(asked(transport).filter((request) => request.endsWith("/accounts"))).toHaveLength(1);
  });

  it("belongs to its own connection", async () => {
    const first = openMailbox([own, ok([])], unknown);
    const second = openMailbox([ok([account("333")]), ok([])], unknown);
    await first.client.folders.list();
    await second.client.folders.list();
    expect(asked(second.transport)[1]).toContain("/accounts/333/");
  });

  it("is that of the default mailbox among several", async () => {
    const several = ok([account("111"), account("222", { isDefaultAccount: true })]);
    const { client, transport } = openMailbox([several, ok([])], unknown);
    await client.folders.list();
    expect(asked(transport)[1]).toContain("/accounts/222/");
  });

  it.each([
    ["several mailboxes and no default", ok([account("111"), account("222")]), "NOT_CONFIGURED"],
    ["no mailbox at Zoho", ok([account("111", { type: "POP_ACCOUNT" })]), "ACCOUNT_UNAVAILABLE"],
  ])("fails for %s, and asks again with the next call", async (_, accounts, code) => {
    const { client, transport } = openMailbox([accounts, own, ok([])], unknown);
    expect(await client.folders.list()).toMatchObject({ ok: false, error: { code, outcome: "not_executed" } });
    await client.folders.list(undefined, { fresh: true });
    expect(asked(transport)).toHaveLength(3);
  });

  it("can be given by hand where the scope to list mailboxes is missing", async () => {
    const { client } = openMailbox([scopeMissing()], unknown);
    expect(await client.folders.list()).toMatchObject({
      ok: false,
      error: { code: "UPSTREAM_FORBIDDEN", help: expect.stringContaining("ZOHO_MAIL_ACCOUNT_ID") },
    });
  });

  it("is found again after the login was refused: the next one may be another user's", async () => {
    const { client, transport } = openMailbox(
      [own, ok([]), failed(401, "INVALID_OAUTHTOKEN"), ok([account("444")]), ok([])],
      unknown,
    );
    await client.folders.list();
    expect(await client.labels.list()).toMatchObject({ ok: false, error: { code: "UPSTREAM_UNAUTHORIZED" } });
    await client.labels.list(undefined, { fresh: true });
    expect(asked(transport).at(-1)).toContain("/accounts/444/");
  });
});

describe("trap: failures in shapes of their own", () => {
  it("renews a refused token once and asks again", async () => {
    const { client, transport, clock } = openMailbox(
      [token("1000.a"), ok([]), failed(401, "INVALID_OAUTHTOKEN"), token("1000.b"), ok([])],
      refreshConfig,
    );
    await client.folders.list();
    await clock.advance(120_000);
    expect(await client.labels.list()).toMatchObject({ ok: true });
    expect(transport.requests.map(({ auth }) => auth?.headers?.authorization)).toEqual([
      undefined,
      "Zoho-oauthtoken 1000.a",
      "Zoho-oauthtoken 1000.a",
      undefined,
      "Zoho-oauthtoken 1000.b",
    ]);
  });

  it("neither renews nor repeats when a scope is missing", async () => {
    const { client, transport, clock } = openMailbox([token("1000.a"), scopeMissing()], refreshConfig);
    const { value } = await settle(clock, client.messages.markRead({ messageIds: ["1"] }));
    expect(value).toMatchObject({
      ok: false,
      error: { code: "UPSTREAM_FORBIDDEN", help: expect.stringContaining("ZohoMail.messages.UPDATE") },
    });
    expect(transport.requests).toHaveLength(2);
  });

  it("repeats a read after a fault of the server", async () => {
    const { client, transport, clock } = openMailbox([failed(500), ok([])]);
    expect((await settle(clock, client.folders.list())).value).toMatchObject({ ok: true });
    expect(transport.requests).toHaveLength(2);
  });

  it("takes the envelope's word against a status of 200", async () => {
    const inside = createJsonReply({ status: { code: 404, description: "Invalid Input" }, data: {} });
    const { client } = openMailbox([inside]);
    expect(await client.folders.get({ folderId: "1" })).toMatchObject({
      ok: false,
      error: { code: "NOT_FOUND", status: 200 },
    });
  });

  it("takes 201 inside of 200 for the success it is", async () => {
    const { client } = openMailbox([ok({ folderId: "7", folderName: "A", path: "/A", folderType: "Inbox" }, 201)]);
    expect(await client.folders.create({ name: "A" })).toMatchObject({ ok: true, data: { folderId: "7" } });
  });

  it("never quotes a token that an answer quotes", async () => {
    const secret = "1000.0123456789abcdef0123456789abcdef.0123456789abcdef0123456789abcdef";
    const { client } = openMailbox([
      createJsonReply({ data: { moreInfo: `bad ${secret}` }, status: { code: 400 } }, { status: 400 }),
    ]);
    expect(JSON.stringify(await client.folders.list())).not.toContain("0123456789abcdef");
  });
});

describe("trap: 19-digit ids", () => {
  it("keeps the digits of bare numbers that are the same double", async () => {
    const ids = ["4845214000000008002", "4845214000000008008", "4845214000000008016"];
    const rows = ids.map((id) => `{"folderId":${id},"folderName":"F","path":"/F","folderType":"Inbox"}`);
    const body = `{"status":{"code":200},"data":[${rows.join(",")}]}`;
    const { client } = openMailbox([createReply({ headers: { "content-type": "application/json" }, body })]);
    const answer = await client.folders.list();
    expect(answer.ok && answer.data.folders.map(({ folderId }) => folderId)).toEqual(ids);
  });

  it.each([Number("1784105487965154200"), "1784105487965154200n", "a@b.example", "1/../2", ""])(
    "refuses %j as an id",
    async (folderId) => {
      const { client, transport } = openMailbox([]);
      expect(await client.folders.get({ folderId } as never)).toMatchObject({
        ok: false,
        error: { code: "INVALID_INPUT", issues: [{ path: "folderId" }] },
      });
      expect(transport.requests).toHaveLength(0);
    },
  );
});

describe("trap: 30 calls a minute without a header that says so", () => {
  it("never sends more than 30 in any minute", async () => {
    const sentAtMs: number[] = [];
    const { client, clock } = openMailbox(
      [
        () => {
          sentAtMs.push(clock.monotonic());
          return ok([]);
        },
      ],
      plainConfig,
      { repeatLast: true },
    );
    const calls = Array.from({ length: 90 }, () =>
      client.messages.list({ folderId: inbox, limit: 10 }, { deadlineMs: 3_600_000, fresh: true }),
    );
    const { value } = await settle(clock, Promise.all(calls));
    expect(value.every((answer) => answer.ok)).toBe(true);
    expect(sentAtMs).toHaveLength(90);
    const perMinute = sentAtMs.map((from) => sentAtMs.filter((at) => at >= from && at < from + 60_000).length);
    expect(Math.max(...perMinute)).toBeLessThanOrEqual(30);
    expect(Math.max(...perMinute)).toBeGreaterThanOrEqual(25);
  });

  it("stops every call of the mailbox for a minute once it is locked", async () => {
    const { client, clock } = openMailbox([createReply({ status: 429 }), ok([])], plainConfig, { random: () => 0 });
    const locked = await client.folders.list();
    expect(locked).toMatchObject({ ok: false, error: { code: "RATE_LIMITED", retryAfterMs: 60_000 } });
    expect(await client.labels.list()).toMatchObject({ ok: false, meta: { attempts: 0 } });
    await clock.advance(60_000);
    expect(await client.labels.list()).toMatchObject({ ok: true });
  });

  it("waits as long as Retry-After asks, should it ever come", async () => {
    const throttled = createReply({ status: 429, headers: { "retry-after": "7" } });
    const { client, clock } = openMailbox([throttled, ok([])], plainConfig, { random: () => 0 });
    const { value, tookMs } = await settle(clock, client.folders.list());
    expect(value).toMatchObject({ ok: true });
    expect(tookMs).toBe(7_000);
  });

  it("does not take a limit of size for a throttle", async () => {
    const { client } = openMailbox([failed(400, "ATTACHMENT_SIZE_LIMIT_EXCEEDED")]);
    expect(await client.folders.list()).toMatchObject({ ok: false, error: { code: "REJECTED", retryable: false } });
  });

  it("follows another limit where an agreement says so", async () => {
    const { client, transport } = openMailbox(
      [ok([])],
      { ...plainConfig, requestsPerMinute: 120 },
      { repeatLast: true },
    );
    await Promise.all(Array.from({ length: 20 }, (_, index) => client.folders.get({ folderId: `${index}` })));
    expect(transport.requests).toHaveLength(20);
    expect(client.$status().quotas).toMatchObject([{ bucket: "requests", capacity: 20 }]);
    expect(openMailbox([]).client.$status().quotas).toMatchObject([{ bucket: "requests", capacity: 5 }]);
  });
});

describe("trap: a mail sent twice", () => {
  const lost = new ConnectorError("ATTEMPT_TIMEOUT", { message: "Silent.", outcome: "unknown" });

  it.each([
    ["a time-out", lost],
    ["a fault of the server", failed(500)],
  ])("is not sent again after %s", async (_, answer) => {
    const { client, transport, clock } = openMailbox([answer]);
    expect((await settle(clock, client.messages.send(mail))).value).toMatchObject({
      ok: false,
      error: { outcome: "unknown" },
    });
    expect(transport.requests).toHaveLength(1);
  });

  it("is not sent again under the same idempotency key", async () => {
    const { client, transport } = openMailbox([ok({ messageId: "9" })]);
    const options = { idempotencyKey: "order-1042" };
    const first = await client.messages.send(mail, options);
    const second = await client.messages.send(mail, options);
    expect(second).toMatchObject({ ok: true, data: first.ok && first.data });
    expect(transport.requests).toHaveLength(1);
  });

  it("is not deleted twice: from Trash the second time may be final", async () => {
    const { client, transport, clock } = openMailbox([lost]);
    await settle(clock, client.messages.delete({ folderId: inbox, messageId: "1" }));
    expect(transport.requests).toHaveLength(1);
  });

  it("marks as read again: that changes nothing more", async () => {
    const { client, transport, clock } = openMailbox([lost, ok()]);
    const { value } = await settle(clock, client.messages.markRead({ messageIds: ["1"] }));
    expect(value).toMatchObject({ ok: true });
    expect(transport.requests).toHaveLength(2);
  });

  it("has an outcome of not executed when forwarding fails before sending", async () => {
    const { client } = openMailbox([ok({ ...message("1"), subject: "S" }), ok({ messageId: "1", content: "" }), lost]);
    const input = { folderId: inbox, messageId: "1", from: mail.from, to: mail.to };
    expect(await client.messages.forward(input, { deadlineMs: 100 })).toMatchObject({
      ok: false,
      error: { outcome: "not_executed" },
    });
  });

  it("goes to no address that would add another header or recipient", async () => {
    const { client } = openMailbox([]);
    for (const to of ["a@b.example\r\nBcc: c@d.example", "a@b.example,c@d.example", "a b@c.example", "nobody"])
      expect(await client.messages.send({ ...mail, to: [to] })).toMatchObject({
        ok: false,
        error: { code: "INVALID_INPUT" },
      });
  });

  it("goes out at no time of one's own, whose format is disputed", async () => {
    const { client } = openMailbox([]);
    const own = { ...mail, when: "own", timeZone: "Europe/Berlin", scheduleTime: "01/02/2027 08:00:00" };
    expect(await client.messages.schedule(own as never)).toMatchObject({ ok: false, error: { code: "INVALID_INPUT" } });
  });
});

describe("trap: lists that move while they are read", () => {
  it("leaves out what a new mail pushed onto the next page", async () => {
    const rows = (...ids: number[]) => ok(ids.map((id) => message(String(id))));
    // Between the pages one mail arrives, so every row moves down by one.
    const { client, transport } = openMailbox([rows(9, 8, 7, 6, 5), rows(8, 7, 6, 5, 4), rows(6, 5, 4, 3)]);
    const found: string[] = [];
    for await (const { messageId } of client.messages.list.items({ folderId: inbox, limit: 5 })) found.push(messageId);
    expect(found).toEqual(["9", "8", "7", "6", "5", "4", "3"]);
    expect(transport.requests.map(({ url }) => new URL(url).searchParams.get("start"))).toEqual(["1", "3", "5"]);
  });

  it("ends after a full last page without asking forever", async () => {
    const { client, transport } = openMailbox([ok([message("1")]), ok([])]);
    const found = await Array.fromAsync(client.messages.list.items({ folderId: inbox, limit: 1 }));
    expect(found).toHaveLength(1);
    expect(transport.requests).toHaveLength(2);
  });

  it.each(["nonsense", "eyJ2IjoyLCJhdCI6MX0", Buffer.from('{"v":1,"at":-5}').toString("base64url")])(
    "refuses the cursor %s before anything is sent",
    async (cursor) => {
      const { client, transport } = openMailbox([]);
      expect(await client.messages.list({ folderId: inbox, cursor })).toMatchObject({
        ok: false,
        error: { code: "INVALID_INPUT", issues: [{ path: "cursor" }] },
      });
      expect(transport.requests).toHaveLength(0);
    },
  );

  it("sends no token to the host of a next page", async () => {
    const next = "https://evil.example/api/notes/me?after=3&limit=2";
    const note = { entityId: "1" };
    const { client, transport } = openMailbox([ok({ list: [note, note], pagination: { next } }), ok({ list: [] })]);
    await Array.fromAsync(client.notes.list.items({ limit: 2 }));
    expect(asked(transport)).toEqual([
      "GET https://mail.zoho.eu/api/notes/me",
      "GET https://mail.zoho.eu/api/notes/me",
    ]);
    expect(new URL(transport.requests[1]?.url ?? "").searchParams.get("after")).toBe("3");
  });

  it("goes on from behind what it has when the next page would lead back", async () => {
    const task = { id: "1" };
    const { client } = openMailbox([ok({ tasks: [task, task], paging: { nextPage: "tasks/me?from=0" } })]);
    const answer = await client.tasks.list();
    const cursor = answer.ok ? answer.data.nextCursor : undefined;
    expect(JSON.parse(Buffer.from(cursor ?? "", "base64url").toString())).toEqual({ v: 1, at: 2 });
  });
});

describe("trap: a search that a value would change", () => {
  it.each(["a::inclspamtrash:true", "a:or:sender:b", 'say "hi"'])("refuses %j", async (text) => {
    const { client, transport } = openMailbox([]);
    expect(await client.messages.search({ text })).toMatchObject({
      ok: false,
      error: { code: "INVALID_INPUT", issues: [{ path: "text" }] },
    });
    expect(transport.requests).toHaveLength(0);
  });

  it.each([
    ["nothing to look for", {}],
    ["newSince beside other criteria", { newSince: "2026-11-22T08:00:00Z", text: "Tee" }],
  ])("refuses %s", async (_, input) => {
    const { client } = openMailbox([]);
    expect(await client.messages.search(input)).toMatchObject({ ok: false, error: { code: "INVALID_INPUT" } });
  });

  it("passes Zoho's own syntax on as it is", async () => {
    const { client, transport } = openMailbox([ok([])]);
    await client.messages.search({ query: "sender:a@b.example:or:subject:Tea", folder: "Tea gardens" });
    expect(new URL(transport.requests[0]?.url ?? "").searchParams.get("searchKey")).toBe(
      'sender:a@b.example:or:subject:Tea::in:"Tea gardens"',
    );
  });
});

describe("trap: times and texts that are not what they seem", () => {
  const row = { ...message("1"), sentDateInGMT: "1784125200000", summary: "&amp;lt;b&amp;gt; &#39;x&#39;" };

  it("publishes no instant from sentDateInGMT, which is hours off", async () => {
    const { client } = openMailbox([ok([row])]);
    const answer = JSON.stringify(await client.messages.list({ folderId: inbox }));
    expect(answer).toContain(new Date(1784100000123).toISOString());
    expect(answer).not.toContain(new Date(1784125200000).toISOString());
  });

  it("unescapes a text once and no more", async () => {
    const { client } = openMailbox([ok([row])]);
    expect(await client.messages.list({ folderId: inbox })).toMatchObject({
      data: { messages: [{ summary: "&lt;b&gt; 'x'" }] },
    });
  });

  it("takes Not Provided for nobody", async () => {
    const { client } = openMailbox([ok([{ ...row, ccAddress: "Not Provided", toAddress: "" }])]);
    expect(await client.messages.list({ folderId: inbox })).toMatchObject({ data: { messages: [{ cc: [], to: [] }] } });
  });
});

describe("trap: changes of one thing that need another", () => {
  it.each([
    ["a move without a folder", { action: "move" }, "toFolderId"],
    ["a flag without a name", { action: "flag" }, "flag"],
    ["labels without labels", { action: "removeLabel" }, "labelIds"],
    ["a folder without a move", { action: "archive", toFolderId: "2" }, "toFolderId"],
  ] as const)("refuses %s", async (_, input, path) => {
    const { client } = openMailbox([]);
    expect(await client.threads.update({ threadIds: ["1"], ...input })).toMatchObject({
      error: { code: "INVALID_INPUT", issues: [{ path }] },
    });
  });

  it.each([
    ["labels with removeAll", "removeAll", ["2"]],
    ["no labels to put on", "apply", undefined],
  ] as const)("refuses %s", async (_, action, labels) => {
    const { client } = openMailbox([]);
    const labelIds = labels && [...labels];
    expect(await client.messages.label({ messageIds: ["1"], action, labelIds })).toMatchObject({
      error: { issues: [{ path: "labelIds" }] },
    });
  });

  it("refuses a change of nothing", async () => {
    const { client } = openMailbox([]);
    expect(await client.labels.update({ labelId: "1" })).toMatchObject({ error: { code: "INVALID_INPUT" } });
    expect(await client.tasks.update({ taskId: "1" })).toMatchObject({ error: { code: "INVALID_INPUT" } });
  });
});

describe("trap: files of any size", () => {
  it("uploads the very bytes", async () => {
    const bytes = Buffer.from([0, 255, 13, 10, 128, 1]);
    const { client, transport } = openMailbox([ok({ storeName: "8", attachmentName: "a", attachmentPath: "/a" })]);
    await client.attachments.upload({ fileName: "a.bin", contentBase64: bytes.toString("base64") });
    expect(Buffer.from(transport.requests[0]?.body as Uint8Array).equals(bytes)).toBe(true);
  });

  it.each([
    ["an empty one", { fileName: "a", contentBase64: "" }],
    ["what is no base64", { fileName: "a", contentBase64: "Käse" }],
    ["a name with a path", { fileName: "../a", contentBase64: "TW9pbg==" }],
    ["more than 20 MiB", { fileName: "a", contentBase64: "A".repeat(28 * 1024 * 1024) }],
  ])("refuses to upload %s", async (_, input) => {
    const { client, transport } = openMailbox([]);
    expect(await client.attachments.upload(input)).toMatchObject({ error: { code: "INVALID_INPUT" } });
    expect(transport.requests).toHaveLength(0);
  });

  it("repeats an upload: it leaves an unused copy at worst", async () => {
    const done = ok({ storeName: "8", attachmentName: "a", attachmentPath: "/a" });
    const { client, transport, clock } = openMailbox([failed(500), done]);
    const { value } = await settle(clock, client.attachments.upload({ fileName: "a", contentBase64: "TW9pbg==" }));
    expect(value).toMatchObject({ ok: true });
    expect(transport.requests).toHaveLength(2);
  });
});
