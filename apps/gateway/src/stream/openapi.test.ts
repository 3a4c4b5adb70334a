import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, it } from "vitest";
import { toOpenApi } from "../rest/openapi.js";
import { streamPaths } from "./openapi.js";

it("describes the stream in valid OpenAPI 3.1", async () => {
  const document = toOpenApi({ version: "0.0.0", connectors: [], operations: [] });
  const verdict = await new Validator().validate({ ...document, paths: structuredClone(streamPaths) });
  expect(verdict.errors ?? []).toEqual([]);
  expect(streamPaths["/v1/stream"].get.parameters.map(({ name }) => name)).toEqual([
    "after",
    "types",
    "connections",
    "Last-Event-ID",
  ]);
});
