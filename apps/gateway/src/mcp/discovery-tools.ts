import type { Effect } from "@trunkline/core";
import type { OperationEntry } from "@trunkline/registry";
import { z } from "zod";
import type { Gateway, OperationFilter } from "../gateway.js";
import { briefEnvelopeSchema } from "./envelope-schema.js";
import { leanSchema, propertyPaths } from "./json-schema.js";
import { describe } from "./operation-tool.js";
import { defineOwnTool } from "./own-tool.js";
import { ownSuccess } from "./result.js";
import type { SearchOperations } from "./search.js";
import { hintsOf, type McpTool } from "./tool.js";

/** What the tools that find operations stand on. */
export interface DiscoveryDeps {
  readonly gateway: Gateway;
  readonly search: SearchOperations;
  /** Which operations the view may speak of. */
  readonly filter: OperationFilter;
}

/** The tool that calls operations of this effect. */
export const callToolOf = (effect: Effect): string =>
  ({ read: "call_read", write: "call_write", destroy: "call_destructive" })[effect];

const effects = z.enum(["read", "write", "destroy"]);
const closedWorld = hintsOf("read", { idempotent: true, openWorld: false });

/** `search_operations`: which operation does what I want? */
export const searchTool = ({ gateway, search, filter }: DiscoveryDeps): McpTool =>
  defineOwnTool({
    name: "search_operations",
    title: "Search operations",
    description:
      "Find the operation for a task, in plain words. Answers ids with the tool that calls them, best first; the first comes with its input schema.",
    effect: "read",
    annotations: closedWorld,
    outputSchema: briefEnvelopeSchema,
    input: z.strictObject({
      query: z.string().min(1).max(400).describe('What you want to do, e.g. "give money back for an order"'),
      connector: z.string().optional().describe("Only this connector"),
      effect: effects.optional(),
      limit: z.number().int().min(1).max(10).default(5),
      detail: z.enum(["names", "summary", "schema"]).default("summary"),
    }),
    call: ({ detail, connector, effect, ...query }, { principal }) => {
      const among = gateway.visible(principal, filter);
      const narrowed = {
        ...query,
        ...(connector !== undefined && { connector }),
        ...(effect !== undefined && { effect }),
      };
      const found = search(narrowed, among);
      if (detail === "names") return ownSuccess({ operations: found.map(({ id }) => id) });
      const operations = found.map((entry, rank) => ({
        ...summaryOf(entry),
        ...((detail === "schema" || rank === 0) && { inputSchema: leanSchema(entry.inputSchema) }),
      }));
      if (operations.length > 0) return ownSuccess({ operations });
      const connectors = [...new Set(among.map((entry) => entry.connector))];
      return ownSuccess({
        operations,
        hint: `Nothing matches. Try other words or fewer filters. Connectors: ${connectors.join(", ") || "none that your key may use"}.`,
      });
    },
  });

/** `describe_operation`: everything needed to call it. */
export const describeTool = ({ gateway, search, filter }: DiscoveryDeps): McpTool =>
  defineOwnTool({
    name: "describe_operation",
    title: "Describe operations",
    description: "Input schema, output fields, examples and effect of up to 5 operations.",
    effect: "read",
    annotations: closedWorld,
    outputSchema: briefEnvelopeSchema,
    input: z.strictObject({
      ids: z.array(z.string().max(200)).min(1).max(5).describe("Operation ids from search_operations"),
    }),
    call: ({ ids }, { principal }) => {
      const visible = gateway.visible(principal, filter);
      const known = new Map(visible.map((entry) => [entry.id, entry]));
      const wanted = [...new Set(ids)];
      const unknown = wanted
        .filter((id) => !known.has(id))
        .map((id) => ({
          id,
          similar: search({ query: id.replaceAll(/[._]/g, " "), limit: 3 }, visible).map((entry) => entry.id),
        }));
      const operations = wanted.flatMap((id) => known.get(id) ?? []).map(fullOf);
      return ownSuccess({ operations, ...(unknown.length > 0 && { unknown }) });
    },
  });

const summaryOf = (entry: OperationEntry) => ({
  id: entry.id,
  summary: describe(entry),
  effect: entry.effect,
  callWith: callToolOf(entry.effect),
});

const fullOf = (entry: OperationEntry) => ({
  ...summaryOf(entry),
  idempotency: entry.idempotency,
  inputSchema: leanSchema(entry.inputSchema),
  outputFields: propertyPaths(entry.outputSchema, 120),
  ...(entry.pageItems !== undefined && { pageItems: entry.pageItems }),
  ...(entry.examples.length > 0 && { examples: entry.examples }),
  docs: entry.docs,
});
