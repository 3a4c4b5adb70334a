import type { CacheOutcome, CallMeta } from "@trunkline/core";
import { describe, expect, it } from "vitest";
import { createAnswerWriter } from "./answer-writer.js";

const metaOf = (cache: CacheOutcome): CallMeta => ({
  connector: "shopify",
  connectorVersion: "1.0.0",
  apiVersion: "2026-10",
  connection: 'the "other"',
  operation: "shopify.shop.get",
  requestId: "r-1",
  attempts: 0,
  durationMs: 0.1,
  queuedMs: 0,
  cache,
});
const warnings = [{ code: "HINT", message: 'a "quoted" \\ hint\n' }];
const answerOf = (data: unknown, cache: CacheOutcome = "hit") =>
  ({ ok: true, data, warnings, meta: metaOf(cache) }) as const;

describe("createAnswerWriter", () => {
  it("writes shared data as it writes all else, quoted the same way", () => {
    const write = createAnswerWriter();
    const data = Object.freeze({ name: 'Tee "Ost" \\ 茶 \u{1f375} \ud83c', note: "a\nb\u0001" });
    for (const answer of [answerOf(data), { ...answerOf(data), warnings: [] }]) {
      const { text, quotedText, structuredContent } = write(answer);
      expect(text).toBe(JSON.stringify(structuredContent));
      expect(quotedText).toBe(JSON.stringify(text));
    }
  });

  it("writes anew what may have changed", () => {
    const write = createAnswerWriter();
    const data = { name: "before" };
    expect(write(answerOf(data)).text).toContain("before");
    data.name = "after";
    expect(write(answerOf(data)).text).toContain("after");
    expect(write(answerOf(data)).quotedText).toBeUndefined();
  });

  it.each([null, 7, "text", [1]])("writes %j, which is no frozen object", (data) => {
    expect(JSON.parse(createAnswerWriter()(answerOf(data)).text)).toMatchObject({ ok: true, data });
  });
});
