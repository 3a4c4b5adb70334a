import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Envelope, listOperations, systemClock } from "@trunkline/core";
import { afterEach, describe, expect, it } from "vitest";
import { createZohoMail, type ZohoMail, type ZohoMailConfig, zohoMail } from "../src/index.js";
import { createZohoMailSimulator, type ZohoMailSimulatorOptions } from "../src/simulator/index.js";
import { verifyWebhook } from "../src/webhooks/index.js";
import { dataCentreKeys } from "../src/wire/data-centres.js";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** The connector on a simulator, both ended with the test. */
const open = async (options: ZohoMailSimulatorOptions = {}, config: Partial<ZohoMailConfig> = {}) => {
  const simulator = await createZohoMailSimulator(options);
  let aheadMs = 0;
  const clock = { ...systemClock, monotonic: () => systemClock.monotonic() + aheadMs };
  const client = createZohoMail({ ...simulator.config, requestsPerMinute: 600_000, ...config } as ZohoMailConfig, {
    baseUrl: simulator.url,
    limits: { retryBaseDelayMs: 1, retryMaxDelayMs: 2 },
    clock,
  });
  closing.push(() => simulator.close());
  closing.push(() => client.$close());
  /** Makes the connector's token older without waiting: one refused while it is fresh is not renewed. */
  const age = (ms: number) => {
    aheadMs += ms;
  };
  return { simulator, client, age };
};

/** The data of a success; anything else fails the test with the error. */
const data = async <T>(envelope: Promise<Envelope<T>>): Promise<T> => {
  const answer = await envelope;
  if (!answer.ok) throw new Error(`${answer.meta.operation}: ${answer.error.code} ${answer.error.message}`);
  return answer.data;
};
const errorOf = async (envelope: Promise<Envelope<unknown>>) => {
  const answer = await envelope;
  if (answer.ok) throw new Error(`${answer.meta.operation} succeeded`);
  return answer.error;
};
const folderNamed = async (client: ZohoMail, path: string): Promise<string> => {
  const { folders } = await data(client.folders.list({}));
  return folders.find((folder) => folder.path === path)?.folderId ?? "";
};

const from = "hallo@nordlicht-tee.example";
const mail = { from, to: ["elif.wegener1@example.com"], subject: "Moin", content: "<p>Tee ist da.</p>" };

describe("every operation", () => {
  it("succeeds against the simulator", async () => {
    const { client, simulator } = await open();
    const done = new Set<string>();
    const run = async <T>(envelope: Promise<Envelope<T>>): Promise<T> => {
      const answer = await envelope;
      done.add(answer.meta.operation);
      return data(Promise.resolve(answer));
    };
    await run(client.health.check({}));
    expect((await run(client.accounts.list({}))).accounts).toHaveLength(2);
    await run(client.accounts.get({}));

    const inboxId = await folderNamed(client, "/Inbox");
    await run(client.folders.list({}));
    await run(client.folders.get({ folderId: inboxId }));
    const { folderId } = await run(client.folders.create({ name: "Messen" }));
    await run(client.folders.rename({ folderId, name: "Märkte" }));

    const { labelId } = await run(client.labels.create({ name: "Eilt" }));
    await run(client.labels.update({ labelId, color: "#FF0000" }));
    expect((await run(client.labels.list({}))).labels).toHaveLength(4);

    const { messages } = await run(client.messages.list({ folderId: inboxId, limit: 20 }));
    const { messages: found } = await run(client.messages.search({ hasAttachment: true, from: "kontor" }));
    const place = { folderId: found[0]?.folderId ?? "", messageId: found[0]?.messageId ?? "" };
    expect((await run(client.messages.get(place))).hasAttachment).toBe(true);
    await run(client.messages.content(place));
    expect((await run(client.messages.headers(place))).rfcMessageId).toMatch(/^<.+>$/);
    await run(client.messages.original({ messageId: place.messageId }));
    const threadId = messages.find((message) => message.threadId !== undefined)?.threadId ?? "";
    await run(client.threads.messages({ threadId, folderId: inboxId }));

    const messageIds = [messages[0]?.messageId ?? ""];
    await run(client.messages.markRead({ messageIds }));
    await run(client.messages.markUnread({ messageIds }));
    await run(client.messages.flag({ messageIds, flag: "followup" }));
    await run(client.messages.label({ messageIds, action: "apply", labelIds: [labelId] }));
    await run(client.messages.move({ messageIds, toFolderId: folderId }));
    await run(client.messages.archive({ messageIds }));
    await run(client.messages.spam({ messageIds }));
    await run(client.threads.update({ threadIds: [threadId], action: "markRead" }));
    await run(client.messages.delete({ folderId: inboxId, messageId: messages[1]?.messageId ?? "" }));

    const { attachments } = await run(client.attachments.list(place));
    await run(client.attachments.download({ ...place, attachmentId: attachments[0]?.attachmentId ?? "" }));
    const file = await run(client.attachments.upload({ fileName: "preise.txt", contentBase64: "VGVl" }));
    await run(client.messages.send({ ...mail, attachments: [file] }));
    await run(client.messages.schedule({ ...mail, when: "nextMorning", timeZone: "Europe/Berlin" }));
    await run(client.drafts.create(mail));
    await run(client.messages.reply({ ...mail, messageId: place.messageId }));
    await run(client.messages.forward({ ...place, from, to: mail.to }));

    const signature = { name: "Advent", content: "<p>Hoho</p>" };
    const { signatureId } = await run(client.signatures.upsert(signature));
    await run(client.signatures.upsert({ ...signature, signatureId, content: "<p>Moin</p>" }));
    await run(client.signatures.list({}));

    const { taskId } = await run(client.tasks.create({ title: "Zählen", dueDate: "2026-12-24", priority: "high" }));
    await run(client.tasks.update({ taskId, status: "completed" }));
    expect(await run(client.tasks.get({ taskId }))).toMatchObject({ status: "Completed", priority: "High" });
    await run(client.tasks.list({}));
    await run(client.tasks.delete({ taskId }));
    await run(client.notes.create({ title: "Wasser", content: "weich", color: "green" }));
    await run(client.notes.list({}));

    const { zoid } = await run(client.organization.get({}));
    expect((await run(client.organization.accounts({ zoid, limit: 1 }))).accounts).toHaveLength(1);
    await run(client.labels.delete({ labelId }));
    await run(client.folders.delete({ folderId }));

    expect([...done].sort()).toEqual(
      listOperations(zohoMail.operations)
        .map(({ id }) => id)
        .sort(),
    );
    expect(simulator.faults.active()).toEqual([]);
  });
});

it.each(dataCentreKeys)("logs in and reads in data centre %s", async (dataCentre) => {
  const { client } = await open({ dataCentre });
  expect(await data(client.health.check({}))).toMatchObject({ dataCentre, mailboxes: 2 });
});

it("says to check the data centre when the login lives elsewhere", async () => {
  const { client } = await open({}, { dataCentre: "us" });
  expect(await errorOf(client.folders.list({}))).toMatchObject({
    code: "NEEDS_REAUTH",
    help: expect.stringContaining("data centre"),
  });
});

it("reads ids without losing a digit", async () => {
  const { client } = await open();
  const { folders } = await data(client.folders.list({}));
  expect(new Set(folders.map(({ folderId }) => folderId)).size).toBe(folders.length);
  const { messages } = await data(client.messages.search({ hasAttachment: true }));
  const { messageId = "", folderId = "" } = messages[0] ?? {};
  expect((await data(client.messages.content({ folderId, messageId }))).messageId).toBe(messageId);
});

it("pages through the whole inbox without repeating or skipping a mail", async () => {
  const { client } = await open();
  const folderId = await folderNamed(client, "/Inbox");
  const whole = (await data(client.messages.list({ folderId, limit: 200 }))).messages.map(({ messageId }) => messageId);
  const paged: string[] = [];
  for await (const { messageId } of client.messages.list.items({ folderId, limit: 10 })) paged.push(messageId);
  expect(paged).toEqual(whole);
  expect(whole.length).toBeGreaterThan(30);
});

it("pages through tasks, notes and accounts of the organization", async () => {
  const { client } = await open();
  const count = async (items: AsyncIterable<unknown>) => {
    let total = 0;
    for await (const _ of items) total += 1;
    return total;
  };
  const { zoid } = await data(client.organization.get({}));
  expect(await count(client.tasks.list.items({ limit: 2 }))).toBe(7);
  expect(await count(client.notes.list.items({ limit: 2 }))).toBe(5);
  expect(await count(client.organization.accounts.items({ zoid, limit: 2 }))).toBe(3);
});

it("warns that the mail lies in another folder", async () => {
  const { client } = await open();
  const { messages } = await data(client.messages.search({ folder: "Archive" }));
  const answer = await client.messages.get({
    folderId: await folderNamed(client, "/Inbox"),
    messageId: messages[0]?.messageId ?? "",
  });
  expect(answer.ok && answer.warnings.map(({ code }) => code)).toEqual(["OTHER_FOLDER"]);
});

it("unescapes what lists escape, once", async () => {
  const { client, simulator } = await open();
  simulator.receiveMail({ from: '"Müller & Söhne" <a@b.example>', subject: "5 < 7 & &amp;", content: "<p>Moin</p>" });
  const { messages } = await data(client.messages.list({ folderId: await folderNamed(client, "/Inbox"), limit: 1 }));
  expect(messages[0]).toMatchObject({
    subject: "5 < 7 & &amp;",
    from: { email: "a@b.example", name: "Müller & Söhne" },
  });
});

it("forwards a mail with its files", async () => {
  const { client } = await open();
  const { messages } = await data(client.messages.search({ from: "kontor@teeimport-elbe.example" }));
  const { folderId = "", messageId = "" } = messages[0] ?? {};
  const { messageId: copyId } = await data(client.messages.forward({ folderId, messageId, from, to: mail.to }));
  const sentId = await folderNamed(client, "/Sent");
  const { attachments } = await data(client.attachments.list({ folderId: sentId, messageId: copyId }));
  expect(attachments.map(({ name }) => name)).toEqual([expect.stringMatching(/^RE-\d+\.pdf$/)]);
});

describe("when the upstream misbehaves", () => {
  const upstream = (name: string, options?: Record<string, unknown>) =>
    ({ kind: "upstream", name, ...(options && { options }) }) as const;

  it("renews a token that ended early", async () => {
    const { client, simulator, age } = await open();
    await data(client.labels.list({}));
    age(61_000);
    simulator.faults.set(upstream("token-expired"), { match: "/notes", times: 1 });
    expect((await data(client.notes.list({}))).notes).toHaveLength(5);
  });

  it("tells of a throttle whatever it looks like", async () => {
    for (const status of [429, 400]) {
      const { client, simulator } = await open();
      simulator.faults.set(upstream("rate-limit", { status }), { match: "/tasks" });
      expect(await errorOf(client.tasks.list({}, { deadlineMs: 1_000 }))).toMatchObject({ code: "RATE_LIMITED" });
    }
  });

  it("tells of the missing scope", async () => {
    const { client, simulator } = await open();
    simulator.faults.set(upstream("scope-missing"), { match: "/tasks" });
    expect(await errorOf(client.tasks.list({}))).toMatchObject({ code: "UPSTREAM_FORBIDDEN" });
  });

  it("reads on when a read fails once", async () => {
    const { client, simulator } = await open();
    simulator.faults.set(upstream("server-fault"), { match: "/tasks", times: 1 });
    expect((await data(client.tasks.list({}))).tasks).toHaveLength(7);
  });

  it("reads older rows and line ends that were not escaped", async () => {
    const { client, simulator } = await open();
    const folderId = await folderNamed(client, "/Inbox");
    const modern = await data(client.messages.list({ folderId }));
    simulator.faults.set(upstream("older-rows"));
    expect(await data(client.messages.list({ folderId }))).toEqual(modern);
    simulator.faults.clear();
    const { messageId } = simulator.receiveMail({ content: "<p>a</p>\r\n<p>b</p>" });
    simulator.faults.set(upstream("raw-controls"));
    expect((await data(client.messages.content({ folderId, messageId }))).content).toBe("<p>a</p>\r\n<p>b</p>");
  });

  it("sends a mail once even when the answer is lost", async () => {
    const { client, simulator } = await open();
    const folderId = await folderNamed(client, "/Sent");
    simulator.faults.set("cut-after-apply", { match: "send" });
    expect(await errorOf(client.messages.send({ ...mail, subject: "Einmal" }))).toMatchObject({ outcome: "unknown" });
    const { messages } = await data(client.messages.list({ folderId, limit: 5 }));
    expect(messages.filter(({ subject }) => subject === "Einmal")).toHaveLength(1);
  });
});

it("verifies what the simulator signs", async () => {
  const { simulator } = await open();
  const got: { headers: Record<string, string>; rawBody: Buffer }[] = [];
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    got.push({ headers: incoming.headers as Record<string, string>, rawBody: Buffer.concat(chunks) });
    response.writeHead(200, { connection: "close" }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  await simulator.addWebhook({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
  const { messageId, folderId } = simulator.receiveMail({ subject: "Neu" });
  await simulator.webhooksSettled();
  const secrets = simulator.config.webhookSecrets as string[];
  const [handshake, delivery] = got.map((each) => verifyWebhook({ ...each, secrets, expectHandshake: true }));
  expect(handshake).toMatchObject({ ok: true, webhook: { kind: "handshake", secret: secrets[0] } });
  expect(delivery).toMatchObject({
    ok: true,
    webhook: { event: { type: "mail", messageId, folderId, subject: "Neu", zuid: "870031245" } },
  });
});
