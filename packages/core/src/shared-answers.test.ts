import { describe, expect, it } from "vitest";
import { createJsonReply } from "./http/reply.js";
import { createSharedAnswers } from "./shared-answers.js";

const setUp = () => {
  let decoded = 0;
  const answers = createSharedAnswers();
  const read = (reply: ReturnType<typeof createJsonReply>) =>
    answers.of(reply, (copy) => {
      decoded += 1;
      return { data: copy.json(), warnings: [] };
    });
  return { read, decodedTimes: () => decoded };
};

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
    const answer = createSharedAnswers().of(createJsonReply({}), () => ({ data: { bytes }, warnings: [] }));
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
    const answers = createSharedAnswers();
    const reply = createJsonReply({});
    expect(() => answers.of(reply, () => expect.unreachable("decoding fails"))).toThrowError();
    expect(answers.of(reply, () => ({ data: 1, warnings: [] })).data).toBe(1);
  });

  it("keeps a bounded number of answers", () => {
    const { read } = setUp();
    const first = createJsonReply({});
    const { data } = read(first);
    for (let count = 0; count < 256; count += 1) read(createJsonReply({}));
    expect(read(first).data).not.toBe(data);
  });
});
