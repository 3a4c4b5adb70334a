import { describe, expect, it } from "vitest";
import { wordsOf } from "../../test/shell.js";
import { adminActions } from "../admin/actions.js";
import { flagsOf } from "./flags.js";
import { nounHelp } from "./noun-help.js";
import { readInput, type Written } from "./read-flags.js";
import { toCommand } from "./write-command.js";

const sources = { readInput: async () => '{"from":"stdin"}', workingDir: "/", nowMs: () => Date.UTC(2026, 0, 2) };
const action = (id: string) => {
  const found = adminActions.find((one) => one.id === id);
  if (!found) throw new Error(`There is no action ${id}.`);
  return found;
};
const read = (id: string, written: Written) => readInput(action(id), flagsOf(action(id)), written, sources);

/** What a shell would hand to the command. */
const parse = (id: string, line: string): Written => {
  const { positional } = flagsOf(action(id));
  const words = wordsOf(line).slice(3);
  const written: Record<string, string | string[] | boolean> = {};
  for (const flag of positional) written[flag.name] = words.shift() ?? "";
  while (words.length > 0) {
    const name = (words.shift() ?? "").slice(2);
    const flag = flagsOf(action(id)).named.find((one) => one.name === name);
    const value = words[0] === undefined || words[0].startsWith("--") ? true : (words.shift() ?? "");
    written[name] = flag?.isList && value !== true ? [...((written[name] as string[]) ?? []), value] : value;
  }
  return written;
};

const examples = adminActions.flatMap(({ id, examples: shown = [] }) => shown.map(({ input }) => ({ id, input })));

describe("the examples of help", () => {
  it.each(examples)("of $id are understood as they are written: $input", async ({ id, input }) => {
    const line = toCommand(action(id), input);
    expect(action(id).input.parse(await read(id, parse(id, line)))).toEqual(action(id).input.parse(input));
  });

  it.each(
    Object.entries(nounHelp).flatMap(([noun, { examples: lines = [] }]) => lines.map((line) => ({ noun, ...line }))),
  )("of $noun are understood: $about", async ({ action: id, input }) => {
    const line = toCommand(action(id), input);
    await expect(read(id, parse(id, line))).resolves.toBeDefined();
  });

  it("are there for everything that takes more than a number", () => {
    const bare = adminActions.filter(
      ({ id, effect, examples: shown = [] }) =>
        effect !== "read" && shown.length === 0 && flagsOf(action(id)).named.some(({ isRequired }) => isRequired),
    );
    expect(bare.map(({ id }) => id)).toEqual(["deliveries.resend-range"]);
  });
});

describe("flags", () => {
  it("stand for the fields of a filter, and win over its JSON", async () => {
    const filter = '{"types":["products/*"],"sources":["webhook"]}';
    expect(await read("replays.preview", { filter, types: ["orders/*"] })).toEqual({
      filter: { types: ["orders/*"], sources: ["webhook"] },
    });
  });

  it.each([
    ["2h", "2026-01-01T22:00:00.000Z"],
    ["now", "2026-01-02T00:00:00.000Z"],
    ["2026-01-01", "2026-01-01T00:00:00.000Z"],
    ["2026-01-01 08:30:00Z", "2026-01-01T08:30:00.000Z"],
    ["2026-01-01T08:30", "2026-01-01T08:30:00.000Z"],
    ["2026-01-01T08:30:00+02:00", "2026-01-01T08:30:00+02:00"],
  ])("take %s for a time", async (from, iso) => {
    expect(await read("replays.preview", { from })).toEqual({ filter: { from: iso } });
  });

  it.each(["yesterday", "2026-13-01", "12", "1766-1-1"])("do not take %s for one", async (from) => {
    await expect(read("replays.preview", { from })).rejects.toMatchObject({
      issues: [{ path: "--from", message: expect.stringContaining("is not a time") }],
    });
  });

  it("take JSON from standard input, and say where a file cannot be read", async () => {
    expect(await read("dead-letters.retry", { id: "7", payload: "-" })).toEqual({ id: 7, payload: { from: "stdin" } });
    await expect(read("dead-letters.retry", { id: "7", payload: "@none.json" })).rejects.toMatchObject({
      issues: [{ path: "--payload", message: "none.json cannot be read" }],
    });
    await expect(read("dead-letters.retry", { id: "7", payload: "{no" })).rejects.toMatchObject({
      issues: [{ path: "--payload", message: expect.stringContaining("is not JSON") }],
    });
  });

  it("without a value are an empty list where that means something", async () => {
    expect(await read("replays.preview", { "dead-in": true })).toEqual({ filter: { deadIn: [] } });
  });

  it("tell every one that does not fit", async () => {
    const wrong = read("replays.start", { types: ["*"], "per-second": "fast", "confirm-total": "1.5" });
    await expect(wrong).rejects.toMatchObject({ issues: [{ path: "--per-second" }] });
    await expect(
      read("replays.start", { types: ["*"], "per-second": "-1", "confirm-total": "1.5" }),
    ).rejects.toMatchObject({
      issues: [{ path: "--per-second" }, { path: "--confirm-total" }],
    });
  });
});
