import { type AnyOperation, type Connection, systemClock } from "@trunkline/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createZohoMail, type ZohoMailConfig } from "../src/index.js";
import { operations } from "../src/operations/index.js";
import { createZohoMailSimulator, type ZohoMailSimulator } from "../src/simulator/index.js";

let simulator: ZohoMailSimulator;
let connection: Connection;
let aheadMs = 0;
beforeEach(async () => {
  aheadMs = 0;
  simulator = await createZohoMailSimulator();
  const client = createZohoMail(simulator.config as ZohoMailConfig, {
    baseUrl: simulator.url,
    requestsPerMinute: 600_000,
    limits: { maxRetries: 0 },
    clock: { ...systemClock, now: () => systemClock.now() + aheadMs },
  });
  connection = client.$connection;
  // The mailbox is looked for with the first call.
  await connection.execute(operations.folders.list, {});
});
afterEach(async () => {
  await connection.close();
  await simulator.close();
});

const { messages, drafts, labels, folders } = operations;
const mail = {
  from: "hallo@nordlicht-tee.example",
  to: ["Ada Assam <ada@garden.example>"],
  subject: "Probe 1042",
  content: "<p>Moin</p>",
};

const inFolder = async (type: string) => {
  const known = await connection.execute(folders.list, {});
  const folderId = (known.ok && known.data.folders.find((folder) => folder.type === type)?.folderId) || "";
  const listed = await connection.execute(messages.list, { folderId, limit: 200 }, { fresh: true });
  return listed.ok ? listed.data.messages.filter(({ subject }) => subject === mail.subject).length : -1;
};
const named = async () => {
  const known = await connection.execute(labels.list, {}, { fresh: true });
  return known.ok ? known.data.labels.filter(({ name }) => name === "Probe").length : -1;
};
const foldersNamed = async () => {
  const known = await connection.execute(folders.list, {}, { fresh: true });
  return known.ok ? known.data.folders.filter(({ name }) => name === "Probe").length : -1;
};

interface Case {
  readonly operation: AnyOperation;
  readonly input: Record<string, unknown>;
  /** Part of the path. */
  readonly match: string;
  count(): Promise<number>;
}

const cases: readonly Case[] = [
  { operation: messages.send, input: mail, match: "/messages", count: () => inFolder("Sent") },
  { operation: drafts.create, input: mail, match: "/messages", count: () => inFolder("Drafts") },
  { operation: labels.create, input: { name: "Probe" }, match: "/labels", count: named },
  { operation: folders.create, input: { name: "Probe" }, match: "/folders", count: foldersNamed },
];

const key = { idempotencyKey: "once" };

describe.each(cases)("$operation.id", ({ operation, input, match, count }) => {
  it("carried out, answer lost: the repeat is answered from what reading finds", async () => {
    simulator.faults.set("cut-after-apply", { times: 1, match });
    expect(await connection.execute(operation, input, key)).toMatchObject({ error: { outcome: "unknown" } });
    for (let repeat = 0; repeat < 2; repeat += 1)
      expect(await connection.execute(operation, input, key)).toMatchObject({
        ok: true,
        meta: { replayed: true },
        warnings: [{ code: "FOUND_BY_READING" }],
      });
    expect(await count()).toBe(1);
  });

  it("never arrived: done by a repeat once its absence means something", async () => {
    simulator.faults.set("down", { times: 1, match });
    expect(await connection.execute(operation, input, key)).toMatchObject({ error: { outcome: "unknown" } });
    expect(await connection.execute(operation, input, key)).toMatchObject({
      error: { outcome: "unknown", retryAfterMs: expect.any(Number) },
    });
    expect(await count()).toBe(0);
    aheadMs = 61_000;
    expect(await connection.execute(operation, input, key)).toMatchObject({ ok: true });
    expect(await count()).toBe(1);
  });
});
