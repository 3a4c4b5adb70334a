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
