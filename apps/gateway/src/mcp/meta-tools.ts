import type { Effect } from "@trunkline/core";
import type { OperationEntry } from "@trunkline/registry";
import { z } from "zod";
import type { Gateway, OperationFilter } from "../gateway.js";
import { callToolOf, type DiscoveryDeps, describeTool, searchTool } from "./discovery-tools.js";
import { briefEnvelopeSchema } from "./envelope-schema.js";
import { callOperation } from "./operation-tool.js";
import { defineOwnTool } from "./own-tool.js";
import { type AnswerShape, refusal, toAnswerShape } from "./result.js";
import { hintsOf, type McpTool, type ToolAnswer } from "./tool.js";

/** The tools through which the compact view reaches every operation. In the order listed. */
export const metaTools = (deps: DiscoveryDeps): readonly McpTool[] => [
  searchTool(deps),
  describeTool(deps),
  callTool("read", deps),
  callTool("write", deps),
  callTool("destroy", deps),
];

const descriptions: Readonly<Record<Effect, string>> = {
  read: "Run an operation that only reads.",
  write: "Run an operation that creates or changes something.",
  destroy:
    "Run an operation that deletes, cancels, pays out or otherwise cannot be undone. Confirm with the user first.",
};

const common = {
  operation: z.string().max(200).describe("Operation id"),
  arguments: z.record(z.string(), z.unknown()).default({}).describe("The operation's input"),
  connection: z.string().optional().describe("Account to use, from list_connections"),
  fields: z.array(z.string()).optional().describe("Keep only these dotted paths of data"),
};
const idempotencyKey = z
  .string()
  .min(1)
  .max(255)
  .optional()
  .describe("Repeat with the same key and arguments to do it once");

/** `call_read`, `call_write`, `call_destructive`: each refuses operations of another effect, so that a host may trust its hints. */
const callTool = (effect: Effect, { gateway, filter, search }: DiscoveryDeps): McpTool => {
  const name = callToolOf(effect);
  const shapes = shapesOf(gateway);
  return defineOwnTool({
    name,
    title: { read: "Call a read", write: "Call a write", destroy: "Call a destructive operation" }[effect],
    description: `${descriptions[effect]} Find operation and arguments with search_operations.`,
    effect,
    annotations: hintsOf(effect, { idempotent: false, openWorld: true }),
    outputSchema: briefEnvelopeSchema,
    input: effect === "read" ? z.strictObject(common) : z.strictObject({ ...common, idempotencyKey }),
    call: ({ operation, arguments: input, ...extras }, context) => {
      const entry = gateway.registry.operation(operation);
      if (entry === undefined || !covers(filter, entry)) {
        const similar = search(
          { query: operation.replaceAll(/[._]/g, " "), limit: 3 },
          gateway.visible(context.principal, filter),
        );
        return unknownOperation(operation, similar);
      }
      if (entry.effect !== effect) return wrongEffect(entry, name);
      const call = Object.fromEntries(Object.entries(extras).filter(([, value]) => value !== undefined));
      return callOperation(gateway, entry, shapes(entry), { ...call, input }, context);
    },
  });
};

const shapesOf = (gateway: Gateway): ((entry: OperationEntry) => AnswerShape) => {
  const shapes = new Map(gateway.registry.operations.map((entry) => [entry.id, toAnswerShape(entry)]));
  return (entry) => shapes.get(entry.id) ?? toAnswerShape(entry);
};

const covers = ({ connectors, readonly }: OperationFilter, entry: OperationEntry): boolean =>
  (connectors === undefined || connectors.includes(entry.connector)) && (readonly !== true || entry.effect === "read");

const unknownOperation = (operation: string, similar: readonly OperationEntry[]): ToolAnswer =>
  refusal("UNKNOWN_OPERATION", {
    message: `There is no operation "${operation}" here.${similar.length > 0 ? ` Similar: ${similar.map(({ id }) => id).join(", ")}.` : ""}`,
  });

const wrongEffect = ({ id, effect }: OperationEntry, name: string): ToolAnswer =>
  refusal("INVALID_INPUT", {
    message: `${id} has the effect "${effect}", which ${name} does not call. Use ${callToolOf(effect)} with the same arguments.`,
    issues: [{ path: "operation", message: `Call it with ${callToolOf(effect)}` }],
    help: `Use the tool ${callToolOf(effect)}.`,
  });
