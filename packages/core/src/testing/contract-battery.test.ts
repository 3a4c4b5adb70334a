import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { defineConnector } from "../connector.js";
import { decode } from "../decode.js";
import { defineOperation } from "../define-operation.js";
import { ConnectorError } from "../errors/connector-error.js";
import { openConnection } from "../open-connection.js";
import { describeContract } from "./contract-battery.js";
import { coverageProblems, loadFixtures, parseFixture } from "./fixture.js";
import { replay } from "./replay.js";
import { openSample, sampleConnector } from "./sample-connector.js";
import { toleranceProblems, toleranceSuites } from "./tolerance-check.js";

const source = "https://tea.test/docs";
const assam = { id: 7, name: "Assam", kind: "BLACK_TEA" };
const getExchange = {
  request: { method: "GET", path: "/v1/teas/7", query: { fields: "all" } },
  reply: { body: { tea: assam } },
};
const key = "00000000-0000-4000-8000-000000000002";
const createExchange = {
  request: { method: "POST", path: "/v1/teas", headers: { "Idempotency-Key": key }, body: { name: "Assam" } },
  reply: { status: 201, body: { tea: assam } },
};
const output = { id: "7", name: "Assam", kind: "BLACK_TEA" };

const files: Record<string, Record<string, unknown>> = {
  "tea.teas.get": {
    ok: { source, input: { id: "7" }, ...getExchange, output },
    "ok-with-hint": {
      source,
      input: { id: "7" },
      apiVersion: "v2",
      request: { path: "/v2/teas/7" },
      reply: { body: { tea: { id: "7" }, hint: "renamed" } },
      output: { id: "7", name: "" },
      warnings: [{ code: "HINT" }],
    },
    gone: {
      source,
      input: { id: "7" },
      request: {},
      reply: { status: 410 },
      error: { code: "NOT_FOUND", status: 410 },
    },
  },
  "tea.teas.create": {
    ok: { source, input: { name: "Assam" }, ...createExchange, output },
    "ok-with-key": {
      source,
      input: { name: "Assam" },
      idempotencyKey: "my-key",
      request: { headers: { "idempotency-key": "my-key" } },
      reply: { body: { tea: assam } },
      output,
    },
    "bad-input": {
      source,
      input: { name: 1 },
      exchanges: [],
      error: { code: "INVALID_INPUT", outcome: "not_executed" },
    },
  },
  "tea.teas.brew": {
    ok: {
      source,
      input: { name: "Assam" },
      exchanges: [{ ...createExchange, request: { path: "/v1/teas" } }, getExchange],
      output,
    },
  },
};

const folder = mkdtempSync(join(tmpdir(), "contract-"));
for (const [operation, cases] of Object.entries(files)) {
  mkdirSync(join(folder, operation));
  for (const [name, fixture] of Object.entries(cases))
    writeFileSync(join(folder, operation, `${name}.json`), JSON.stringify(fixture));
}
afterAll(() => rmSync(folder, { recursive: true }));
const fixturesDir = pathToFileURL(`${folder}/`);

describeContract({ connector: sampleConnector, fixturesDir, open: openSample });

const { get, create } = sampleConnector.operations.teas;
const fixture = (fields: Record<string, unknown>, operation = "tea.teas.get") =>
  parseFixture(
    operation,
    "case.json",
    JSON.stringify({ source, input: { id: "7" }, ...getExchange, output, ...fields }),
  );

describe("replay", () => {
  it.each([
    ["a path", { request: { path: "/v1/teas/8" } }],
    ["a query", { request: { query: { fields: "some" } } }],
    ["an output", { output: { ...output, name: "Ceylon" } }],
    ["an output with more", { output: { ...output, grams: 1 } }],
    ["a warning", { warnings: [{ code: "HINT" }] }],
    ["no warning", { reply: { body: { tea: assam, hint: "renamed" } } }],
    ["an error", { output: undefined, error: { code: "NOT_FOUND" } }],
    ["a success", { reply: { status: 404 } }],
    ["a further exchange", { request: undefined, reply: undefined, exchanges: [getExchange, getExchange] }],
    ["an input that fits", { input: { name: 1 } }],
  ])("fails when the fixture states %s and that is not so", async (_, fields) => {
    await expect(replay(openSample, get, fixture(fields))).rejects.toThrow();
  });
});

describe("a fixture", () => {
  it.each([
    ["has output and error", { error: { code: "NOT_FOUND" } }],
    ["has neither output nor error", { output: undefined }],
    ["has a request without a reply", { reply: undefined }],
    ["has exchanges beside a request", { exchanges: [] }],
    ["has an unknown field", { replies: [] }],
    ["names no source", { source: undefined }],
  ])("is refused by its name when it %s", (_, fields) => {
    expect(() => fixture(fields)).toThrow("tea.teas.get/case.json is not a fixture");
  });

  it("that is no JSON is refused by its name", () => {
    expect(() => parseFixture("tea.teas.get", "ok.json", "{")).toThrow("tea.teas.get/ok.json is not a fixture");
  });

  it("whose output is null has an output", () => {
    expect(fixture({ output: null }).expected).toEqual({ output: null, warnings: [] });
  });
});

describe("coverage", () => {
  it("names operations without a success and folders without an operation", () => {
    const fixtures = loadFixtures(fixturesDir);
    expect(coverageProblems(["tea.teas.get", "tea.teas.drink"], fixtures, ["tea.teas.get", "tea.teas.spill"])).toEqual([
      "tea.teas.drink has no fixture with an output",
      "tea.teas.spill is no operation of this connector",
    ]);
  });

  it("of a package without fixtures lacks everything", () => {
    expect(loadFixtures(new URL("none/", fixturesDir))).toEqual([]);
  });
});

describe("tolerance", () => {
  const suite = (name: string) => {
    const found = toleranceSuites.find((candidate) => candidate.name === name);
    if (!found) throw new Error(`No suite ${name}`);
    return found;
  };
  /** The battery's verdict on an operation whose reply is decoded like this. */
  const verdict = (response: ReturnType<typeof decode>, suiteName: string, effect: "read" | "write" = "read") => {
    const facts = { ...get, request: get.request, response: response as never };
    const operation =
      effect === "read"
        ? defineOperation(facts)
        : defineOperation({ ...facts, effect, idempotency: "none" as const, cache: undefined as never });
    const connector = defineConnector({
      ...sampleConnector,
      operations: { teas: { get: operation } },
      probe: operation,
    } as never);
    const open: typeof openSample = (transport, { apiVersion: _, ...options }) =>
      openConnection(connector, {}, { transport, ...options });
    return toleranceProblems({ open, operation: operation as never, fixture: fixture({}), suite: suite(suiteName) });
  };
  const loose = z.object({ tea: z.looseObject({ name: z.string() }) });

  it("finds a map that leaks unknown fields", async () => {
    const problems = await verdict(
      decode(loose, ({ tea }) => ({ ...tea, id: "7", kind: "x" })),
      "ignores fields it does not know",
    );
    expect(problems).toEqual([expect.stringContaining("fields that the schema does not")]);
  });

  it("finds a wire schema that refuses unknown fields", async () => {
    const problems = await verdict(
      decode(z.strictObject({ tea: z.any() }), () => ({ id: "7", name: "" })),
      "ignores fields it does not know",
    );
    expect(problems).toEqual([expect.stringContaining("CONTRACT_VIOLATION")]);
  });

  it("finds a map that crashes on what its wire schema lets through", async () => {
    const problems = await verdict(
      decode(z.object({ tea: z.any() }), ({ tea }) => ({ id: "7", name: tea.name.trim() })),
      "survives every field being null",
    );
    expect(problems).toEqual([
      expect.stringMatching(/^tea null: crashed/),
      expect.stringMatching(/^tea\.name null: crashed/),
    ]);
  });

  it("finds an output that does not fit its own schema", async () => {
    const problems = await verdict(
      decode(z.object({ tea: z.any() }), ({ tea }) => ({ id: "7", name: tea?.name })),
      "survives every field being null",
    );
    expect(problems).toHaveLength(2);
  });

  it("finds a write that claims not to have been executed although its reply could not be read", async () => {
    const problems = await verdict(
      () => {
        throw new ConnectorError("CONTRACT_VIOLATION", { message: "Not what it should be.", outcome: "not_executed" });
      },
      "survives new enum values",
      "write",
    );
    expect(problems).toEqual([expect.stringContaining("says that the write was not executed")]);
  });

  it("is content with a tolerant operation", async () => {
    for (const each of toleranceSuites)
      expect(
        await toleranceProblems({
          open: openSample,
          operation: create,
          fixture: fixture({ ...createExchange, input: { name: "Assam" } }, create.id),
          suite: each,
        }),
      ).toEqual([]);
  });
});
