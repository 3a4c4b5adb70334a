import { describe, expect, it } from "vitest";
import { type Bench, startBench } from "./simulator-http.js";

type Row = Record<string, string>;
const inbox = async (bench: Bench): Promise<Row[]> =>
  (await bench.mail("/messages/view", { query: { folderId: await bench.folderId("/Inbox"), limit: 200 } })).json.data;
const first = async (bench: Bench): Promise<Row> => (await inbox(bench))[0] ?? {};
const details = async ({ mail }: Bench, { messageId }: Row) => mail(`/folders/1/messages/${messageId}/details`);
const update = ({ mail }: Bench, body: Record<string, unknown>) => mail("/updatemessage", { method: "PUT", body });

describe("updatemessage", () => {
  it("marks as read and unread without data in the answer", async () => {
    const bench = await startBench();
    const row = await first(bench);
    const { json } = await update(bench, { mode: "markAsRead", messageId: [row.messageId] });
    expect(json).toEqual({ status: { code: 200, description: "success" } });
    expect((await details(bench, row)).json.data.status).toBe("1");
    await update(bench, { mode: "markAsUnread", messageId: [row.messageId] });
    expect((await details(bench, row)).json.data.status).toBe("0");
  });

  it("moves and keeps the id", async () => {
    const bench = await startBench();
    const row = await first(bench);
    const destfolderId = await bench.folderId("/Kunden");
    await update(bench, { mode: "moveMessage", messageId: [row.messageId], destfolderId });
    expect((await details(bench, row)).json.data).toMatchObject({ messageId: row.messageId, folderId: destfolderId });
    expect((await inbox(bench)).some(({ messageId }) => messageId === row.messageId)).toBe(false);
  });

  it("takes the name of a flag and refuses its number", async () => {
    const bench = await startBench();
    const row = await first(bench);
    expect((await update(bench, { mode: "setFlag", messageId: [row.messageId], flagid: "2" })).status).toBe(400);
    await update(bench, { mode: "setFlag", messageId: [row.messageId], flagid: "important" });
    expect((await details(bench, row)).json.data.flagid).toBe("important");
  });

  it("applies and removes labels", async () => {
    const bench = await startBench();
    const row = await first(bench);
    const labels = (await bench.mail("/labels")).json.data.map(({ labelId }: Row) => labelId);
    const withLabel = async (labelid: string) => {
      const query = { labelid, folderId: row.folderId ?? "", limit: 200 };
      const { json } = await bench.mail("/messages/view", { query });
      return json.data.some(({ messageId }: Row) => messageId === row.messageId);
    };
    await update(bench, { mode: "applyLabel", messageId: [row.messageId], labelId: labels });
    expect(await withLabel(labels[0])).toBe(true);
    await update(bench, { mode: "removeLabel", messageId: [row.messageId], labelId: [labels[0]] });
    expect([await withLabel(labels[0]), await withLabel(labels[1])]).toEqual([false, true]);
    await update(bench, { mode: "removeAllLabels", messageId: [row.messageId] });
    expect(await withLabel(labels[1])).toBe(false);
  });

  it.each([
    ["archiveMails", "unArchiveMails", "/Archive"],
    ["moveToSpam", "markNotSpam", "/Spam"],
  ])("%s and %s go there and back", async (there, back, path) => {
    const bench = await startBench();
    const row = await first(bench);
    await update(bench, { mode: there, messageId: [row.messageId] });
    expect((await details(bench, row)).json.data.folderId).toBe(await bench.folderId(path));
    await update(bench, { mode: back, messageId: [row.messageId] });
    expect((await details(bench, row)).json.data.folderId).toBe(row.folderId);
  });

  it("passes over ids that it does not know, in silence", async () => {
    const bench = await startBench();
    const row = await first(bench);
    const { status, json } = await update(bench, { mode: "markAsRead", messageId: ["1", row.messageId] });
    expect([status, json.data]).toEqual([200, undefined]);
    expect((await details(bench, row)).json.data.status).toBe("1");
  });

  it("changes only what lies in the folder when told so", async () => {
    const bench = await startBench();
    const row = await first(bench);
    const folderId = await bench.folderId("/Kunden");
    const body = { mode: "setFlag", flagid: "info", messageId: [row.messageId], isFolderSpecific: true, folderId };
    await update(bench, body);
    expect((await details(bench, row)).json.data.flagid).not.toBe("info");
  });

  it("takes ids as numbers without losing digits", async () => {
    const bench = await startBench();
    const row = await first(bench);
    const { simulator } = bench;
    await fetch(`${simulator.url}/api/accounts/${simulator.accountId}/updatemessage`, {
      method: "PUT",
      headers: { authorization: `Zoho-oauthtoken ${simulator.issueToken().token}` },
      body: `{"mode":"setFlag","flagid":"info","messageId":[${row.messageId}]}`,
    });
    expect((await details(bench, row)).json.data.flagid).toBe("info");
  });

  it.each([
    ["an unknown mode", { mode: "explode", messageId: ["1"] }, 400],
    ["no mails", { mode: "markAsRead" }, 400],
    ["a missing destination", { mode: "moveMessage", messageId: ["1"] }, 400],
    ["an unknown destination", { mode: "moveMessage", messageId: ["1"], destfolderId: "1" }, 404],
    ["an id that is none", { mode: "markAsRead", messageId: ["abc"] }, 400],
    ["an extra key", { mode: "markAsRead", messageId: ["1"], folder: "x" }, 404],
  ])("refuses %s", async (_, body, status) => {
    const bench = await startBench();
    expect((await update(bench, body)).status).toBe(status);
  });

  it("changes whole conversations with updatethread", async () => {
    const bench = await startBench();
    const threadId = (await inbox(bench)).find((row) => row.threadId !== undefined)?.threadId ?? "";
    const body = { mode: "setFlag", flagid: "followup", threadId: [threadId] };
    await bench.mail("/updatethread", { method: "PUT", body });
    const { json } = await bench.mail("/messages/view", { query: { threadId, limit: 200 } });
    expect(json.data.length).toBeGreaterThan(1);
    expect(new Set(json.data.map(({ flagid }: Row) => flagid))).toEqual(new Set(["followup"]));
  });
});

describe("deleting a mail", () => {
  it("moves it to the trash, and a second time ends it", async () => {
    const bench = await startBench();
    const row = await first(bench);
    const remove = () => bench.mail(`/folders/${row.folderId}/messages/${row.messageId}`, { method: "DELETE" });
    expect((await remove()).json.data).toEqual({ cId: 0 });
    expect((await details(bench, row)).json.data.folderId).toBe(await bench.folderId("/Trash"));
    await remove();
    expect((await details(bench, row)).status).toBe(404);
  });

  it("ends it at once with expunge", async () => {
    const bench = await startBench();
    const row = await first(bench);
    const path = `/folders/${row.folderId}/messages/${row.messageId}`;
    await bench.mail(path, { method: "DELETE", query: { expunge: true } });
    expect((await details(bench, row)).status).toBe(404);
  });
});

it("goes back to the seeded state on reset, and whoever is logged in stays so", async () => {
  const bench = await startBench();
  const before = await inbox(bench);
  bench.simulator.receiveMail();
  bench.simulator.faults.set("down");
  bench.simulator.reset();
  expect(await inbox(bench)).toEqual(before);
});
