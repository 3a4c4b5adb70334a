import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { AnyConnector } from "../connector.js";
import { isComposed, listOperations } from "../define-operation.js";
import type { AnyOperation } from "../operation.js";
import { type ErrorClass, type ErrorCodeOverrides, errorClasses } from "./error-classes.js";
import { coverageProblems, type Fixture, fixtureFolders, loadFixtures } from "./fixture.js";
import { type OpenForContract, play } from "./play.js";
import { replay } from "./replay.js";
import { changeableBody, toleranceProblems, toleranceSuites } from "./tolerance-check.js";

/** What the contract battery tests. */
export interface ContractOptions {
  readonly connector: AnyConnector;
  /** The package's `fixtures` folder: `new URL("../fixtures/", import.meta.url)`. */
  readonly fixturesDir: URL;
  readonly open: OpenForContract;
  /** Codes of this upstream where its statuses mean something of their own. */
  readonly codes?: ErrorCodeOverrides;
  /** Generated tests that do not apply, with the reason: by operation id, or by `operation id/test name`. */
  readonly skip?: Readonly<Record<string, string>>;
}

/**
 * Declares the contract tests of a connector: every operation against its fixtures, against replies that changed in
 * ways upstreams change without notice, and against every way to fail.
 */
export const describeContract = (options: ContractOptions): void => {
  const { connector, fixturesDir } = options;
  const operations = listOperations(connector.operations);
  const fixtures = loadFixtures(fixturesDir);
  describe(`contract of ${connector.id}`, () => {
    it("has a fixture for every operation, and no folder left over", () => {
      const ids = operations.map(({ id }) => id);
      expect(coverageProblems(ids, fixtures, fixtureFolders(fixturesDir))).toEqual([]);
    });
    for (const operation of operations) {
      const own = fixtures.filter((fixture) => fixture.operation === operation.id);
      describe(operation.id, () => describeOperation(options, operation, own));
    }
  });
};

const describeOperation = (options: ContractOptions, operation: AnyOperation, fixtures: readonly Fixture[]): void => {
  const { open, codes } = options;
  it("publishes its input and output as JSON Schema", () => {
    expect(z.toJSONSchema(operation.input, { io: "input" })).toMatchObject({
      type: "object",
      additionalProperties: false,
    });
    expect(z.toJSONSchema(operation.output, { io: "output" })).toBeTypeOf("object");
  });
  for (const { title, input } of operation.examples ?? [])
    it(`accepts its example "${title}"`, () => {
      expect(operation.input.safeParse(input)).toMatchObject({ success: true });
    });
  for (const fixture of fixtures) it(`${fixture.name}.json`, () => replay(open, operation, fixture));
  const successes = fixtures.filter(({ expected }) => "output" in expected);
  if (!isComposed(operation)) describeTolerance(options, operation, successes);
  const model = successes.find(({ name }) => name === "ok") ?? successes[0];
  if (!model) return;
  for (const errorClass of errorClasses(codes)) {
    if (errorClass.jsonOnly && (isComposed(operation) || changeableBody(model) === undefined)) continue;
    declare(options, operation, `fails cleanly: ${errorClass.name}`, () =>
      failsCleanly(open, operation, model, errorClass),
    );
  }
};

const describeTolerance = (options: ContractOptions, operation: AnyOperation, successes: readonly Fixture[]): void => {
  for (const fixture of successes.filter((success) => changeableBody(success) !== undefined))
    for (const suite of toleranceSuites)
      declare(options, operation, `${fixture.name}.json ${suite.name}`, async () => {
        expect(await toleranceProblems({ open: options.open, operation, fixture, suite })).toEqual([]);
      });
};

/** A generated test, skipped where the options give a reason. */
const declare = (
  { skip = {} }: ContractOptions,
  { id }: AnyOperation,
  name: string,
  test: () => Promise<void>,
): void => {
  const reason = skip[id] ?? skip[`${id}/${name}`];
  if (reason === undefined) it(name, test);
  else it.skip(`${name} (${reason})`, test);
};

/** Plays the operation's success with every answer replaced by a failure. */
const failsCleanly = async (
  open: OpenForContract,
  operation: AnyOperation,
  model: Fixture,
  expected: ErrorClass,
): Promise<void> => {
  const { input, apiVersion, idempotencyKey } = model;
  const { envelope } = await play({
    open,
    operation,
    input,
    answers: [expected.answer],
    repeatLast: true,
    apiVersion,
    idempotencyKey,
  });
  expect(envelope.ok, "the call fails").toBe(false);
  if (envelope.ok) return;
  const { error, meta } = envelope;
  expect(expected.codes, error.message).toContain(error.code);
  expect(outcomesOf(operation, expected), `outcome of ${error.code}`).toContain(error.outcome);
  expect(error.message).not.toBe("");
  expect(meta.attempts).toBeGreaterThan(0);
  if (expected.retryAfterMs !== undefined && error.code === "RATE_LIMITED")
    expect(error.retryAfterMs).toBe(expected.retryAfterMs);
};

/** A composed write may have failed in a part that only read. */
const outcomesOf = (operation: AnyOperation, { writeOutcomes }: ErrorClass): ErrorClass["writeOutcomes"] => {
  if (operation.effect === "read") return ["not_executed"];
  return isComposed(operation) ? [...writeOutcomes, "not_executed"] : writeOutcomes;
};
