import { defineOperation } from "@trunkline/core";
import { z } from "zod";
import { pageInput, searchInputFor, toSearchQuery } from "../schemas/common.js";
import { Location, LocationWire, locationFields, toLocation } from "../schemas/locations.js";
import { adminDocs } from "../wire/docs-link.js";
import { connectionWire, decodeData, graphql, toPage } from "../wire/graphql.js";
import { pageCost } from "../wire/page-cost.js";

const listDocument = `query LocationsList($first: Int!, $after: String, $query: String, $includeInactive: Boolean!) {
  locations(first: $first, after: $after, query: $query, includeInactive: $includeInactive) {
    nodes { ${locationFields} }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** Where inventory lies. */
export const listLocations = defineOperation({
  id: "shopify.locations.list",
  summary: "List the shop's locations: warehouses, stores and other places that hold stock",
  docs: adminDocs("queries/locations"),
  effect: "read",
  input: z.object({
    ...pageInput,
    ...searchInputFor("name:Hamburg*"),
    includeInactive: z.boolean().default(false).describe("Whether deactivated locations are listed too"),
  }),
  output: z.object({ locations: z.array(Location), nextCursor: z.string().optional() }),
  pagination: { items: "locations" },
  scopes: ["read_locations"],
  keywords: ["warehouse", "store", "branch", "stock", "address"],
  examples: [{ title: "All active locations", input: {} }],
  request: ({ limit, cursor, query, includeInactive }) =>
    graphql("LocationsList", listDocument, {
      first: limit,
      after: cursor ?? null,
      query: toSearchQuery(query),
      includeInactive,
    }),
  response: decodeData(z.object({ locations: connectionWire(LocationWire) }), ({ locations }) => ({
    locations: locations.nodes.map(toLocation),
    ...toPage(locations),
  })),
  quota: { bucket: "graphql", cost: pageCost(7, 20) },
  cache: { ttlMs: 600_000 },
});

/** Branch `locations` of the tree. */
export const locations = { list: listLocations };
