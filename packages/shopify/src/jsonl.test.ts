import { describe, expect, it } from "vitest";
import { readLines } from "./jsonl.js";

const encode = (text: string) => new TextEncoder().encode(text);

async function* chunksOf(text: string, sizeBytes: number) {
  const bytes = encode(text);
  for (let at = 0; at < bytes.length; at += sizeBytes) yield bytes.subarray(at, at + sizeBytes);
}

const collect = async (text: string, sizeBytes = 1_000, maxLineBytes = 1_000) => {
  const lines = [];
  for await (const line of readLines(chunksOf(text, sizeBytes), maxLineBytes)) lines.push(line);
  return lines;
};

describe("readLines", () => {
  it.each([1, 2, 3, 7, 1_000])(
    "gives the same lines in chunks of %i bytes, letters of several bytes too",
    async (size) => {
      expect(await collect("Größe\n🍵\n\nx", size)).toEqual([
        { number: 0, text: "Größe", endByte: 8 },
        { number: 1, text: "🍵", endByte: 13 },
        { number: 2, text: "", endByte: 14 },
        { number: 3, text: "x", endByte: 15 },
      ]);
    },
  );

  it("makes no line of the newline at the end", async () => {
    expect((await collect("a\nb\n")).map(({ text }) => text)).toEqual(["a", "b"]);
  });

  it("gives nothing for nothing", async () => {
    expect(await collect("")).toEqual([]);
  });

  it("ends at a line that is too long instead of holding it", async () => {
    await expect(collect(`ok\n${"x".repeat(50)}`, 10, 20)).rejects.toMatchObject({ code: "REPLY_TOO_LARGE" });
  });

  it("lets go of the source when its reader stops", async () => {
    let released = false;
    const source = (async function* () {
      try {
        for (;;) yield encode("line\n");
      } finally {
        released = true;
      }
    })();
    for await (const { number } of readLines(source, 100)) if (number === 2) break;
    expect(released).toBe(true);
  });
});
