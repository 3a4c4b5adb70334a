import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { BulkOperation, BulkOperationWire, bulkOperationFields, toBulkOperation } from "../schemas/bulk.js";
import { gid } from "../schemas/common.js";
import { adminDocs } from "../wire/docs-link.js";
import { decodeData, decodeMutation, graphql, notFoundWhenNull } from "../wire/graphql.js";

/** What is exported. */
export const bulkQueryInput = {
  query: z
    .string()
    .min(1)
    .max(50_000)
    .describe(
      "GraphQL query of one to five connections, selected as edges { node { … } }, nested at most twice; parents of nested ones select id",
    ),
  groupObjects: z
    .boolean()
    .default(false)
    .describe("Write children right behind their parent; slower. Otherwise join them by parentId"),
};

/** A start that worth an example: all products with their variants. */
export const bulkExample = {
  title: "Every product with its variants",
  input: {
    query: "{ products { edges { node { id title variants { edges { node { id sku price } } } } } } }",
  },
};

/** Starts an export; it then runs at Shopify. */
export const startBulkOperation = defineOperation({
  id: "shopify.bulk.start",
  summary: "Start a bulk export of everything that a query selects",
  description:
    "Runs at Shopify without taking query cost; five may run at once, a sixth is refused with CONFLICT. shopify.bulk.run also waits for the end.",
  docs: "https://shopify.dev/docs/api/usage/bulk-operations/queries",
  effect: "write",
  idempotency: "none",
  input: z.object(bulkQueryInput),
  output: BulkOperation,
  keywords: ["export", "dump", "all", "jsonl", "large"],
  examples: [bulkExample],
  request: ({ query, groupObjects }) =>
    graphql(
      "BulkStart",
      `mutation BulkStart($query: String!, $groupObjects: Boolean!) {
  bulkOperationRunQuery(query: $query, groupObjects: $groupObjects) {
    bulkOperation { ${bulkOperationFields} }
    userErrors { field message code }
  }
}`,
      { query, groupObjects },
    ),
  response: decodeMutation({
    root: "bulkOperationRunQuery",
    result: "bulkOperation",
    wire: z.object({ bulkOperation: BulkOperationWire }),
    map: ({ bulkOperation }) => toBulkOperation(bulkOperation),
  }),
  quota: { bucket: "graphql", cost: 10 },
});

/** State of an export or import. */
export const getBulkOperation = defineOperation({
  id: "shopify.bulk.get",
  summary: "Get the state, counts and result address of a bulk operation",
  docs: adminDocs("queries/bulkOperation"),
  effect: "read",
  input: z.object({ id: gid("BulkOperation") }),
  output: BulkOperation,
  keywords: ["export", "progress", "status", "poll", "finished"],
  examples: [{ title: "Is it done?", input: { id: "gid://shopify/BulkOperation/8001234567890" } }],
  request: ({ id }) =>
    graphql("BulkGet", `query BulkGet($id: ID!) { bulkOperation(id: $id) { ${bulkOperationFields} } }`, { id }),
  response: decodeData(
    z.object({ bulkOperation: BulkOperationWire.nullish() }),
    ({ bulkOperation }, { input }: { readonly input: { readonly id: string } }) =>
      toBulkOperation(notFoundWhenNull(bulkOperation, `bulk operation ${input.id}`)),
  ),
  quota: { bucket: "graphql", cost: 1 },
});

/** Stops an export or import. */
export const cancelBulkOperation = defineOperation({
  id: "shopify.bulk.cancel",
  summary: "Cancel a running bulk operation",
  description: "It is CANCELING for a while and then CANCELED; what an import already wrote stays.",
  docs: adminDocs("mutations/bulkOperationCancel"),
  effect: "write",
  idempotency: "natural",
  input: z.object({ id: gid("BulkOperation") }),
  output: BulkOperation,
  keywords: ["export", "stop", "abort"],
  examples: [{ title: "Stop it", input: { id: "gid://shopify/BulkOperation/8001234567890" } }],
  request: ({ id }) =>
    graphql(
      "BulkCancel",
      `mutation BulkCancel($id: ID!) {
  bulkOperationCancel(id: $id) {
    bulkOperation { ${bulkOperationFields} }
    userErrors { field message }
  }
}`,
      { id },
    ),
  response: decodeMutation({
    root: "bulkOperationCancel",
    result: "bulkOperation",
    strict: true,
    wire: z.object({ bulkOperation: BulkOperationWire }),
    map: ({ bulkOperation }) => toBulkOperation(bulkOperation),
  }),
  quota: { bucket: "graphql", cost: 10 },
});
