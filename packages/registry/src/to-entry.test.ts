import { defineOperation } from "@trunkline/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { toOperationEntry } from "./to-entry.js";

type Shape = {
  readonly input?: z.ZodObject;
  readonly output?: z.ZodObject;
  readonly summary?: string;
  readonly effect?: "write" | "destroy";
};

const entryOf = ({
  input = z.object({ title: z.string() }),
  output = z.object({ id: z.string() }),
  summary = "Do it",
  effect = "write",
}: Shape = {}) =>
  toOperationEntry(
    defineOperation({
      id: "fake.things.do",
      summary,
      docs: "https://example.com",
      effect,
      idempotency: "natural",
      input,
      output,
      request: () => ({ method: "POST", path: "/" }),
      response: () => ({ id: "1" }) as never,
    }),
    "fake",
  );

describe("the contract's hash", () => {
  it("is the same for the same contract", () => expect(entryOf().hash).toBe(entryOf().hash));

  it("does not change with the words for people", () => {
    const described = entryOf({
      summary: "Another sentence",
      input: z.object({ title: z.string().describe("Shown to customers") }),
    });
    expect(described.hash).toBe(entryOf().hash);
  });

  it("does not take a property named description for words", () => {
    const plain = entryOf({ input: z.object({ description: z.string() }) });
    expect(plain.hash).not.toBe(entryOf({ input: z.object({ description: z.number() }) }).hash);
  });

  it.each([
    ["a new required input", { input: z.object({ title: z.string(), kind: z.string() }) }],
    ["a removed output", { output: z.object({}) }],
    ["a narrowed input", { input: z.object({ title: z.string().max(10) }) }],
    ["another effect", { effect: "destroy" }],
  ] satisfies [string, Shape][])("changes with %s", (_, shape) => expect(entryOf(shape).hash).not.toBe(entryOf().hash));
});
