import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { startBench } from "./simulator-http.js";

interface Got {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

/** Somebody who listens on loopback and answers with these statuses, the last one again and again. */
const listen = async (...statuses: number[]) => {
  const got: Got[] = [];
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    got.push({ headers: incoming.headers, body: Buffer.concat(chunks).toString("utf8") });
    response.writeHead((statuses.length > 1 ? statuses.shift() : statuses[0]) ?? 200, { connection: "close" });
    response.end();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
};

const secret = "11111111-2222-4333-8444-555555555555";
const sign = (body: string, key = secret) => createHmac("sha256", key).update(body, "utf8").digest("base64");

describe("handshake", () => {
  it("carries the secret once", async () => {
    const { simulator } = await startBench();
    const { got, url } = await listen();
    const hook = await simulator.addWebhook({ url, secret });
    simulator.receiveMail();
    await simulator.webhooksSettled();
    expect(hook.isOn).toBe(true);
    expect(got.map(({ headers }) => headers["x-hook-secret"])).toEqual([secret, undefined]);
    expect(got[0]?.body).toBe("{}");
  });

  it("has the secret of the configuration by default", async () => {
    const { simulator } = await startBench();
    const { got, url } = await listen();
    await simulator.addWebhook({ url });
    expect([got[0]?.headers["x-hook-secret"]]).toEqual(simulator.config.webhookSecrets);
  });

  it("leaves a webhook off whose receiver refuses it", async () => {
    const { simulator } = await startBench();
    const { got, url } = await listen(500);
    const hook = await simulator.addWebhook({ url });
    simulator.receiveMail();
    await simulator.webhooksSettled();
    expect([hook.isOn, got.length]).toEqual([false, 1]);
  });

  it.each(["https://example.com/hook", "http://10.0.0.1/", "ftp://127.0.0.1/", "no address"])(
    "never goes to %s",
    async (url) => {
      const { simulator } = await startBench();
      await expect(simulator.addWebhook({ url })).rejects.toThrow(TypeError);
    },
  );
});

describe("mail", () => {
  it("is signed over its raw bytes", async () => {
    const { simulator } = await startBench();
    const { got, url } = await listen();
    await simulator.addWebhook({ url, secret });
    simulator.receiveMail({ subject: "Grüße", content: "<div>Moin</div>\n<div>Ende</div>" });
    await simulator.webhooksSettled();
    const { body, headers } = got[1] ?? { body: "", headers: {} };
    expect(headers["x-hook-signature"]).toBe(sign(body));
    expect(sign(JSON.stringify(JSON.parse(body)))).not.toBe(sign(body));
  });

  it("has escaped slashes, line ends of the wire, bare ids and a trailing comma", async () => {
    const { simulator } = await startBench();
    const { got, url } = await listen();
    await simulator.addWebhook({ url });
    const { messageId, folderId } = simulator.receiveMail({ content: "<div>Moin</div>\n<div>Ende</div>" });
    await simulator.webhooksSettled();
    const body = got[1]?.body ?? "";
    expect(body).toContain("<\\/div>\\r\\n<div>");
    expect(body).toContain(`"messageId":${messageId},`);
    expect(body).toContain(`"folderId":${folderId},`);
    expect(JSON.parse(body)).toMatchObject({
      messageIdString: messageId,
      threadId: 0,
      zuid: 870031245,
      hasAttachment: "No",
      IntegIdList: expect.stringMatching(/^\d{19},$/),
    });
    expect(JSON.parse(body)).not.toHaveProperty("accountId");
  });

  it("is told when it was sent to oneself, and not when it went to others", async () => {
    const { simulator, mail } = await startBench();
    const { got, url } = await listen();
    await simulator.addWebhook({ url });
    const body = { fromAddress: "hallo@nordlicht-tee.example", subject: "Notiz", content: "x" };
    await mail("/messages", { method: "POST", body: { ...body, toAddress: "a@example.com" } });
    await mail("/messages", { method: "POST", body: { ...body, toAddress: "hallo@nordlicht-tee.example" } });
    await simulator.webhooksSettled();
    expect(got.slice(1).map((each) => JSON.parse(each.body).subject)).toEqual(["Notiz"]);
  });

  it("texts are not escaped as in lists", async () => {
    const { simulator } = await startBench();
    const { got, url } = await listen();
    await simulator.addWebhook({ url });
    simulator.receiveMail({ subject: "Tee & Kandis" });
    await simulator.webhooksSettled();
    expect(JSON.parse(got[1]?.body ?? "")).toMatchObject({
      subject: "Tee & Kandis",
      toAddress: "<hallo@nordlicht-tee.example>",
    });
  });
});

it("tells of changed tasks on request", async () => {
  const { simulator, api } = await startBench();
  const { got, url } = await listen();
  await simulator.addWebhook({ url, entity: "task", secret });
  simulator.receiveMail();
  const [task] = (await api("/tasks/me")).json.data.tasks;
  await api(`/tasks/me/${task.id}`, { method: "PUT", body: { status: "completed", dueDate: "24/12/2026" } });
  await simulator.webhooksSettled();
  const { body, headers } = got[1] ?? { body: "", headers: {} };
  expect(got).toHaveLength(2);
  expect(headers["x-hook-signature"]).toBe(sign(body));
  expect(body).toContain(`"entityId":${task.id},`);
  expect(JSON.parse(body)).toMatchObject({
    entityType: 3,
    action: "taskUpdated",
    statusName: "Completed",
    dueDate: Date.parse("2026-12-24"),
  });
});

describe("delivery", () => {
  it("is repeated after a failure with the same bytes", async () => {
    const { simulator, clock } = await startBench({ webhookRetryDelaysMs: [1_000, 5_000] });
    const { got, url } = await listen(200, 500, 503, 200);
    await simulator.addWebhook({ url });
    simulator.receiveMail();
    await expect.poll(() => clock.sleeping()).toBe(1);
    await clock.advance(1_000);
    await expect.poll(() => [clock.sleeping(), got.length]).toEqual([1, 3]);
    await clock.advance(5_000);
    await simulator.webhooksSettled();
    expect(new Set(got.slice(1).map(({ body }) => body)).size).toBe(1);
    expect(simulator.deliveries.at(-1)).toMatchObject({ kind: "mail", status: 200, attempts: 3 });
  });

  it("is switched off after eight failures in a row", async () => {
    const { simulator } = await startBench({ webhookRetryDelaysMs: [] });
    const { got, url } = await listen(200, 500);
    const hook = await simulator.addWebhook({ url });
    for (let count = 0; count < 10; count += 1) {
      simulator.receiveMail();
      await simulator.webhooksSettled();
    }
    expect([hook.isOn, got.length]).toEqual([false, 9]);
  });

  it("comes twice with the fault duplicate-webhooks", async () => {
    const { simulator, api } = await startBench();
    const { got, url } = await listen();
    await simulator.addWebhook({ url });
    simulator.faults.set({ kind: "upstream", name: "duplicate-webhooks" });
    await api("/accounts");
    simulator.receiveMail();
    await simulator.webhooksSettled();
    expect(got).toHaveLength(3);
    expect(got[1]?.body).toBe(got[2]?.body);
  });

  it("waits a random moment with the fault shuffled-webhooks", async () => {
    const { simulator, api, clock } = await startBench();
    const { got, url } = await listen();
    await simulator.addWebhook({ url });
    simulator.faults.set({ kind: "upstream", name: "shuffled-webhooks" });
    await api("/accounts");
    simulator.receiveMail();
    simulator.receiveMail();
    expect([clock.sleeping(), got.length]).toEqual([2, 1]);
    await clock.advance(1_000);
    await simulator.webhooksSettled();
    expect(got).toHaveLength(3);
  });

  it("ends when the webhook is removed or the simulator reset", async () => {
    const { simulator } = await startBench();
    const { got, url } = await listen();
    const hook = await simulator.addWebhook({ url });
    hook.remove();
    simulator.receiveMail();
    const other = await simulator.addWebhook({ url });
    simulator.reset();
    simulator.receiveMail();
    await simulator.webhooksSettled();
    expect([got.length, hook.isOn, other.isOn]).toEqual([2, false, false]);
  });
});
