import { refusal } from "./result.js";
import type { McpTool, ToolAnswer, ToolArguments, ToolContext } from "./tool.js";

/** Runs a tool. A fault of ours becomes an answer too, and tells nothing about our inside. */
export const runTool = async (tool: McpTool, args: ToolArguments, context: ToolContext): Promise<ToolAnswer> => {
  try {
    return await tool.call(args, context);
  } catch (cause) {
    return refusal("INTERNAL", {
      message: `${tool.definition.name} failed inside Trunkline.`,
      outcome: tool.effect === "read" ? "not_executed" : "unknown",
      cause,
    });
  }
};
