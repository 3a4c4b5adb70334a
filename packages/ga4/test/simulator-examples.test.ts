import { listOperations } from "@trunkline/core";
import { expect, it } from "vitest";
import { operations } from "../src/operations/index.js";
import { openSimulator } from "./open-simulator.js";

const examples = listOperations(operations).flatMap((operation) =>
  (operation.examples ?? []).map(({ title, input }) => [operation.id, title, operation, input] as const),
);

/** An example's own property is the simulated one; what hangs on it has other ids, and is then not found. */
const adapted = (input: unknown): unknown =>
  JSON.parse(
    JSON.stringify(input).replaceAll("123456789/", "470100200/").replaceAll("/dataStreams/5", "/dataStreams/5501"),
  );

it.each(examples)("answers %s: %s", async (_id, _title, operation, input) => {
  const { client } = await openSimulator();
  const answer = await client.$connection.execute(operation, adapted(input));
  const code = answer.ok ? "ok" : answer.error.code;
  // A wrong path would be UPSTREAM_BAD_REQUEST, a reply that we cannot read CONTRACT_VIOLATION.
  const namesAnother = JSON.stringify(input).includes("123456789/");
  expect(namesAnother ? ["ok", "NOT_FOUND"] : ["ok"], answer.ok ? "" : answer.error.message).toContain(code);
});
