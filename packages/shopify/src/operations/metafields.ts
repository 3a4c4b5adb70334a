import { ConnectorError, defineOperation } from "@trunkline/core";
import { z } from "zod";
import { gid, pageInput } from "../schemas/common.js";
import { Metafield, MetafieldWire, metafieldFields } from "../schemas/metafields.js";
import { adminDocs } from "../wire/docs-link.js";
import { connectionWire, decodeData, decodeMutation, graphql, notFoundWhenNull, toPage } from "../wire/graphql.js";
import { pageCost } from "../wire/page-cost.js";

interface OwnerInput {
  readonly ownerId: string;
}

const OwnerWire = z.object({ node: z.object({ metafields: connectionWire(MetafieldWire).nullish() }).nullish() });

const get = defineOperation({
  id: "shopify.metafields.get",
  summary: "Get the metafields of one product, order, customer, shop or other owner",
  description: "All of them, those of one namespace, or those of the keys named. Needs the owner's read scope.",
  docs: adminDocs("interfaces/HasMetafields"),
  effect: "read",
  input: z.object({
    ownerId: gid().describe("Id of the owner, e.g. gid://shopify/Product/8123456789012"),
    namespace: z.string().min(1).optional().describe("Only this namespace, e.g. custom"),
    keys: z
      .array(z.string().min(1))
      .min(1)
      .max(250)
      .optional()
      .describe("Only these; written namespace.key where namespace is not given"),
    ...pageInput,
  }),
  output: z.object({ metafields: z.array(Metafield), nextCursor: z.string().optional() }),
  keywords: ["custom fields", "custom data", "attributes", "extra information"],
  examples: [{ title: "Of a product", input: { ownerId: "gid://shopify/Product/8123456789012", namespace: "custom" } }],
  pagination: { items: "metafields" },
  request: ({ ownerId, namespace, keys, limit, cursor }) =>
    graphql(
      "MetafieldsGet",
      `query MetafieldsGet($ownerId: ID!, $namespace: String, $keys: [String!], $first: Int!, $after: String) {
        node(id: $ownerId) {
          ... on HasMetafields {
            metafields(namespace: $namespace, keys: $keys, first: $first, after: $after) {
              nodes ${metafieldFields}
              pageInfo { hasNextPage endCursor }
            }
          }
        }
      }`,
      { ownerId, namespace: namespace ?? null, keys: keys ?? null, first: limit, after: cursor ?? null },
    ),
  response: decodeData(OwnerWire, ({ node }, { input }: { readonly input: OwnerInput }) => {
    const { metafields: page } = notFoundWhenNull(node, `object ${input.ownerId}`);
    if (page) return { metafields: page.nodes, ...toPage(page) };
    throw new ConnectorError("REJECTED", { message: `${input.ownerId} is of a type that has no metafields.` });
  }),
  quota: { bucket: "graphql", cost: pageCost(4, 10) },
  cache: { ttlMs: 30_000 },
});

const set = defineOperation({
  id: "shopify.metafields.set",
  summary: "Create or change up to 25 metafields at once",
  description:
    "All are written or none. With compareDigest a field changed since it was read is refused with CONFLICT. Needs the owners' write scope.",
  docs: adminDocs("mutations/metafieldsSet"),
  effect: "write",
  idempotency: "natural",
  input: z.object({
    metafields: z
      .array(
        z.strictObject({
          ownerId: gid().describe("Id of the owner, e.g. gid://shopify/Product/8123456789012"),
          namespace: z.string().min(1).optional().describe("Default: the app's own namespace"),
          key: z.string().min(1),
          type: z
            .string()
            .min(1)
            .optional()
            .describe("e.g. single_line_text_field; required where no definition exists"),
          value: z.string().describe("Always text; JSON text for lists, measurements, ratings and json"),
          compareDigest: z
            .string()
            .nullable()
            .optional()
            .describe("As read: write only if unchanged since; null: only create; left out: write in any case"),
        }),
      )
      .min(1)
      .max(25),
  }),
  output: z.object({ metafields: z.array(Metafield) }),
  keywords: ["custom fields", "custom data", "attributes", "write", "update"],
  examples: [
    {
      title: "One text",
      input: {
        metafields: [
          {
            ownerId: "gid://shopify/Product/8123456789012",
            namespace: "custom",
            key: "origin",
            type: "single_line_text_field",
            value: "Darjeeling",
          },
        ],
      },
    },
  ],
  request: ({ metafields: fields }) =>
    graphql(
      "MetafieldsSet",
      `mutation MetafieldsSet($metafields: [MetafieldsSetInput!]!) {
        metafieldsSet(metafields: $metafields) {
          metafields ${metafieldFields}
          userErrors { code field message }
        }
      }`,
      { metafields: fields },
    ),
  // A refusal comes with an empty list, not with null.
  response: decodeMutation({
    root: "metafieldsSet",
    result: "metafields",
    wire: z.object({ metafields: z.array(MetafieldWire) }),
    map: ({ metafields: fields }) => ({ metafields: fields }),
  }),
  quota: { bucket: "graphql", cost: 10 },
});

/** Operations on metafields. */
export const metafields = { get, set };
