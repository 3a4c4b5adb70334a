import type { Effect } from "@trunkline/core";
import { z } from "zod";
import { briefSchema, deepFreeze } from "./json-schema.js";
import { refusal } from "./result.js";
import type { McpTool, ToolAnswer, ToolContext, ToolDefinition } from "./tool.js";

/** A tool of the gateway itself, with a zod schema for its arguments. */
export interface OwnTool<I extends z.ZodType> extends Omit<ToolDefinition, "inputSchema"> {
  readonly effect: Effect;
  readonly input: I;
  /** May throw nothing: answers refusals. */
  call(input: z.output<I>, context: ToolContext): Promise<ToolAnswer> | ToolAnswer;
}

/** Makes a tool whose arguments are checked before it runs; what does not fit is answered with every path that is wrong. */
export const defineOwnTool = <I extends z.ZodType>({ effect, input, call, ...definition }: OwnTool<I>): McpTool => {
  const { $schema: _, ...inputSchema } = z.toJSONSchema(input, { io: "input" });
  return {
    definition: deepFreeze({ ...definition, inputSchema: briefSchema(inputSchema) }),
    effect,
    call: async (args, context) => {
      const parsed = input.safeParse(args);
      if (parsed.success) return call(parsed.data, context);
      const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.map(String).join("."), message }));
      return refusal("INVALID_INPUT", {
        message: `The arguments of ${definition.name} do not match its schema.`,
        issues,
      });
    },
  };
};
