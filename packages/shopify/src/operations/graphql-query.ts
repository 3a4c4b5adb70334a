import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { decodeData, graphql } from "../wire/graphql.js";
import { estimateCost, parseReadDocument } from "../wire/read-document.js";

const Input = z.object({
  query: z
    .string()
    .min(1)
    .max(50_000)
    .describe("GraphQL document with one query; fragments may stand beside it. Mutations are refused"),
  variables: z.record(z.string(), z.unknown()).default({}).describe("Values of the document's variables"),
});

/** A query of the caller's own. Its answer is given as it came. */
export const queryGraphql = defineOperation({
  id: "shopify.graphql.query",
  summary: "Run a GraphQL query of your own against the Admin API",
  description:
    "Queries only; connections need first or last (at most 250), and one query may cost 1000 points. Prefer the other operations where one fits.",
  docs: "https://shopify.dev/docs/api/admin-graphql/latest",
  effect: "read",
  input: Input,
  output: z.object({ data: z.record(z.string(), z.unknown()).describe("The query's fields, as selected") }),
  keywords: ["raw", "custom", "collections", "markets", "anything else"],
  examples: [
    {
      title: "The first collections",
      input: {
        query: "query Collections($n: Int!) { collections(first: $n) { nodes { id title } } }",
        variables: { n: 10 },
      },
    },
  ],
  request: ({ query, variables }) => graphql(parseReadDocument(query).operationName, query, variables),
  response: decodeData(z.record(z.string(), z.unknown()), (data) => ({ data })),
  quota: { bucket: "graphql", cost: ({ query, variables }) => estimateCost(query, variables) },
});

/** Queries of the caller's own. */
export const rawGraphql = { query: queryGraphql };
