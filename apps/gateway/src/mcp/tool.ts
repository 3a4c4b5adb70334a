import type { Effect, Progress } from "@trunkline/core";
import type { JsonSchema } from "@trunkline/registry";
import type { Principal } from "../auth/principal.js";

/** What a host may rely on when it decides whether to ask a person first. All four are always stated. */
export interface ToolHints {
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  /** True where the answer carries text that strangers wrote. */
  readonly openWorldHint: boolean;
}

/** A tool as listed. */
export interface ToolDefinition {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
  /** Of the structured content, success and failure alike. */
  readonly outputSchema: JsonSchema;
  readonly annotations: ToolHints;
}

/** Who calls a tool, and what the request around it can do. */
export interface ToolContext {
  readonly principal: Principal;
  readonly signal?: AbortSignal;
  readonly requestId?: string;
  /** Present when the caller asked for progress. */
  readonly onProgress?: (step: Progress) => void;
}

/** What a tool answers. On success `text` is the serialised `structuredContent`; on failure it says what to do next. */
export interface ToolAnswer {
  readonly structuredContent: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** The text as a JSON string, where it is known already. */
  readonly quotedText?: string;
  readonly isError: boolean;
}

/** The arguments of a call as the client sent them: an object, not yet validated. */
export type ToolArguments = Readonly<Record<string, unknown>>;

/** A tool that can be listed and called. `call` never rejects. */
export interface McpTool {
  readonly definition: ToolDefinition;
  readonly effect: Effect;
  call(args: ToolArguments, context: ToolContext): Promise<ToolAnswer>;
}

/** Hints of an effect class: `idempotent` says that repeating equal arguments changes nothing further. */
export const hintsOf = (
  effect: Effect,
  { idempotent, openWorld }: { readonly idempotent: boolean; readonly openWorld: boolean },
): ToolHints => ({
  readOnlyHint: effect === "read",
  destructiveHint: effect === "destroy",
  idempotentHint: effect === "read" || idempotent,
  openWorldHint: openWorld,
});
