import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { gid } from "../schemas/common.js";
import { tagList } from "../schemas/inputs.js";
import { adminDocs } from "../wire/docs-link.js";
import { decodeMutation, graphql } from "../wire/graphql.js";

const input = z.object({
  id: gid("Order", "Product", "Customer", "DraftOrder", "Article").describe(
    "Order, product, customer, draft order or article, e.g. gid://shopify/Order/5712345678901",
  ),
  tags: tagList.min(1),
});

const output = z.object({
  id: z.string(),
  tags: z.array(z.string()).optional().describe("All tags afterwards; absent where the app may not read them"),
});

const nodeFields = `node {
  id
  ... on Order { tags }
  ... on Product { tags }
  ... on Customer { tags }
  ... on DraftOrder { tags }
  ... on Article { tags }
}`;

const Payload = z.object({ node: z.object({ id: z.string(), tags: z.array(z.string()).nullish() }) });

const toTagged = ({ node: { id, tags } }: z.output<typeof Payload>) => ({ id, ...(tags && { tags }) });

const add = defineOperation({
  id: "shopify.tags.add",
  summary: "Add tags to an order, product, customer, draft order or article",
  description: "Tags it has already stay; repeating changes nothing. Needs the write scope of the tagged object.",
  docs: adminDocs("mutations/tagsAdd"),
  effect: "write",
  idempotency: "natural",
  input,
  output,
  keywords: ["label", "mark", "categorise", "segment"],
  examples: [{ title: "Tag an order", input: { id: "gid://shopify/Order/5712345678901", tags: ["gift"] } }],
  request: (variables) =>
    graphql(
      "TagsAdd",
      `mutation TagsAdd($id: ID!, $tags: [String!]!) {
        tagsAdd(id: $id, tags: $tags) { ${nodeFields} userErrors { field message } }
      }`,
      variables,
    ),
  response: decodeMutation({ root: "tagsAdd", result: "node", strict: true, wire: Payload, map: toTagged }),
  quota: { bucket: "graphql", cost: 10 },
});

const remove = defineOperation({
  id: "shopify.tags.remove",
  summary: "Remove tags from an order, product, customer, draft order or article",
  description: "Tags it does not have are passed over. Needs the write scope of the tagged object.",
  docs: adminDocs("mutations/tagsRemove"),
  effect: "write",
  idempotency: "natural",
  input,
  output,
  keywords: ["untag", "unlabel", "unmark"],
  examples: [{ title: "Untag a customer", input: { id: "gid://shopify/Customer/7012345678901", tags: ["vip"] } }],
  request: (variables) =>
    graphql(
      "TagsRemove",
      `mutation TagsRemove($id: ID!, $tags: [String!]!) {
        tagsRemove(id: $id, tags: $tags) { ${nodeFields} userErrors { field message } }
      }`,
      variables,
    ),
  response: decodeMutation({ root: "tagsRemove", result: "node", strict: true, wire: Payload, map: toTagged }),
  quota: { bucket: "graphql", cost: 10 },
});

/** Operations on tags. */
export const tags = { add, remove };
