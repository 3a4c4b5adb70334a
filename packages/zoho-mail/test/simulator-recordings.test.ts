import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { loadRecordings } from "@trunkline/core/testing";
import { describe, expect, it } from "vitest";
import { type Bench, refreshForm, type Seen, startBench } from "./simulator-http.js";

const recordings = loadRecordings("zoho-mail");
const dir = "dir" in recordings ? recordings.dir : undefined;
if ("skip" in recordings) process.stdout.write(`${recordings.skip}\n`);

const read = (name: string) => JSON.parse(readFileSync(join(dir ?? "", `${name}.json`), "utf8"));

/** Every path to a value, with its type: `data[].status string`. Keys that are ids count as one. */
const shapeOf = (value: unknown, path = ""): readonly string[] => {
  if (Array.isArray(value)) return [...new Set(value.flatMap((each) => shapeOf(each, `${path}[]`)))];
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, each]) =>
      shapeOf(each, `${path}.${/^\d{12,}$/.test(key) ? "id" : key}`),
    );
  return [`${path} ${typeof value}`];
};

const from = "hallo@nordlicht-tee.example";
const mail = { fromAddress: from, toAddress: from, subject: "Test", content: "Test", mailFormat: "html" };

const newestOf = async (bench: Bench): Promise<string> => {
  const { json } = await bench.mail("/messages/view", { query: { limit: 1 } });
  return json.data[0].messageId;
};
const update = async (bench: Bench, body: Record<string, unknown>) =>
  bench.mail("/updatemessage", { method: "PUT", body: { messageId: [await newestOf(bench)], ...body } });
const ownFolder = (bench: Bench) => bench.folderId("/Kunden");
const ownLabel = async (bench: Bench) => (await bench.mail("/labels")).json.data[0].labelId;
const post = (bench: Bench, path: string, body: unknown) => bench.mail(path, { method: "POST", body });
const firstTask = async (bench: Bench) => (await bench.api("/tasks/me")).json.data.tasks[0].id;

/** How to bring about what was recorded. */
const asks: Readonly<Record<string, (bench: Bench) => Promise<Seen>>> = {
  "accounts.list": (bench) => bench.api("/accounts"),
  "accounts.get": (bench) => bench.mail(""),
  "folders.list": (bench) => bench.mail("/folders"),
  "folders.get": async (bench) => bench.mail(`/folders/${await bench.folderId("/Inbox")}`),
  "folders.create": (bench) => post(bench, "/folders", { folderName: "Neu" }),
  "folders.rename": async (bench) =>
    bench.mail(`/folders/${await ownFolder(bench)}`, { method: "PUT", body: { mode: "rename", folderName: "Neu" } }),
  "folders.delete": async (bench) => bench.mail(`/folders/${await ownFolder(bench)}`, { method: "DELETE" }),
  "labels.list": (bench) => bench.mail("/labels"),
  "labels.get": async (bench) => bench.mail(`/labels/${await ownLabel(bench)}`),
  "labels.create": (bench) => post(bench, "/labels", { displayName: "Neu", color: "#FF0000" }),
  "labels.update": async (bench) =>
    bench.mail(`/labels/${await ownLabel(bench)}`, { method: "PUT", body: { displayName: "Neu", color: "#FF0000" } }),
  "labels.delete": async (bench) => bench.mail(`/labels/${await ownLabel(bench)}`, { method: "DELETE" }),
  "messages.list.asc": (bench) => bench.mail("/messages/view", { query: { sortorder: true, start: 1, limit: 200 } }),
  "messages.search": (bench) => bench.mail("/messages/search", { query: { searchKey: "entire:Tee", limit: 200 } }),
  "messages.details.docs": async (bench) => bench.mail(`/folders/1/messages/${await newestOf(bench)}/details`),
  "messages.send": (bench) => post(bench, "/messages", mail),
  "messages.draft": (bench) => post(bench, "/messages", { ...mail, mode: "draft" }),
  "messages.reply": async (bench) => {
    const { fromAddress, toAddress, content } = mail;
    return post(bench, `/messages/${await newestOf(bench)}`, { fromAddress, toAddress, content, action: "reply" });
  },
  "messages.mark-read": (bench) => update(bench, { mode: "markAsRead" }),
  "messages.mark-unread": (bench) => update(bench, { mode: "markAsUnread" }),
  "messages.move": async (bench) => update(bench, { mode: "moveMessage", destfolderId: await ownFolder(bench) }),
  "messages.flag": (bench) => update(bench, { mode: "setFlag", flagid: "important" }),
  "messages.archive": (bench) => update(bench, { mode: "archiveMails" }),
  "messages.delete": async (bench) => bench.mail(`/folders/1/messages/${await newestOf(bench)}`, { method: "DELETE" }),
  "attachments.info": async (bench) => {
    const { json } = await bench.mail("/messages/search", { query: { searchKey: "has:attachment", limit: 1 } });
    return bench.mail(`/folders/1/messages/${json.data[0].messageId}/attachmentinfo`);
  },
  "attachments.upload": (bench) =>
    bench.mail("/messages/attachments", { method: "POST", query: { fileName: "a.txt" }, body: new Uint8Array([1]) }),
  "signatures.list": (bench) => bench.api("/accounts/signature"),
  "signatures.create": (bench) =>
    bench.api("/accounts/signature", { method: "POST", body: { name: "Neu", content: "x", position: 1 } }),
  "signatures.update": async (bench) => {
    const [{ id }] = (await bench.api("/accounts/signature")).json.data;
    return bench.api("/accounts/signature", { method: "PUT", body: { id, name: "Neu", content: "x", position: 1 } });
  },
  "tasks.list.page1": (bench) => bench.api("/tasks/me", { query: { limit: 2 } }),
  "tasks.get": async (bench) => bench.api(`/tasks/me/${await firstTask(bench)}`),
  "tasks.create": (bench) => bench.api("/tasks/me", { method: "POST", body: { title: "Neu" } }),
  "tasks.update": async (bench) =>
    bench.api(`/tasks/me/${await firstTask(bench)}`, { method: "PUT", body: { title: "Neu" } }),
  "tasks.delete": async (bench) => bench.api(`/tasks/me/${await firstTask(bench)}`, { method: "DELETE" }),
  "notes.list": (bench) => bench.api("/notes/me"),
  "notes.create": (bench) => bench.api("/notes/me", { method: "POST", body: { content: "Neu" } }),
  "organization.get": (bench) => bench.api("/organization"),
  "oauth.refresh.ok": (bench) => bench.token(refreshForm(bench.simulator)),
  "oauth.error.invalid-code": (bench) =>
    bench.token({ ...refreshForm(bench.simulator), grant_type: "authorization_code", code: "x" }),
  "err.400.invalid-ticket": (bench) => bench.api("/accounts", { token: null }),
  "err.401.invalid-oauthtoken": (bench) => bench.api("/accounts", { token: "1000.x" }),
  "err.404.extra-key": (bench) => post(bench, "/messages", { ...mail, fromName: "x" }),
  "err.404.url-rule-not-configured": (bench) => bench.api("/accounts/a@b.example/folders"),
  "err.500.internal": (bench) => {
    bench.simulator.faults.set({ kind: "upstream", name: "server-fault" });
    return bench.api("/accounts");
  },
};

describe.skipIf(dir === undefined)("answers as recorded", () => {
  it.each(Object.keys(asks))("%s: status, keys and types", async (name) => {
    const { response } = read(name);
    const seen = await asks[name]?.(await startBench());
    expect(seen?.status).toBe(response.status);
    const body = response.body ?? JSON.parse(response.bodyText);
    expect(shapeOf(seen?.json)).toEqual(expect.arrayContaining([...shapeOf(body)]));
    if (body.status !== undefined) expect(seen?.json.status).toEqual(body.status);
    if (body.data === undefined) expect(seen?.json.data).toBeUndefined();
  });

  it("errors have the recorded codes", async () => {
    for (const name of Object.keys(asks).filter((each) => each.startsWith("err.4"))) {
      const seen = await asks[name]?.(await startBench());
      expect(seen?.json.data.errorCode).toBe(read(name).response.body.data.errorCode);
    }
  });

  it.each(["mail", "task"] as const)("webhooks about a %s have the recorded keys and types", async (entity) => {
    const bodies: string[] = [];
    const server = createServer(async (incoming, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      bodies.push(Buffer.concat(chunks).toString("utf8"));
      response.writeHead(200, { connection: "close" }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { simulator, api } = await startBench();
    try {
      await simulator.addWebhook({ entity, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
      if (entity === "mail") simulator.receiveMail();
      else {
        const { id } = (await api("/tasks/me")).json.data.tasks[0];
        await api(`/tasks/me/${id}`, { method: "PUT", body: { title: "Neu" } });
      }
      await simulator.webhooksSettled();
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
    const recorded = JSON.parse(read(`webhook.${entity}`).delivery.bodyText);
    expect([...shapeOf(JSON.parse(bodies[1] ?? ""))].sort()).toEqual([...shapeOf(recorded)].sort());
  });
});
