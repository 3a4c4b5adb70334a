import { describe, expect, it } from "vitest";
import { type Bench, startBench } from "./simulator-http.js";

type Row = Record<string, string>;
const mailOut = {
  fromAddress: "hallo@nordlicht-tee.example",
  toAddress: '"Elif Wegener" <elif.wegener1@example.com>',
  subject: "Ihr Tee & mehr",
  content: "<p>Moin</p>",
  mailFormat: "html",
};
const send = ({ mail }: Bench, more: Record<string, unknown> = {}) =>
  mail("/messages", { method: "POST", body: { ...mailOut, ...more } });
const newest = async (bench: Bench, path: string, count = 1): Promise<Row[]> =>
  (await bench.mail("/messages/view", { query: { folderId: await bench.folderId(path), limit: count } })).json.data;

describe("sending", () => {
  it("echoes the input with two ids and leaves a copy in Sent", async () => {
    const bench = await startBench();
    const { json } = await send(bench);
    expect(json.data).toMatchObject(mailOut);
    expect(json.data.messageId).toMatch(/^\d{19}$/);
    expect(json.data.mailId).toMatch(/^<.+@zohomail\.eu>$/);
    const [copy] = await newest(bench, "/Sent");
    expect(copy).toMatchObject({
      messageId: json.data.messageId,
      subject: "Ihr Tee &amp; mehr",
      toAddress: "&quot;Elif Wegener&quot;&lt;elif.wegener1@example.com&gt;",
      status: "1",
    });
  });

  it("to oneself gives two mails with two ids", async () => {
    const bench = await startBench();
    const { messageId } = (await send(bench, { toAddress: "bestellung@nordlicht-tee.example" })).json.data;
    const [received] = await newest(bench, "/Inbox");
    expect(received).toMatchObject({ subject: "Ihr Tee &amp; mehr", status: "0" });
    expect(received?.messageId).not.toBe(messageId);
    expect(received).not.toHaveProperty("mailDeliveryStatus");
  });

  it.each([
    ["fromName as an extra key", { fromName: "Wiebke" }, 404],
    ["a foreign sender", { fromAddress: "chef@example.com" }, 400],
    ["nobody to send to", { toAddress: "" }, 400],
    ["an address that is none", { toAddress: "Elif" }, 400],
    ["an unknown format", { mailFormat: "markdown" }, 400],
    ["151 recipients", { toAddress: Array.from({ length: 151 }, (_, at) => `k${at}@example.com`).join(",") }, 400],
    [
      "a file that was not uploaded",
      { attachments: [{ storeName: "1", attachmentPath: "/x", attachmentName: "x" }] },
      400,
    ],
  ])("refuses %s", async (_, more, status) => {
    const bench = await startBench();
    const before = await newest(bench, "/Sent");
    expect((await send(bench, more)).status).toBe(status);
    expect(await newest(bench, "/Sent")).toEqual(before);
  });

  it("files drafts and templates without sending them", async () => {
    const bench = await startBench();
    const draft = (await send(bench, { mode: "draft", toAddress: "hallo@nordlicht-tee.example" })).json.data;
    const template = (await send(bench, { mode: "template", toAddress: "" })).json.data;
    expect((await newest(bench, "/Drafts"))[0]?.messageId).toBe(draft.messageId);
    expect((await newest(bench, "/Templates"))[0]?.messageId).toBe(template.messageId);
    expect((await newest(bench, "/Inbox"))[0]?.subject).not.toBe("Ihr Tee &amp; mehr");
  });
});

describe("scheduling", () => {
  const later = { isSchedule: true, scheduleType: 1, timeZone: "Europe/Berlin" };

  it("keeps a mail in the outbox until its time", async () => {
    const bench = await startBench();
    const { messageId } = (await send(bench, { ...later, toAddress: "hallo@nordlicht-tee.example" })).json.data;
    expect((await newest(bench, "/Outbox"))[0]?.messageId).toBe(messageId);
    await bench.clock.advance(3_599_999);
    expect(await newest(bench, "/Outbox")).toHaveLength(1);
    // The bench's own token ends together with the wait.
    const fresh = { token: bench.simulator.issueToken().token };
    const ids = Object.fromEntries(
      await Promise.all(
        ["/Outbox", "/Sent", "/Inbox"].map(async (path) => [path, await bench.folderId(path)] as const),
      ),
    );
    await bench.clock.advance(1);
    const [outbox, sent, inbox] = await Promise.all(
      Object.values(ids).map((folderId) => bench.mail("/messages/view", { ...fresh, query: { folderId, limit: 1 } })),
    );
    expect(outbox?.json.data).toEqual([]);
    expect(sent?.json.data[0].messageId).toBe(messageId);
    expect(inbox?.json.data[0].subject).toBe("Ihr Tee &amp; mehr");
  });

  it.each([
    ["no time zone", { timeZone: undefined }],
    ["an unknown time zone", { timeZone: "Tee/Leer" }],
    ["an unknown type", { scheduleType: 9 }],
    ["a date with two readings", { scheduleType: 6, scheduleTime: "04/05/2027 08:00:00" }],
  ])("refuses %s", async (_, wrong) => {
    expect((await send(await startBench(), { ...later, ...wrong })).status).toBe(400);
  });

  it.each([
    [4, "2026-11-22T07:00:00.000Z"],
    [5, "2026-11-22T13:00:00.000Z"],
  ])("type %s means tomorrow in the given zone", async (scheduleType, at) => {
    const bench = await startBench();
    await send(bench, { ...later, scheduleType });
    await bench.clock.advance(Date.parse(at) - bench.clock.now() - 1);
    const folderId = { query: { folderId: "" } };
    const { token } = bench.simulator.issueToken();
    const outbox = async () => {
      const { json } = await bench.mail("/folders", { token });
      folderId.query.folderId = json.data.find(({ path }: Row) => path === "/Outbox").folderId;
      return (await bench.mail("/messages/view", { ...folderId, token })).json.data.length;
    };
    expect(await outbox()).toBe(1);
    await bench.clock.advance(1);
    expect(await outbox()).toBe(0);
  });
});

describe("replying", () => {
  it.each(["reply", "Reply"])("with %s joins the conversation and marks the mail as replied", async (action) => {
    const bench = await startBench();
    const { messageId, folderId } = bench.simulator.receiveMail({ subject: "Frage" });
    const { json } = await bench.mail(`/messages/${messageId}`, {
      method: "POST",
      body: { fromAddress: mailOut.fromAddress, toAddress: "a@example.com", content: "Antwort", action },
    });
    expect(json.data).toMatchObject({ action, messageId: expect.stringMatching(/^\d{19}$/) });
    const asked = (await bench.mail(`/folders/${folderId}/messages/${messageId}/details`)).json.data;
    expect(asked).toMatchObject({ status2: "1", threadId: messageId });
    const [answer] = await newest(bench, "/Sent");
    expect(answer).toMatchObject({ subject: "Re: Frage", threadId: messageId });
  });

  it("does not know the action replyall", async () => {
    const bench = await startBench();
    const { messageId } = bench.simulator.receiveMail();
    const body = { fromAddress: mailOut.fromAddress, action: "replyall", content: "x" };
    expect((await bench.mail(`/messages/${messageId}`, { method: "POST", body })).status).toBe(400);
  });

  it("by inReplyTo joins the conversation, too", async () => {
    const bench = await startBench();
    const { messageId, folderId } = bench.simulator.receiveMail();
    const raw = (await bench.mail(`/folders/${folderId}/messages/${messageId}/header`)).json.data.headerContent;
    const inReplyTo = /Message-ID: (<.+>)/.exec(raw)?.[1];
    await send(bench, { inReplyTo, refHeader: inReplyTo });
    expect((await newest(bench, "/Sent"))[0]?.threadId).toBe(messageId);
  });
});

describe("uploading", () => {
  const bytes = Uint8Array.from([0, 1, 2, 253, 254, 255]);

  it("gives what a mail may carry, byte for byte", async () => {
    const bench = await startBench();
    const uploaded = await bench.mail("/messages/attachments", {
      method: "POST",
      query: { fileName: "Preisliste ä.bin" },
      body: bytes,
      headers: { "content-type": "application/octet-stream" },
    });
    expect(uploaded.json.data).toEqual({
      storeName: "870031245",
      attachmentName: "Preisliste ä.bin",
      attachmentPath: expect.stringMatching(/^\/Mail\/[0-9a-f]{21}-/),
    });
    const { messageId } = (await send(bench, { attachments: [uploaded.json.data] })).json.data;
    const base = `/folders/1/messages/${messageId}`;
    const { attachments } = (await bench.mail(`${base}/attachmentinfo`)).json.data;
    const { simulator } = bench;
    const reply = await fetch(
      `${simulator.url}/api/accounts/${simulator.accountId}${base}/attachments/${attachments[0].attachmentId}`,
      { headers: { authorization: `Zoho-oauthtoken ${simulator.issueToken().token}` } },
    );
    expect(new Uint8Array(await reply.arrayBuffer())).toEqual(bytes);
  });

  it("takes several files as a form", async () => {
    const bench = await startBench();
    const form = new FormData();
    for (const name of ["a.txt", "b.txt"]) form.append("attach", new Blob([bytes]), name);
    const { json } = await bench.mail("/messages/attachments", {
      method: "POST",
      query: { uploadType: "multipart" },
      body: form,
    });
    expect(json.data.map(({ attachmentName }: Row) => attachmentName)).toEqual(["a.txt", "b.txt"]);
  });

  it("refuses a file without a name", async () => {
    const { mail } = await startBench();
    expect((await mail("/messages/attachments", { method: "POST", body: bytes })).status).toBe(400);
  });
});

describe("receiveMail", () => {
  it("makes up a customer of the shop", async () => {
    const bench = await startBench();
    const { messageId } = bench.simulator.receiveMail();
    const [row] = await newest(bench, "/Inbox");
    expect(row).toMatchObject({ messageId, fromAddress: expect.stringMatching(/\d@example\.com$/), status: "0" });
  });

  it("joins the conversation of the mail that it answers", async () => {
    const bench = await startBench();
    const { messageId: answersId } = (await send(bench)).json.data;
    const { threadId } = bench.simulator.receiveMail({ from: "elif.wegener1@example.com", answersId });
    expect(threadId).toBe(answersId);
  });

  it.each([{ from: "nobody" }, { answersId: "1" }])("refuses %o", async (mail) => {
    const { simulator } = await startBench();
    expect(() => simulator.receiveMail(mail)).toThrow(TypeError);
  });
});
