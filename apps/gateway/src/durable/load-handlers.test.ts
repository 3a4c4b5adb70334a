import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadHandlers } from "./load-handlers.js";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "trunkline-handlers-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const write = async (name: string, text: string): Promise<string> => {
  const file = join(directory, name);
  await writeFile(file, text);
  return file;
};
const good = (name: string) =>
  `export const handlers = [{ name: "${name}", summary: "Counts", on: ["shopify:orders/*"], run: async () => {} }];`;

describe("loadHandlers", () => {
  it("reads what modules export", async () => {
    const files = [await write("a.mjs", good("a")), await write("b.mjs", good("b"))];
    expect(await loadHandlers(files)).toMatchObject([{ name: "a", on: ["shopify:orders/*"] }, { name: "b" }]);
    expect(await loadHandlers([])).toEqual([]);
  });

  it.each([
    ["export const handler = [];", "must export handlers"],
    ["export const handlers = [{ name: 'a', summary: 'x', on: ['*'] }];", "handlers.0.run"],
    ["export const handlers = [{ name: 'A b', summary: 'x', on: ['*'], run() {} }];", 'Handler name "A b"'],
    ["export const handlers = [{ name: 'a', summary: 'x', on: ['*'], run() {}, retries: 3 }];", "retries"],
    ["export const handlers = [{ name: 'feed', summary: 'x', on: ['*'], run() {} }];", "of the gateway's own"],
    ["export const handlers = ;", "could not be loaded"],
    ["import 'no-such-package';", "could not be loaded"],
  ])("refuses %s", async (text, message) => {
    const file = await write("bad.mjs", text);
    await expect(loadHandlers([file])).rejects.toMatchObject({
      code: "NOT_CONFIGURED",
      message: expect.stringContaining(message),
    });
  });

  it("says so when the file is not there, or two share a name", async () => {
    await expect(loadHandlers([join(directory, "none.mjs")])).rejects.toMatchObject({ code: "NOT_CONFIGURED" });
    const files = [await write("a.mjs", good("same")), await write("b.mjs", good("same"))];
    await expect(loadHandlers(files)).rejects.toMatchObject({ message: expect.stringContaining('"same"') });
  });
});
