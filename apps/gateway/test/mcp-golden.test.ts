import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRegistry } from "@trunkline/registry";
import { expect, test } from "vitest";
import { servedConnectors } from "../src/connectors.js";
import type { Gateway } from "../src/gateway.js";
import { createViews, type View } from "../src/mcp/views.js";
import { admin } from "./mcp-shop.js";

const golden = new URL("../golden/tools.json", import.meta.url);
const registry = createRegistry({ connectors: servedConnectors.map(({ connector }) => connector) });
const never = () => {
  throw new Error("nothing is called here");
};
const gateway: Gateway = {
  registry,
  visible: () => registry.operations,
  call: never,
  items: never,
  download: never,
  upload: never,
};

/** The compact list as it is; of every other tool what a host shows and decides on. Schemas are in `openapi.json`. */
const toolsText = (): string => {
  const views = createViews(gateway);
  const compact = (views.find({ view: "compact" }) as View).list(admin);
  const all = (views.find({ view: "all" }) as View).list(admin).map(({ inputSchema, outputSchema: _, ...shown }) => ({
    ...shown,
    inputs: Object.keys(inputSchema.properties as object),
  }));
  return `${JSON.stringify({ compact, all }, undefined, 1)}\n`;
};

test("the tools change only on purpose", async () => {
  const text = toolsText();
  if (process.env.UPDATE_GOLDEN) {
    await mkdir(new URL(".", golden), { recursive: true });
    await writeFile(golden, text);
  }
  expect(text, "run with UPDATE_GOLDEN=1 if the change is meant").toBe(await readFile(golden, "utf8"));
});
