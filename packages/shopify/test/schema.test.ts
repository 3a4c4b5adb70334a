import { existsSync, readdirSync, readFileSync } from "node:fs";
import { type AnyOperation, idempotencyOf, isComposed, isConnectorError, listOperations } from "@trunkline/core";
import { getOperationAST, getVariableValues, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { shopifyApiVersions } from "../src/config.js";
import { operations } from "../src/operations/index.js";
import { knowsIdempotent } from "../src/wire/graphql.js";
import { loadAdminSchema } from "./admin-schema.js";

const fixturesDir = new URL("../fixtures/", import.meta.url);

/** Every input we know to be good: the operation's examples, and those of its fixtures that succeed. */
const inputsOf = ({ id, examples = [] }: AnyOperation): readonly unknown[] => {
  const folder = new URL(`${id}/`, fixturesDir);
  const fixtures = existsSync(folder)
    ? readdirSync(folder).map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")))
    : [];
  return [...examples, ...fixtures.filter(({ error }) => error === undefined)].map(({ input }) => input);
};

const exchanges = listOperations(operations).filter((operation) => !isComposed(operation));

describe.each(shopifyApiVersions)("documents on $version", ({ version }) => {
  const schema = loadAdminSchema(version);

  it.each(exchanges.map((operation) => [operation.id, operation] as const))("%s fits the schema", (_, operation) => {
    if (isComposed(operation)) return;
    let checked = 0;
    for (const raw of inputsOf(operation)) {
      const input = operation.input.safeParse(raw);
      if (!input.success) continue;
      const keyed = idempotencyOf(operation, input.data) === "key" && knowsIdempotent(version);
      const body = bodyOf(operation, input.data, version, keyed ? "6f1c0f0e-6c4e-4f0f-9a57-3c2f9d6f2f11" : undefined);
      if (body === undefined) continue;
      const document = parse(body.query);
      expect(validate(schema, document).map(({ message }) => message)).toEqual([]);
      const [{ variableDefinitions = [] } = {}] = [getOperationAST(document, body.operationName) ?? {}];
      const { errors = [] } = getVariableValues(schema, variableDefinitions, body.variables);
      expect(errors.map(({ message }) => message)).toEqual([]);
      expect(body.query.includes("@idempotent")).toBe(keyed);
      checked += 1;
    }
    expect(checked, "inputs that this version can carry").toBeGreaterThan(0);
  });
});

interface GraphqlBody {
  readonly query: string;
  readonly operationName?: string;
  readonly variables: Record<string, unknown>;
}

/** Nothing for an input that a rule refuses, or that the version cannot carry. */
const bodyOf = (
  operation: Exclude<AnyOperation, { run: unknown }>,
  input: unknown,
  apiVersion: string,
  idempotencyKey: string | undefined,
): GraphqlBody | undefined => {
  try {
    const context = { apiVersion, settings: {}, ...(idempotencyKey && { idempotencyKey }) };
    return operation.request(input, context).body as GraphqlBody;
  } catch (error) {
    if (isConnectorError(error) && ["INVALID_INPUT", "UNSUPPORTED_VERSION"].includes(error.code)) return undefined;
    throw error;
  }
};
