import type { Reply, Transport } from "@trunkline/core";
import { createReply, createScriptedTransport } from "@trunkline/core/testing";
import { describe, expect, it } from "vitest";
import { answer, openShop } from "../../test/open-shop.js";
import { createShopify } from "../index.js";

const id = "gid://shopify/BulkOperation/8001";
const url = "https://storage.googleapis.com/results/8001.jsonl?signature=s";
const operation = (fields: Readonly<Record<string, unknown>> = {}) =>
  answer({
    data: {
      bulkOperation: {
        id,
        type: "QUERY",
        status: "COMPLETED",
        createdAt: "2026-11-21T07:00:00Z",
        objectCount: "3",
        rootObjectCount: "3",
        url,
        ...fields,
      },
    },
  });
const file = (body: string, status = 200): Reply => createReply({ status, body });
const lines = (count: number) => Array.from({ length: count }, (_, index) => JSON.stringify({ n: index })).join("\n");

describe("shopify.bulk.rows", () => {
  it("never sends the token to where the result lies", async () => {
    const { client, transport } = openShop([operation(), file(lines(1))]);
    await client.bulk.rows({ id });
    expect(transport.requests[1]).toMatchObject({ method: "GET", url });
    expect(transport.requests[1]?.auth).toBeUndefined();
    expect(JSON.stringify(transport.requests[1])).not.toContain("shpat_test");
  });

  it("goes on where the page before ended, by bytes where the host can and by lines where it cannot", async () => {
    const text = lines(5);
    const { client, transport } = openShop([
      operation(),
      file(text),
      operation(),
      file(text),
      operation(),
      file(text.slice(16), 206),
    ]);
    const first = await client.bulk.rows({ id, limit: 2 });
    expect(first).toMatchObject({ data: { nextCursor: "2@16" } });
    const whole = await client.bulk.rows({ id, limit: 2, cursor: "2@16" });
    const part = await client.bulk.rows({ id, limit: 2, cursor: "2@16" });
    for (const page of [whole, part])
      expect(page).toMatchObject({ data: { rows: [{ line: 2, data: { n: 2 } }, { line: 3 }], nextCursor: "4@32" } });
    expect(transport.requests[5]?.headers).toMatchObject({ range: "bytes=16-", "accept-encoding": "identity" });
  });

  it("gives no cursor behind the last row, with or without a newline at its end", async () => {
    const { client } = openShop([operation(), file(lines(2)), operation(), file(`${lines(2)}\n`)]);
    for (const _ of [1, 2]) {
      const page = await client.bulk.rows({ id, limit: 2 });
      expect(page.ok && page.data.nextCursor).toBeUndefined();
      expect(page.ok && page.data.rows).toHaveLength(2);
    }
  });

  it("gives nothing behind the end of the file", async () => {
    const { client } = openShop([operation(), createReply({ status: 416 })]);
    expect(await client.bulk.rows({ id, cursor: "3@24" })).toMatchObject({ ok: true, data: { rows: [] } });
  });

  it("names the line that is damaged", async () => {
    const { client } = openShop([operation(), file('{"n":0}\n{"n":')]);
    expect(await client.bulk.rows({ id })).toMatchObject({
      ok: false,
      error: { code: "CONTRACT_VIOLATION", message: expect.stringContaining("Row 1") },
    });
  });

  it("refuses a cursor of another kind", async () => {
    const { client, transport } = openShop([]);
    expect(await client.bulk.rows({ id, cursor: "eyJ9" })).toMatchObject({
      ok: false,
      error: { code: "INVALID_INPUT" },
    });
    expect(transport.requests).toHaveLength(0);
  });

  it("gives every item in one download, however many", async () => {
    const { client, transport } = openShop([operation(), file(lines(2_500))]);
    let sum = 0;
    for await (const { data } of client.bulk.rows.items({ id })) sum += Number(data.n);
    expect(sum).toBe((2_499 * 2_500) / 2);
    expect(transport.requests).toHaveLength(2);
  });

  it("reads no further than its consumer", async () => {
    let served = 0;
    const endless: Transport = {
      ...createScriptedTransport([operation()]),
      open: async () => ({
        status: 200,
        headers: {},
        body: (async function* () {
          for (;;) {
            served += 1;
            yield new TextEncoder().encode('{"n":1}\n');
          }
        })(),
      }),
    };
    const client = createShopify({ shop: "nordlicht-tee", accessToken: "shpat_test" }, { transport: endless });
    let seen = 0;
    for await (const _ of client.bulk.rows.items({ id })) if (++seen === 10) break;
    expect(served).toBeLessThanOrEqual(11);
  });

  it("says how to get on when the operation has not ended, or left nothing", async () => {
    const { client } = openShop([
      operation({ status: "RUNNING", url: null }),
      operation({ status: "CANCELED", url: null }),
    ]);
    expect(await client.bulk.rows({ id })).toMatchObject({
      error: { code: "CONFLICT", help: expect.stringContaining("COMPLETED") },
    });
    expect(await client.bulk.rows({ id })).toMatchObject({
      error: { code: "CONFLICT", help: expect.stringContaining("shopify.bulk.run") },
    });
  });
});
