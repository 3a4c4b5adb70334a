import { describe, expect, it } from "vitest";
import { type Bench, startBench } from "./simulator-http.js";

type Row = Record<string, string>;
const view = async ({ mail }: Bench, query: Record<string, string | number | boolean>): Promise<Row[]> =>
  (await mail("/messages/view", { query })).json.data;
const search = async ({ mail }: Bench, searchKey: string, more = {}): Promise<Row[]> =>
  (await mail("/messages/search", { query: { searchKey, limit: 200, ...more } })).json.data;
const pathOf = ({ folderId, messageId }: Row): string => `/folders/${folderId}/messages/${messageId}`;
/** A mail with a file. */
const withFile = async (bench: Bench): Promise<Row> => {
  const [row] = await search(bench, "has:attachment::sender:kontor");
  if (!row) throw new Error("No mail with a file");
  return row;
};

describe("messages/view", () => {
  it("counts from 1, gives 10 by default and ends with a short page", async () => {
    const bench = await startBench();
    const folderId = await bench.folderId("/Inbox");
    const all = await view(bench, { folderId, limit: 200 });
    expect(await view(bench, { folderId })).toEqual(all.slice(0, 10));
    expect(await view(bench, { folderId, start: 11, limit: 7 })).toEqual(all.slice(10, 17));
    expect(await view(bench, { folderId, start: all.length, limit: 10 })).toHaveLength(1);
    expect(await view(bench, { folderId, start: all.length + 1 })).toEqual([]);
  });

  it("is newest first unless sortorder is true", async () => {
    const bench = await startBench();
    const folderId = await bench.folderId("/Inbox");
    const times = (rows: Row[]) => rows.map(({ receivedTime }) => Number(receivedTime));
    const newest = times(await view(bench, { folderId, limit: 200 }));
    expect(newest).toEqual([...newest].sort((a, b) => b - a));
    expect(times(await view(bench, { folderId, limit: 200, sortorder: true }))).toEqual(newest.toReversed());
  });

  it.each([
    [{ limit: 201 }],
    [{ limit: 0 }],
    [{ start: 0 }],
    [{ status: "seen" }],
    [{ flagid: "important" }],
    [{ sortBy: "subject" }],
    [{ folderId: "Inbox" }],
  ])("refuses %o", async (query) => {
    const { mail } = await startBench();
    const { status, json } = await mail("/messages/view", { query });
    expect([status, json.data.errorCode]).toEqual([400, "URL_RULE_MISMATCH"]);
  });

  it("refuses parameters that it does not know", async () => {
    const { mail } = await startBench();
    const { status, json } = await mail("/messages/view", { query: { folderName: "Inbox" } });
    expect([status, json.data.errorCode]).toEqual([400, "EXTRA_PARAM_FOUND"]);
  });

  it("filters by state, flag number, label and files", async () => {
    const bench = await startBench();
    const folderId = await bench.folderId("/Inbox");
    const unread = await view(bench, { folderId, limit: 200, status: "unread" });
    expect(new Set(unread.map(({ status }) => status))).toEqual(new Set(["0"]));
    const followup = await view(bench, { folderId, limit: 200, flagid: 3 });
    expect(new Set(followup.map(({ flagid }) => flagid))).toEqual(new Set(["followup"]));
    const [label] = (await bench.mail("/labels")).json.data.filter(
      ({ displayName }: Row) => displayName === "Rechnung",
    );
    const labelled = await view(bench, { folderId, limit: 200, labelid: label.labelId });
    expect(labelled.length).toBeGreaterThan(0);
    expect(labelled.every(({ subject = "" }) => subject.includes("Rechnung"))).toBe(true);
    const attached = await view(bench, { folderId, limit: 200, attachedMails: true });
    expect(new Set(attached.map(({ hasAttachment }) => hasAttachment))).toEqual(new Set(["1"]));
  });

  it("gives a conversation by its id, with the sent mails when asked", async () => {
    const bench = await startBench();
    const folderId = await bench.folderId("/Inbox");
    const [answered] = await view(bench, { folderId, respondedMails: true });
    const threadId = answered?.threadId ?? "";
    const here = await view(bench, { folderId, threadId });
    const whole = await view(bench, { folderId, threadId, includesent: true });
    expect(new Set(whole.map((row) => row.threadId))).toEqual(new Set([threadId]));
    expect(whole.length).toBeGreaterThan(here.length);
  });
});

describe("messages/search", () => {
  it.each([
    ["sender:kontor@teeimport-elbe.example", ({ fromAddress }: Row) => fromAddress === "kontor@teeimport-elbe.example"],
    ['subject:"Wo bleibt"', ({ subject = "" }: Row) => subject.includes("Wo bleibt")],
    ["has:flags", ({ flagid }: Row) => flagid !== "flag_not_set"],
    ["has:convo", ({ threadId }: Row) => threadId !== undefined],
    ["fileName:RE-704", ({ hasAttachment }: Row) => hasAttachment === "1"],
    ["label:Reklamation", ({ subject = "" }: Row) => /Bruch|Retoure/.test(subject)],
    ["fromDate:01-Nov-2026", ({ receivedTime }: Row) => Number(receivedTime) >= Date.parse("2026-11-01")],
    ["toDate:30-Jun-2026", ({ receivedTime }: Row) => Number(receivedTime) < Date.parse("2026-07-01")],
  ])("understands %s", async (key, holds) => {
    const bench = await startBench();
    const rows = await search(bench, key);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(holds)).toBe(true);
  });

  it("joins with :: for and, with :or: for or", async () => {
    const bench = await startBench();
    const [question, invoice] = [await search(bench, "subject:Wo bleibt"), await search(bench, "subject:Stornierung")];
    expect((await search(bench, "subject:Wo bleibt:or:subject:Stornierung")).length).toBe(
      question.length + invoice.length,
    );
    expect(await search(bench, "subject:Wo bleibt::subject:Stornierung")).toEqual([]);
  });

  it("takes separators inside quotes as text", async () => {
    const bench = await startBench();
    expect(await search(bench, 'subject:"Rechnung::subject:Spam"')).toEqual([]);
  });

  it("leaves out spam and trash unless asked for", async () => {
    const bench = await startBench();
    expect(await search(bench, "entire:Wundertee")).toEqual([]);
    expect((await search(bench, "entire:Wundertee::inclspamtrash:true")).length).toBeGreaterThan(0);
    expect((await search(bench, "in:Spam")).length).toBe(14);
  });

  it("gives one row per conversation with groupResult", async () => {
    const bench = await startBench();
    const rows = await search(bench, "subject:Wo bleibt::groupResult:true");
    const threads = rows.map(({ threadId, messageId }) => threadId ?? messageId);
    expect(new Set(threads).size).toBe(threads.length);
    expect(rows.length).toBeLessThan((await search(bench, "subject:Wo bleibt")).length);
  });

  it("finds mails of the last two minutes with newMails, or since receivedTime", async () => {
    const bench = await startBench();
    expect(await search(bench, "newMails")).toEqual([]);
    const { messageId } = bench.simulator.receiveMail();
    const since = bench.clock.now() - 1;
    expect((await search(bench, "newMails")).map((row) => row.messageId)).toEqual([messageId]);
    await bench.clock.advance(120_000);
    expect(await search(bench, "newMails")).toEqual([]);
    expect(await search(bench, "newMails", { receivedTime: since })).toHaveLength(1);
  });

  it.each(["colour:red", "fromDate:2026-11-01", "has:money", "subject:"])("refuses %s", async (searchKey) => {
    const { mail } = await startBench();
    expect((await mail("/messages/search", { query: { searchKey } })).status).toBe(400);
  });
});

describe("one mail", () => {
  it("ignores the folder of the path and tells the true one", async () => {
    const bench = await startBench();
    const [row] = await view(bench, { folderId: await bench.folderId("/Archive") });
    const { json } = await bench.mail(`/folders/${await bench.folderId("/Inbox")}/messages/${row?.messageId}/details`);
    expect(json.data).toEqual(row);
  });

  it.each(["content", "originalmessage"])("has its id as a bare number in %s", async (part) => {
    const bench = await startBench();
    const row = await withFile(bench);
    const path = part === "content" ? `${pathOf(row)}/content` : `/messages/${row.messageId}/originalmessage`;
    expect((await bench.mail(path)).text).toContain(`"messageId":${row.messageId}`);
  });

  it("leaves quoted mails out unless they are asked for", async () => {
    const bench = await startBench();
    const [row] = await view(bench, { folderId: await bench.folderId("/Sent") });
    const read = async (query = {}) => (await bench.mail(`${pathOf(row ?? {})}/content`, { query })).json.data.content;
    expect(await read()).not.toContain("<blockquote>");
    expect(await read({ includeBlockContent: true })).toContain("<blockquote>");
  });

  it("gives folded headers as one text, or as JSON", async () => {
    const bench = await startBench();
    const row = await withFile(bench);
    const raw = (await bench.mail(`${pathOf(row)}/header`)).json.data.headerContent;
    expect(raw).toMatch(/\r\nMessage-ID: <[^>]+@zohomail\.eu>\r\n/);
    expect(raw).toMatch(/Received: [^\r]+\r\n \w/);
    const parsed = (await bench.mail(`${pathOf(row)}/header`, { query: { raw: false } })).json.data.headerContent;
    expect(parsed["Message-ID"]).toHaveLength(1);
  });

  it("gives the whole mail with its files as MIME", async () => {
    const bench = await startBench();
    const row = await withFile(bench);
    const { content } = (await bench.mail(`/messages/${row.messageId}/originalmessage`)).json.data;
    expect(content).toContain('Content-Disposition: attachment; filename="RE-');
    expect(content).toContain("multipart/mixed");
  });

  it("lists its files and gives their bytes", async () => {
    const bench = await startBench();
    const row = await withFile(bench);
    const { attachments, inline } = (await bench.mail(`${pathOf(row)}/attachmentinfo`)).json.data;
    expect([attachments.length, inline]).toEqual([1, undefined]);
    expect(attachments[0].attachmentId).toMatch(/^\d{18}$/);
    const file = await bench.mail(`${pathOf(row)}/attachments/${attachments[0].attachmentId}`);
    expect(file.text).toMatch(/^%PDF-1\.4/);
    expect(Buffer.byteLength(file.text)).toBe(attachments[0].attachmentSize);
    expect(file.headers.get("content-disposition")).toContain(attachments[0].attachmentName);
  });

  it("lists pictures inside the text only when asked, and gives them by content id", async () => {
    const bench = await startBench();
    const [row = {}] = await view(bench, { folderId: await bench.folderId("/Newsletter") });
    expect((await bench.mail(`${pathOf(row)}/attachmentinfo`)).json.data.attachments).toEqual([]);
    const { inline } = (await bench.mail(`${pathOf(row)}/attachmentinfo`, { query: { includeInline: true } })).json
      .data;
    expect(inline[0].cid).toBe("logo@teerundschau.example");
    const picture = await bench.mail(`${pathOf(row)}/inline`, { query: { contentId: inline[0].cid } });
    expect(picture.text.slice(1, 4)).toBe("PNG");
  });

  it("that is not there gives 404", async () => {
    const bench = await startBench();
    expect((await bench.mail("/folders/1/messages/1/details")).status).toBe(404);
  });
});

describe("accounts", () => {
  it("list the mailbox and one fetched from elsewhere", async () => {
    const { api, simulator } = await startBench();
    const { json } = await api("/accounts");
    expect(json.data.map(({ type }: Row) => type)).toEqual(["ZOHO_ACCOUNT", "IMAP_ACCOUNT"]);
    expect(json.data[0]).toMatchObject({
      accountId: simulator.accountId,
      primaryEmailAddress: "hallo@nordlicht-tee.example",
      isDefaultAccount: true,
    });
  });

  it("give one as an object", async () => {
    const { mail, simulator } = await startBench();
    expect((await mail("")).json.data.accountId).toBe(simulator.accountId);
  });

  it("refuse a limit, as all lists without pages do", async () => {
    const { api, mail } = await startBench();
    for (const reply of [
      await api("/accounts", { query: { limit: 5 } }),
      await mail("/folders", { query: { limit: 5 } }),
      await mail("/labels", { query: { limit: 5 } }),
      await api("/accounts/signature", { query: { limit: 5 } }),
    ])
      expect([reply.status, reply.json.data.errorCode]).toEqual([400, "EXTRA_PARAM_FOUND"]);
  });
});

describe("organization", () => {
  it("has a number zoid and a text zaid", async () => {
    const { api } = await startBench();
    const { data } = (await api("/organization")).json;
    expect([typeof data.zoid, typeof data.zaid]).toEqual(["number", "string"]);
    expect((await api(`/organization/${data.zoid}`)).json.data).toEqual(data);
  });

  it("pages its accounts from 0 and gives a page of one as an object", async () => {
    const { api } = await startBench();
    const { zoid } = (await api("/organization")).json.data;
    const all = (await api(`/organization/${zoid}/accounts`)).json.data;
    expect(all).toHaveLength(3);
    expect((await api(`/organization/${zoid}/accounts`, { query: { start: 1, limit: 2 } })).json.data).toEqual(
      all.slice(1),
    );
    expect((await api(`/organization/${zoid}/accounts`, { query: { start: 0, limit: 1 } })).json.data).toEqual(all[0]);
  });
});
