import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { decodeBody } from "./decode-body.js";

const text = "Grüner Tee 🍵".repeat(50);
const cap = 1024 * 1024;
const decode = async (bytes: Uint8Array, encoding: string, maxBytes = cap) =>
  Buffer.from(await decodeBody(bytes, encoding, maxBytes)).toString();

it.each([
  ["gzip", gzipSync(text)],
  ["x-gzip", gzipSync(text)],
  ["GZIP", gzipSync(text)],
  ["deflate", deflateSync(text)],
  ["deflate", deflateRawSync(text)],
  ["br", brotliCompressSync(text)],
  ["zstd", zstdCompressSync(text)],
  ["identity", Buffer.from(text)],
  ["gzip, br", brotliCompressSync(gzipSync(text))],
])("undoes %s", async (encoding, bytes) => {
  expect(await decode(bytes, encoding)).toBe(text);
});

it("undoes bodies too large for this thread, too", async () => {
  const noise = Buffer.from(Array.from({ length: 60_000 }, (_, index) => (index * 7919) % 251));
  const compressed = gzipSync(noise, { level: 0 });
  expect(compressed.length).toBeGreaterThan(16 * 1024);
  expect(Buffer.from(await decodeBody(compressed, "gzip", cap)).equals(noise)).toBe(true);
});

describe("refuses", () => {
  it.each([
    ["gzip", gzipSync(Buffer.alloc(2 * cap))],
    ["br", brotliCompressSync(Buffer.alloc(2 * cap))],
    ["zstd", zstdCompressSync(Buffer.alloc(2 * cap))],
    ["deflate", deflateSync(Buffer.alloc(2 * cap))],
    ["gzip, gzip", gzipSync(gzipSync(Buffer.alloc(2 * cap)))],
    ["a large gzip", gzipSync(Buffer.alloc(2 * cap), { level: 0 })],
  ])("what is over the cap once decoded: %s", async (name, bytes) => {
    await expect(decode(bytes, name.replace("a large ", ""))).rejects.toMatchObject({ code: "REPLY_TOO_LARGE" });
  });

  it("lets exactly the cap through", async () => {
    expect(await decode(gzipSync(text), "gzip", Buffer.byteLength(text))).toBe(text);
  });

  it.each(["compress", "gzip, gzip, gzip", "__proto__"])("the encoding %j", async (encoding) => {
    await expect(decode(gzipSync(text), encoding)).rejects.toMatchObject({
      code: "CONTRACT_VIOLATION",
      outcome: "unknown",
    });
  });

  it.each([
    ["cut off", gzipSync(text).subarray(0, 20)],
    ["not compressed at all", Buffer.from("canary")],
  ])("a body that is %s, without quoting it", async (_, bytes) => {
    const error = await decode(bytes, "gzip").catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "CONTRACT_VIOLATION" });
    expect(String(error)).not.toContain("canary");
  });
});
