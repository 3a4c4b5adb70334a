import { mkdir, readFile, writeFile } from "node:fs/promises";
import { Validator } from "@seriousme/openapi-schema-validator";
import { createRegistry } from "@trunkline/registry";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { servedConnectors } from "../src/connectors.js";
import { toOpenApi } from "../src/rest/openapi.js";
import { createFakeShop, createShopState } from "./fake-shop.js";
import { createTestApp } from "./test-app.js";

const golden = new URL("../golden/openapi.json", import.meta.url);

type Json = { readonly [key: string]: Json };

const referencesIn = (node: unknown): readonly string[] => {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, part]) =>
    key === "$ref" && typeof part === "string" ? [part] : referencesIn(part),
  );
};

const resolve = (document: unknown, reference: string): unknown =>
  reference
    .slice(2)
    .split("/")
    .reduce<unknown>(
      (node, key) => (node as Json | undefined)?.[key.replaceAll("~1", "/").replaceAll("~0", "~")],
      document,
    );

const documentOf = (connectors: Parameters<typeof createRegistry>[0]["connectors"]) => {
  const { operations, ...registry } = createRegistry({ connectors });
  return toOpenApi({ version: "0.0.0", connectors: registry.connectors, operations });
};

describe("the OpenAPI document", () => {
  it.each([
    ["of the made-up shop", () => [createFakeShop(createShopState())]],
    ["of every served connector", () => servedConnectors.map(({ connector }) => connector)],
  ])("%s is valid OpenAPI 3.1 whose references all lead somewhere", async (_, connectors) => {
    const document = documentOf(connectors());
    const verdict = await new Validator().validate(structuredClone(document));
    expect(verdict.errors ?? []).toEqual([]);
    expect(verdict.valid).toBe(true);
    for (const reference of referencesIn(document)) expect(resolve(document, reference), reference).toBeDefined();
  });

  it("has an operation id of its own for each method of each path", () => {
    const { paths } = documentOf(servedConnectors.map(({ connector }) => connector)) as Json;
    const ids = Object.values(paths ?? {}).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => String(operationId)),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("changes only on purpose", async () => {
    const text = `${JSON.stringify(documentOf(servedConnectors.map(({ connector }) => connector)), undefined, 1)}\n`;
    if (process.env.UPDATE_GOLDEN) {
      await mkdir(new URL(".", golden), { recursive: true });
      await writeFile(golden, text);
    }
    expect(text === (await readFile(golden, "utf8")), "run with UPDATE_GOLDEN=1 and read the difference").toBe(true);
  });

  it("moves definitions that refer to themselves to where references find them", () => {
    type Tree = { name: string; children?: Tree[] };
    const Tree: z.ZodType<Tree> = z.lazy(() => z.object({ name: z.string(), children: z.array(Tree).optional() }));
    const shop = createFakeShop(createShopState());
    const [entry] = createRegistry({ connectors: [shop] }).operations;
    if (!entry) throw new Error("the shop has operations");
    const inputSchema = z.toJSONSchema(z.object({ root: Tree, again: Tree.optional() }), { io: "input" });
    const document = toOpenApi({ version: "0.0.0", connectors: [], operations: [{ ...entry, inputSchema }] });
    for (const reference of referencesIn(document)) expect(resolve(document, reference), reference).toBeDefined();
  });

  it("has every route that is served, and serves every route that it has", async () => {
    const { app } = await createTestApp({
      auth: "off",
      stream: { feed: () => Promise.reject(new Error("nobody follows")) },
    });
    const { paths } = (await app.inject("/openapi.json")).json() as Json;
    const stated = Object.entries(paths ?? {}).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const undocumented = /^(HEAD|OPTIONS) |^\S+ \/(docs(\/.*)?|mcp(\/.*)?|connections\.html|events(\.html)?)?$/;
    const served = routesOf(app.printRoutes({ commonPrefix: false })).filter((route) => !undocumented.test(route));
    expect([...stated].sort()).toEqual([...served].sort());
  });

  it("is sent with a validator, and to anyone", async () => {
    const { app } = await createTestApp();
    const first = await app.inject("/openapi.json");
    const again = await app.inject({ url: "/openapi.json", headers: { "if-none-match": String(first.headers.etag) } });
    expect([first.statusCode, again.statusCode]).toEqual([200, 304]);
  });
});

/** Fastify prints a tree; each line has a path's part below its parents and the methods. */
const routesOf = (tree: string): readonly string[] => {
  const trail: string[] = [];
  return tree
    .split("\n")
    .filter((line) => line.includes("── "))
    .flatMap((line) => {
      const depth = line.indexOf("── ") / 4;
      const [, part = "", methods = ""] = /── (\S+?)(?: \(([A-Z, ]+)\))?$/.exec(line.trimEnd()) ?? [];
      trail.splice(Math.floor(depth), Number.POSITIVE_INFINITY, part);
      const path = trail.join("").replace(/:(\w+)/g, "{$1}");
      return methods === "" ? [] : methods.split(", ").map((method) => `${method} ${path}`);
    });
};
