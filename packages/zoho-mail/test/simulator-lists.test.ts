import { describe, expect, it } from "vitest";
import { type Bench, startBench } from "./simulator-http.js";

type Row = Record<string, string>;
const view = async ({ mail }: Bench, query: Record<string, string | number | boolean>): Promise<Row[]> =>
  (await mail("/messages/view", { query })).json.data;
const search = async ({ mail }: Bench, searchKey: string, more = {}): Promise<Row[]> =>
  (await mail("/messages/search", { query: { searchKey, limit: 200, ...more } })).json.data;

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
