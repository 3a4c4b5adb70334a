import { readFileSync } from "node:fs";
import { join } from "node:path";
import { listOperations, type Reply } from "@trunkline/core";
import { createReply, createScriptedTransport, loadRecordings } from "@trunkline/core/testing";
import { describe, expect, it } from "vitest";
import { mapZohoMailError } from "../src/errors.js";
import { createZohoMail, dataCentreOfAccountsServer, type ZohoMail, zohoMail } from "../src/index.js";
import { verifyWebhook } from "../src/webhooks/index.js";
import { dataCentres } from "../src/wire/data-centres.js";

const recordings = loadRecordings("zoho-mail");
const dir = "dir" in recordings ? recordings.dir : undefined;
if ("skip" in recordings) process.stdout.write(`${recordings.skip}\n`);

interface Recorded {
  readonly request: {
    readonly method: string;
    readonly host: string;
    readonly path: string;
    readonly query?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
  readonly response: { readonly status: number; readonly headers?: Record<string, string>; readonly body: unknown };
}

const read = (name: string) => JSON.parse(readFileSync(join(dir ?? "", `${name}.json`), "utf8"));

const replyOf = (name: string): Reply => {
  const { response } = read(name) as Recorded;
  return createReply({ ...response, body: JSON.stringify(response.body) });
};

/** Plays one call against one recorded reply; gives the answer and what was sent. */
const replay = async (name: string, call: (client: ZohoMail) => Promise<{ readonly ok: boolean }>) => {
  const { request } = read(name) as Recorded;
  const accountId = /\/accounts\/(\d+)/.exec(request.path)?.[1] ?? "1";
  const transport = createScriptedTransport([replyOf(name)]);
  const client = createZohoMail({ dataCentre: "us", accountId, accessToken: "1000.recorded" }, { transport });
  const answer = await call(client);
  const [sent] = transport.requests;
  return { answer, sent, request };
};

const message = "1781108289537154100";
const inbox = "4845214000000008008";
const owner = "mailbox@example.com";

type Replay = readonly [name: string, call: (client: ZohoMail) => Promise<{ readonly ok: boolean }>, data?: object];

const replays: readonly Replay[] = [
  ["accounts.list", (c) => c.accounts.list(), { accounts: [{ accountId: "4845214000000008002", zuid: "924194079" }] }],
  ["accounts.get", (c) => c.accounts.get(), { type: "ZOHO_ACCOUNT", sendAddresses: [owner] }],
  ["folders.get", (c) => c.folders.get({ folderId: inbox }), { path: "/Inbox" }],
  ["folders.create", (c) => c.folders.create({ name: "Test Folder 1781131471" }), { folderId: "4845214000000010003" }],
  ["folders.rename", (c) => c.folders.rename({ folderId: "4845214000000010001", name: "Test Folder A" })],
  ["folders.delete", (c) => c.folders.delete({ folderId: "4845214000000011001" })],
  ["labels.list", (c) => c.labels.list(), { labels: [{ name: "TestLabelUpdated" }] }],
  ["labels.list.empty", (c) => c.labels.list(), { labels: [] }],
  ["labels.create", (c) => c.labels.create({ name: "TestLabelSave", color: "#FF0000" })],
  [
    "labels.update",
    (c) => c.labels.update({ labelId: "4845214000000011002", name: "TestLabelUpdated", color: "#00FF00" }),
  ],
  ["labels.delete", (c) => c.labels.delete({ labelId: "4845214000000013001" })],
  ["messages.send", (c) => c.messages.send(letter("Test Email from API", "Hello from action test"))],
  ["messages.draft", (c) => c.drafts.create(letter("Test Draft from API", "This is a test draft created by API."))],
  ["messages.mark-read", (c) => c.messages.markRead({ messageIds: [message] })],
  ["messages.mark-unread", (c) => c.messages.markUnread({ messageIds: [message] })],
  ["messages.flag", (c) => c.messages.flag({ messageIds: [message], flag: "important" })],
  ["messages.move", (c) => c.messages.move({ messageIds: [message], toFolderId: "4845214000000010001" })],
  ["messages.archive", (c) => c.messages.archive({ messageIds: [message] })],
  ["messages.delete", (c) => c.messages.delete({ folderId: inbox, messageId: "1781108293584154100" })],
  ["attachments.upload", (c) => c.attachments.upload({ fileName: "test.txt", contentBase64: "SGVsbG8gV29ybGQh" })],
  [
    "attachments.info",
    (c) => c.attachments.list({ folderId: "9000000002014", messageId: "1710915488416100001" }),
    { attachments: [{ attachmentId: "139301194963480040", sizeBytes: 6722, isInline: false }] },
  ],
  ["signatures.list", (c) => c.signatures.list(), { signatures: [{ signatureId: "4845214000000008016" }] }],
  ["signatures.create", (c) => c.signatures.upsert({ name: "SampleSig3", content: "Best regards, Test Agent" })],
  [
    "signatures.update",
    (c) =>
      c.signatures.upsert({
        signatureId: "4845214000000010005",
        name: "Updated Test Signature",
        content: "Updated content",
      }),
  ],
  ["tasks.get", (c) => c.tasks.get({ taskId: "1781108259800155000" }), { owner: { id: "924194079" } }],
  ["tasks.create", (c) => c.tasks.create({ title: "Test Task from API" }), { taskId: "1781131549298155000" }],
  ["tasks.update", (c) => c.tasks.update({ taskId: "1781108259800155000", title: "Updated Test Task A" })],
  ["tasks.delete", (c) => c.tasks.delete({ taskId: "1781108296807138300" })],
  ["notes.list", (c) => c.notes.list(), { notes: [{ noteId: "1781549700389120100", color: "#B3D9E6" }] }],
  ["notes.create", (c) => c.notes.create({ content: "x" }), { noteId: "1711974988431110001" }],
  ["organization.get", (c) => c.organization.get({ zoid: "76006415" }), { zoid: "76006415", zaid: "76005578" }],
];

const letter = (subject: string, content: string) => ({ from: owner, to: [owner], subject, content });

describe.skipIf(!dir)("recordings", () => {
  const cases = replays.map(([name, call, data = {}]) => ({ name, call, data }));
  it.each(cases)("$name is asked and read as recorded", async ({ name, call, data }) => {
    const { answer, sent, request } = await replay(name, call);
    expect(answer).toMatchObject({ ok: true, warnings: [], data });
    const url = new URL(sent?.url ?? "");
    expect([sent?.method, url.host, url.pathname]).toEqual([request.method, request.host, request.path]);
    const isJson = typeof request.body === "object";
    if (isJson) expect(JSON.parse(String(sent?.body))).toEqual(request.body);
  });

  it("messages.reply is asked as recorded, the format being told as well", async () => {
    const { answer, sent, request } = await replay("messages.reply", (client) =>
      client.messages.reply({ messageId: message, from: owner, to: [owner], content: "Test reply via API" }),
    );
    expect(answer).toMatchObject({ ok: true, data: { messageId: "1781169128030155000" } });
    expect(JSON.parse(String(sent?.body))).toEqual({ ...(request.body as object), mailFormat: "html" });
  });

  it("folders.list keeps fifteen ids apart, the Inbox being told by its path", async () => {
    const { answer } = await replay("folders.list", (client) => client.folders.list());
    const folders = (answer as unknown as { data: { folders: { folderId: string; path: string }[] } }).data.folders;
    expect(new Set(folders.map(({ folderId }) => folderId)).size).toBe(15);
    expect(folders.find(({ path }) => path === "/Inbox")?.folderId).toBe(inbox);
  });

  it("messages.list.asc is oldest first, and its last page", async () => {
    const { answer, sent, request } = await replay("messages.list.asc", (client) =>
      client.messages.list({ folderId: inbox, limit: 10, order: "ascending" }),
    );
    expect(Object.fromEntries(new URL(sent?.url ?? "").searchParams)).toMatchObject(request.query ?? {});
    const { messages, nextCursor } = (answer as unknown as { data: MessagePage }).data;
    const times = messages.map(({ receivedAt }) => receivedAt);
    expect(times).toEqual(times.toSorted());
    expect(nextCursor).toBeUndefined();
    expect(messages[0]).toMatchObject({
      to: [{ email: owner, name: "Test Owner" }],
      cc: [],
      isRead: false,
      hasInline: true,
      summary: expect.stringContaining("It's private"),
    });
  });

  it("messages.search is a full page with the copies of one mail apart", async () => {
    const { answer } = await replay("messages.search", (client) => client.messages.search({ text: "Test", limit: 10 }));
    const { messages, nextCursor } = (answer as unknown as { data: MessagePage }).data;
    expect(messages).toHaveLength(10);
    expect(nextCursor).toBeTypeOf("string");
    expect(messages.filter(({ deliveryStatus }) => deliveryStatus === "success")).toHaveLength(5);
  });

  it("tasks.list goes by nextPage and not by the number of rows", async () => {
    const { answer } = await replay("tasks.list.page1", (client) => client.tasks.list({ limit: 200 }));
    const { tasks, nextCursor = "" } = (answer as unknown as { data: { tasks: unknown[]; nextCursor?: string } }).data;
    expect(tasks).toHaveLength(2);
    expect(JSON.parse(Buffer.from(nextCursor, "base64url").toString())).toEqual({ v: 1, at: 2 });
  });

  const [read1] = listOperations(zohoMail.operations).filter(({ id }) => id === "zoho-mail.folders.list");
  it.each([
    ["err.400.invalid-ticket", "UPSTREAM_UNAUTHORIZED"],
    ["err.401.invalid-oauthtoken", "UPSTREAM_UNAUTHORIZED"],
    ["err.404.extra-key", "UPSTREAM_BAD_REQUEST"],
    ["err.404.url-rule-not-configured", "UPSTREAM_BAD_REQUEST"],
    ["err.500.internal", "UPSTREAM_UNAVAILABLE"],
  ])("%s is %s", (name, code) => {
    if (!read1) throw new Error("unreachable");
    expect(mapZohoMailError(replyOf(name), read1)?.code).toBe(code);
  });

  it.each([
    ["oauth.refresh.ok", { ok: true }],
    ["oauth.error.invalid-code", { ok: false, error: { code: "NEEDS_REAUTH" } }],
  ])("%s ends as it should", async (name, expected) => {
    const transport = createScriptedTransport([replyOf(name), replyOf("labels.list.empty")]);
    const login = { clientId: "1000.C", clientSecret: "secret", refreshToken: "1000.refresh" };
    const client = createZohoMail({ accountId: "1", ...login }, { transport });
    expect(await client.labels.list()).toMatchObject(expected);
  });

  it("oauth.redirect.multi-dc names the host that gives tokens", () => {
    const { redirect } = read("oauth.redirect.multi-dc");
    const dataCentre = dataCentreOfAccountsServer(redirect.query["accounts-server"]);
    expect(dataCentre && dataCentres[dataCentre]).toMatchObject({
      accountsHost: redirect.expect.tokenHost,
      mailHost: redirect.expect.mailHost,
    });
  });

  it("webhook.mail is signed over its raw bytes, and no id loses a digit", () => {
    const { delivery, expectParsed } = read("webhook.mail");
    const { bodyText: rawBody, headers, secret } = delivery;
    const verdict = verifyWebhook({ rawBody, headers, secrets: ["another", secret] });
    expect(verdict).toMatchObject({
      ok: true,
      webhook: {
        dedupeKey: `mail:${expectParsed.messageId}`,
        event: {
          type: "mail",
          messageId: expectParsed.messageId,
          folderId: expectParsed.folderId,
          receivedAt: new Date(expectParsed.receivedTime).toISOString(),
          integrationIds: expectParsed.integIds,
          from: { email: "pat@example.org", name: "Pat Sender" },
        },
      },
    });
    const printed = JSON.stringify(JSON.parse(rawBody));
    expect(verifyWebhook({ rawBody: printed, headers, secrets: [secret] })).toMatchObject({
      reason: "wrong_signature",
    });
  });

  it("webhook.task is told by its action", () => {
    const { bodyText: rawBody, headers, secret } = read("webhook.task").delivery;
    expect(verifyWebhook({ rawBody, headers, secrets: [secret] })).toMatchObject({
      ok: true,
      webhook: { event: { type: "task", entityId: "4000000012345", action: "taskUpdated", zuid: "647772765" } },
    });
  });

  it("webhook.handshake tells its secret while one is expected", () => {
    const { bodyText: rawBody, headers } = read("webhook.handshake").delivery;
    const secret = headers["X-Hook-Secret"];
    expect(verifyWebhook({ rawBody, headers, secrets: [], expectHandshake: true })).toEqual({
      ok: true,
      webhook: { kind: "handshake", secret },
    });
  });
});

interface MessagePage {
  readonly messages: readonly { readonly receivedAt: string; readonly deliveryStatus?: string }[];
  readonly nextCursor?: string;
}
