import { existsSync, readdirSync, readFileSync } from "node:fs";
import { type AnyOperation, isComposed, listOperations } from "@trunkline/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operations } from "../src/operations/index.js";
import { type Bench, startBench } from "./simulator-client.js";

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.simulator.close());

interface Body {
  readonly query: string;
  readonly operationName: string;
  readonly variables: object;
}

const fixtures = new URL("../fixtures/", import.meta.url);

/** What an operation sends for the inputs of its fixtures that are answered with an output. */
const requestsOf = (operation: AnyOperation, apiVersion: string): readonly Body[] => {
  const folder = new URL(`${operation.id}/`, fixtures);
  if (isComposed(operation) || !existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const { input, output, apiVersion: own = apiVersion } = JSON.parse(readFileSync(new URL(name, folder), "utf8"));
    const parsed = operation.input.safeParse(input ?? {});
    if (!parsed.success || output === undefined || own !== apiVersion) return [];
    try {
      const context = { apiVersion, settings: {}, idempotencyKey: `${operation.id} ${name}` };
      return [operation.request(parsed.data, context).body as Body];
    } catch {
      // Some inputs are refused on old versions before anything is sent.
      return [];
    }
  });
};

const exchanges = listOperations(operations).filter((operation) => !isComposed(operation));

describe.each(["2026-01", "2026-04", "2026-07", "2026-10"])("on version %s", (version) => {
  it.each(exchanges.map((operation) => [operation.id, operation] as const))(
    "runs what %s sends",
    async (_, operation) => {
      const requests = requestsOf(operation, version);
      expect(requests.length).toBeGreaterThan(0);
      for (const { query, variables, operationName } of requests) {
        const { status, body, errors } = await bench.query(query, variables, { version, operationName });
        const refused = errors.filter(
          ({ extensions }) => extensions?.code !== "NOT_FOUND" && extensions?.code !== "BAD_REQUEST",
        );
        expect([status, "data" in body, refused]).toEqual([200, true, []]);
        expect(body.extensions.cost.requestedQueryCost).toBeLessThanOrEqual(1000);
      }
    },
  );
});
