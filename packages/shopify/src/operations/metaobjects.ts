import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { pageInput, searchInputFor, toSearchQuery } from "../schemas/common.js";
import { given } from "../schemas/inputs.js";
import { Metaobject, MetaobjectWire, metaobjectFields, toMetaobject } from "../schemas/metaobjects.js";
import { adminDocs } from "../wire/docs-link.js";
import { connectionWire, decodeData, decodeMutation, graphql, toPage } from "../wire/graphql.js";
import { pageCost } from "../wire/page-cost.js";

const type = z.string().min(1).describe("Type of the definition, e.g. tea_garden");

const list = defineOperation({
  id: "shopify.metaobjects.list",
  summary: "List the metaobjects of one type",
  description: "Metaobjects are entries of content types the shop defined itself. An unknown type gives an empty list.",
  docs: adminDocs("queries/metaobjects"),
  effect: "read",
  input: z.object({
    type,
    ...searchInputFor("fields.country:India"),
    sortKey: z.enum(["id", "type", "updated_at", "display_name"]).default("id"),
    reverse: z.boolean().default(false).describe("Descending, default false"),
    ...pageInput,
  }),
  output: z.object({ metaobjects: z.array(Metaobject), nextCursor: z.string().optional() }),
  scopes: ["read_metaobjects"],
  keywords: ["custom content", "entries", "structured content", "cms"],
  examples: [{ title: "All of a type", input: { type: "tea_garden" } }],
  pagination: { items: "metaobjects" },
  request: ({ type: name, limit, cursor, query, sortKey, reverse }) =>
    graphql(
      "MetaobjectsList",
      `query MetaobjectsList($type: String!, $first: Int!, $after: String, $query: String, $sortKey: String,
        $reverse: Boolean) {
        metaobjects(type: $type, first: $first, after: $after, query: $query, sortKey: $sortKey, reverse: $reverse) {
          nodes ${metaobjectFields}
          pageInfo { hasNextPage endCursor }
        }
      }`,
      { type: name, first: limit, after: cursor ?? null, query: toSearchQuery(query), sortKey, reverse },
    ),
  response: decodeData(z.object({ metaobjects: connectionWire(MetaobjectWire) }), ({ metaobjects: page }) => ({
    metaobjects: page.nodes.map(toMetaobject),
    ...toPage(page),
  })),
  quota: { bucket: "graphql", cost: pageCost(62, 82) },
  cache: { ttlMs: 60_000 },
});

const upsert = defineOperation({
  id: "shopify.metaobjects.upsert",
  summary: "Create or update the metaobject with this type and handle",
  description:
    "Fields left out stay as they are. The type's definition must exist; repeating changes nothing unless newHandle is given.",
  docs: adminDocs("mutations/metaobjectUpsert"),
  effect: "write",
  // Once renamed, the old handle names nothing: a repeat would create a second entry.
  idempotency: ({ newHandle }) => (newHandle === undefined ? "natural" : "none"),
  input: z.object({
    type,
    handle: z.string().min(1).describe("Unique within the type, e.g. makaibari"),
    fields: z
      .array(
        z.strictObject({
          key: z.string().min(1),
          value: z.string().describe("Always text; JSON text for lists and json"),
        }),
      )
      .max(250)
      .default([]),
    status: z.enum(["ACTIVE", "DRAFT"]).optional().describe("Only for types that can be published"),
    newHandle: z
      .string()
      .min(1)
      .optional()
      .describe("Renames the handle; then repeating with the old one creates another"),
  }),
  output: Metaobject,
  scopes: ["write_metaobjects"],
  keywords: ["custom content", "entry", "create", "update", "cms"],
  examples: [
    {
      title: "One entry",
      input: { type: "tea_garden", handle: "makaibari", fields: [{ key: "country", value: "India" }] },
    },
  ],
  request: ({ type: name, handle, fields, status, newHandle }) =>
    graphql(
      "MetaobjectUpsert",
      `mutation MetaobjectUpsert($handle: MetaobjectHandleInput!, $metaobject: MetaobjectUpsertInput!) {
        metaobjectUpsert(handle: $handle, metaobject: $metaobject) {
          metaobject ${metaobjectFields}
          userErrors { code field message }
        }
      }`,
      {
        handle: { type: name, handle },
        metaobject: given({ fields, handle: newHandle, capabilities: status && { publishable: { status } } }),
      },
    ),
  response: decodeMutation({
    root: "metaobjectUpsert",
    result: "metaobject",
    strict: true,
    wire: z.object({ metaobject: MetaobjectWire }),
    map: ({ metaobject }) => toMetaobject(metaobject),
  }),
  quota: { bucket: "graphql", cost: 14 },
});

/** Operations on metaobjects. */
export const metaobjects = { list, upsert };
