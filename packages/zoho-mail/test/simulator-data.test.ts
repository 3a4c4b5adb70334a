import { describe, expect, it } from "vitest";
import { startBench } from "./simulator-http.js";

const everything = async (options = {}) => {
  const bench = await startBench(options);
  const folders = (await bench.mail("/folders")).json.data as { folderId: string; path: string }[];
  const pages = await Promise.all(
    folders.map(({ folderId }) => bench.mail("/messages/view", { query: { folderId, limit: 200 } })),
  );
  return { bench, folders, rows: pages.flatMap(({ json }) => json.data as Record<string, string>[]) };
};

describe("seeded mailbox", () => {
  it("holds some 300 mails in folders of every kind", async () => {
    const { rows, folders } = await everything();
    expect(rows.length).toBeGreaterThan(270);
    expect(rows.length).toBeLessThan(330);
    const filled = new Set(rows.map(({ folderId }) => folderId));
    const paths = folders.filter(({ folderId }) => filled.has(folderId)).map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        ...["/Inbox", "/Drafts", "/Templates", "/Sent", "/Spam", "/Trash", "/Archive", "/Newsletter"],
        ...["/Kunden", "/Kunden/Reklamationen", "/Lieferanten"],
      ]),
    );
  });

  it("is the same for the same seed and another for another", async () => {
    const [first, again, other] = await Promise.all([everything(), everything(), everything({ seed: 2 })]);
    expect(again.rows).toEqual(first.rows);
    expect(other.rows).not.toEqual(first.rows);
  });

  it("lies within the last half year of the shop's history", async () => {
    const { rows } = await everything();
    const times = rows.map(({ receivedTime }) => Number(receivedTime));
    expect(Math.min(...times)).toBeGreaterThan(Date.parse("2026-05-01"));
    expect(Math.max(...times)).toBeLessThanOrEqual(Date.parse("2026-11-20T20:00:00Z"));
  });

  it.each([
    [1, "#1600", "joerg.schroeder143@example.com"],
    [1, "#1301", "oke.behrens103@example.com"],
    [1, "#1001", "elif.wegener1@example.com"],
  ])("has the orders of the shop's own simulator: seed %s, %s", async (seed, name, email) => {
    const { createSeededRandom } = await import("@trunkline/core/simulator");
    const { seedOrders } = await import("../src/simulator/seed/orders.js");
    const order = seedOrders(createSeededRandom(seed)).find((each) => each.name === name);
    expect(order?.customer.email).toBe(email);
  });

  it("writes of real orders by name, from their customers", async () => {
    const { createSeededRandom } = await import("@trunkline/core/simulator");
    const { seedOrders } = await import("../src/simulator/seed/orders.js");
    const emailOf = new Map(seedOrders(createSeededRandom(1)).map(({ name, customer }) => [name, customer.email]));
    const { rows } = await everything();
    const asked = rows.filter(({ fromAddress = "" }) => fromAddress.endsWith("@example.com"));
    expect(asked.length).toBeGreaterThan(80);
    for (const { subject = "", summary = "", fromAddress } of asked) {
      const name = /#1\d{3}/.exec(`${subject} ${summary}`)?.[0];
      if (name !== undefined) expect([name, emailOf.get(name)]).toEqual([name, fromAddress]);
    }
  });

  it("keeps to addresses that nobody has", async () => {
    const { rows } = await everything();
    for (const { fromAddress = "" } of rows) expect(fromAddress).toMatch(/@(example\.com|[a-z-]+\.example)$/);
  });
});

describe("ids", () => {
  it("have 19 digits and collapse to one double among system folders", async () => {
    const { folders, bench } = await everything();
    const ids = folders.slice(0, 11).map(({ folderId }) => folderId);
    expect(new Set(ids).size).toBe(11);
    expect(ids.every((id) => /^\d{19}$/.test(id))).toBe(true);
    expect(new Set([bench.simulator.accountId, ...ids].map(Number)).size).toBe(1);
  });

  it("of mails are unique and begin with the time", async () => {
    const { rows } = await everything();
    expect(new Set(rows.map(({ messageId }) => messageId)).size).toBe(rows.length);
    for (const { messageId = "", receivedTime = "" } of rows) {
      expect(messageId).toMatch(/^\d{19}$/);
      expect(messageId.startsWith(receivedTime)).toBe(true);
    }
  });
});

describe("rows", () => {
  it("have text for every value but calendarType", async () => {
    const { rows } = await everything();
    for (const row of rows)
      for (const [name, value] of Object.entries(row))
        expect([name, typeof value]).toEqual([name, name === "calendarType" ? "number" : "string"]);
  });

  it("escape their texts", async () => {
    const { rows } = await everything();
    const text = JSON.stringify(rows);
    expect(text).toContain("&lt;hallo@nordlicht-tee.example&gt;");
    expect(text).toContain("&amp;");
    expect(text).toContain("&quot;");
    expect(text).not.toMatch(/[<>]/);
  });

  it('say "Not Provided" where nobody is copied', async () => {
    const { rows } = await everything();
    expect(new Set(rows.map(({ ccAddress }) => ccAddress))).toEqual(new Set(["Not Provided"]));
  });

  it("have a thread only in conversations, with a count that is often 0", async () => {
    const { rows } = await everything();
    const threaded = rows.filter(({ threadId }) => threadId !== undefined);
    expect(threaded.length).toBeGreaterThan(100);
    expect(threaded.length).toBeLessThan(rows.length);
    expect(threaded.filter(({ threadCount }) => threadCount === "0").length).toBeGreaterThan(20);
    expect(rows.every(({ threadId, threadCount }) => (threadId === undefined) === (threadCount === undefined))).toBe(
      true,
    );
  });

  it("of sent mails tell the delivery", async () => {
    const { bench } = await everything();
    const folderId = await bench.folderId("/Sent");
    const { json } = await bench.mail("/messages/view", { query: { folderId } });
    expect(json.data[0]).toMatchObject({ mailDeliveryStatus: "success", toAddr: expect.stringContaining("&lt;") });
  });

  it.each([
    ["us", 7 * 3_600_000],
    ["eu", -2 * 3_600_000],
    ["in", -5.5 * 3_600_000],
  ] as const)("give a sentDateInGMT that is off by the servers' zone in %s", async (dataCentre, shiftMs) => {
    const { bench } = await everything({ dataCentre });
    const folderId = await bench.folderId("/Newsletter");
    // The oldest newsletters are of summer.
    const { json } = await bench.mail("/messages/view", { query: { folderId, sortorder: true, limit: 1 } });
    const [{ sentDateInGMT, receivedTime }] = json.data;
    expect(Number(sentDateInGMT) - Math.floor(Number(receivedTime) / 1000) * 1000).toBe(shiftMs);
  });
});
