import { describe, expect, it } from "vitest";
import { createJsonReply } from "./http/reply.js";
import { createSharedAnswers } from "./shared-answers.js";

const setUp = (maxBytes = 1024 * 1024) => {
  let decoded = 0;
  const answers = createSharedAnswers({ maxBytes });
  const read = (reply: ReturnType<typeof createJsonReply>) =>
    answers.of(reply, (copy) => {
      decoded += 1;
      return { data: copy.json(), warnings: [] };
    });
  return { read, decodedTimes: () => decoded };
};

type ReplyOf = ReturnType<typeof createJsonReply>;

describe("createSharedAnswers", () => {
  it("decodes one reply once and gives the same answer to all", () => {
    const { read, decodedTimes } = setUp();
    const reply = createJsonReply({ things: [{ id: "1" }] });
    const first = read(reply);
    expect(first.data).toEqual({ things: [{ id: "1" }] });
    expect(read(reply)).toBe(first);
    expect(decodedTimes()).toBe(1);
  });

  it("freezes an answer to its last part", () => {
    const { data } = setUp().read(createJsonReply({ things: [{ id: "1" }] }));
    const { things } = data as { readonly things: { id: string }[] };
    expect([data, things, things[0]].every(Object.isFrozen)).toBe(true);
  });

  it("leaves bytes as they are, which cannot be frozen", () => {
    const bytes = new Uint8Array([1]);
    const answer = createSharedAnswers({ maxBytes: 1024 * 1024 }).of(createJsonReply({}), () => ({
      data: { bytes },
      warnings: [],
    }));
    expect(answer.data).toEqual({ bytes });
  });

  it("tells equal replies apart", () => {
    const { read } = setUp();
    expect(read(createJsonReply({})).data).not.toBe(read(createJsonReply({})).data);
  });

  it("remembers no large answer and no failure", () => {
    const { read, decodedTimes } = setUp();
    const large = createJsonReply("x".repeat(32 * 1024));
    read(large);
    read(large);
    expect(decodedTimes()).toBe(2);
    const answers = createSharedAnswers({ maxBytes: 1024 * 1024 });
    const reply = createJsonReply({});
    expect(() => answers.of(reply, () => expect.unreachable("decoding fails"))).toThrowError();
    expect(answers.of(reply, () => ({ data: 1, warnings: [] })).data).toBe(1);
  });

  it("forgets the oldest first when the answers and their replies would take more than allowed", () => {
    const { read, decodedTimes } = setUp(15_000);
    const replies = Array.from({ length: 3 }, () => createJsonReply("x".repeat(2_000)));
    for (const reply of replies) read(reply);
    const [first, second, third] = replies as [ReplyOf, ReplyOf, ReplyOf];
    read(third);
    read(second);
    expect(decodedTimes()).toBe(3);
    read(first);
    expect(decodedTimes()).toBe(4);
  });

  it("counts what an answer was decoded to, not only the reply's bytes", () => {
    const { read, decodedTimes } = setUp(20_000);
    const reply = createJsonReply(Array.from({ length: 1_000 }, () => ({})));
    expect(reply.bytes.byteLength).toBeLessThan(5_000);
    read(reply);
    read(reply);
    expect(decodedTimes()).toBe(2);
  });

  it("keeps nothing where the caches are switched off", () => {
    const { read, decodedTimes } = setUp(0);
    const reply = createJsonReply({});
    read(reply);
    read(reply);
    expect(decodedTimes()).toBe(2);
  });
});
