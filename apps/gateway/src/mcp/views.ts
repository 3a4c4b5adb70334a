import type { Principal } from "../auth/principal.js";
import type { Gateway, OperationFilter } from "../gateway.js";
import { curatedOperations } from "./curated.js";
import { callToolOf, type DiscoveryDeps } from "./discovery-tools.js";
import { toInstructions } from "./instructions.js";
import { listConnectionsTool } from "./list-connections.js";
import { metaTools } from "./meta-tools.js";
import { toBriefTool, toTool } from "./operation-tool.js";
import { refusal } from "./result.js";
import { createSearch } from "./search.js";
import type { McpTool, ToolDefinition } from "./tool.js";
import { toToolName } from "./tool-name.js";

/** Which tools a client asked for, by the URL it connects to. */
export type ViewName = "compact" | "all" | { readonly connectors: readonly string[] };

/** A view as asked for. */
export interface ViewRequest {
  readonly view: ViewName;
  /** Only reads. */
  readonly readonly?: boolean;
}

/** One view: what it lists to whom, and what can be called in it. */
export interface View {
  readonly instructions: string;
  /** Operations the view speaks of. */
  readonly filter: OperationFilter;
  /** The tools this principal sees: the same frozen list for the same rights, in a fixed order. */
  list(principal: Principal): readonly ToolDefinition[];
  /**
   * The tool of that name. An operation that the view does not list answers which tool calls it; whether the caller may
   * call is decided when it is called. Nothing: no such tool anywhere.
   */
  tool(name: string): McpTool | undefined;
  /** Every tool the view can list. */
  readonly tools: readonly McpTool[];
}

/** Every view, built once and kept. */
export interface Views {
  /** The view, or the connectors that are not served: an empty list where none was named. */
  find(request: ViewRequest): View | { readonly unknownConnectors: readonly string[] };
}

/** Prepares the views of a gateway. Definitions are worked out once, when a view is first asked for. */
export const createViews = (gateway: Gateway): Views => {
  const search = createSearch(gateway.registry.operations);
  const direct = new Map(
    gateway.registry.operations.map((entry) => [entry.id, { entry, tool: toTool(entry, gateway) }]),
  );
  const served = new Set(gateway.registry.connectors.map(({ id }) => id));
  const built = new Map<string, View>();
  return {
    find: ({ view, readonly = false }) => {
      const connectors = typeof view === "object" ? [...new Set(view.connectors)].sort() : undefined;
      const unknownConnectors = (connectors ?? []).filter((id) => !served.has(id));
      if (unknownConnectors.length > 0 || connectors?.length === 0) return { unknownConnectors };
      const key = `${connectors?.join(",") ?? (view as string)} ${readonly}`;
      const filter: OperationFilter = { ...(connectors && { connectors }), ...(readonly && { readonly }) };
      const known = built.get(key) ?? buildView({ gateway, search, filter }, view === "compact", direct);
      built.set(key, known);
      return known;
    },
  };
};

type DirectTools = ReadonlyMap<string, { readonly entry: Parameters<typeof toTool>[0]; readonly tool: McpTool }>;

interface Listed {
  readonly tool: McpTool;
  /** The operation that must be visible for the tool to be listed. */
  readonly operation?: string;
}

const buildView = (deps: DiscoveryDeps, compact: boolean, direct: DirectTools): View => {
  const { gateway, filter } = deps;
  const covered = [...direct.values()].filter(
    ({ entry }) =>
      (filter.connectors?.includes(entry.connector) ?? true) && (filter.readonly !== true || entry.effect === "read"),
  );
  const operations: readonly Listed[] = compact
    ? covered
        .filter(({ entry }) => curatedOperations.includes(entry.id))
        .sort((a, b) => curatedOperations.indexOf(a.entry.id) - curatedOperations.indexOf(b.entry.id))
        .map(({ entry, tool }) => ({ tool: toBriefTool(tool), operation: entry.id }))
    : covered.map(({ entry, tool }) => ({ tool, operation: entry.id }));
  const own: readonly Listed[] = (
    compact ? [...metaTools(deps), listConnectionsTool(gateway, filter)] : [listConnectionsTool(gateway, filter)]
  )
    .filter((tool) => filter.readonly !== true || tool.effect === "read")
    .map((tool) => ({ tool }));
  const listed = [...own, ...operations];
  const byName = new Map(listed.map(({ tool }) => [tool.definition.name, tool]));
  const elsewhere = new Map([...direct.keys()].map((id) => [toToolName(id), id]));
  return {
    instructions: toInstructions({ connectors: connectorsOf(deps), compact, readonly: filter.readonly === true }),
    filter,
    tools: listed.map(({ tool }) => tool),
    list: frozenLists(gateway, filter, listed),
    tool: (name) =>
      byName.get(name) ??
      notListed(direct.get(elsewhere.get(name) ?? ""), { compact, readonly: filter.readonly === true }),
  };
};

const connectorsOf = ({ gateway, filter }: DiscoveryDeps) =>
  gateway.registry.connectors.filter(({ id }) => filter.connectors?.includes(id) ?? true);

/** Most distinct rights whose lists are kept per view. */
const maxLists = 256;

const frozenLists = (gateway: Gateway, filter: OperationFilter, listed: readonly Listed[]): View["list"] => {
  const lists = new Map<string, readonly ToolDefinition[]>();
  return (principal) => {
    const visible = gateway.visible(principal, filter);
    const ids = new Set(visible.map(({ id }) => id));
    const key = [...ids].join();
    const known = lists.get(key);
    if (known) return known;
    const effects = new Set(visible.map(({ effect }) => effect));
    const shown = listed.filter(({ tool, operation }) =>
      operation === undefined ? tool.effect === "read" || effects.has(tool.effect) : ids.has(operation),
    );
    const list = Object.freeze(shown.map(({ tool }) => tool.definition));
    if (lists.size >= maxLists) lists.clear();
    lists.set(key, list);
    return list;
  };
};

const notListed = (
  known: { readonly entry: { readonly id: string }; readonly tool: McpTool } | undefined,
  view: { readonly compact: boolean; readonly readonly: boolean },
): McpTool | undefined => {
  if (known === undefined) return undefined;
  const { id } = known.entry;
  const { effect } = known.tool;
  const blocked = view.readonly && effect !== "read";
  const message = blocked
    ? `This is a read-only view; ${id} has the effect "${effect}".`
    : view.compact
      ? `${known.tool.definition.name} is not a tool of this view. Use ${callToolOf(effect)} with {"operation":"${id}","arguments":{…}}.`
      : `${id} does not belong to this view.`;
  const answer = blocked
    ? refusal("FORBIDDEN", { message, help: "Tell the user that this connection only reads." })
    : refusal("UNKNOWN_OPERATION", {
        message,
        help: view.compact ? `Use the tool ${callToolOf(effect)}.` : "List the tools to see what there is.",
      });
  return { ...known.tool, call: () => Promise.resolve(answer) };
};
