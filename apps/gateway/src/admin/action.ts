import type { Effect, Progress } from "@trunkline/core";
import type { z } from "zod";
import type { Durable } from "../durable/durable.js";

/** Who asks for an action, and what the surface around it can do. */
export interface ActionContext {
  /** The principal's id: what the audit names. */
  readonly actor: string;
  readonly signal: AbortSignal;
  /** Tells how far a long action is. */
  onProgress(step: Progress): void;
}

/** What the audit keeps of an action. Never a person's data, never a secret. */
export interface AuditNote {
  /** What it was done to. */
  readonly subject: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** How the answer is shown as a table on the command line. */
export interface ActionTable {
  /** The field that holds the rows. */
  readonly rows: string;
  /** Fields of a row; `error.message` is a field of a field. */
  readonly columns: readonly string[];
}

/** An input that shows how an action is used. */
export interface ActionExample<I extends z.ZodObject> {
  readonly about: string;
  readonly input: z.input<I>;
}

/** What one usually does after an action, with the input already known. */
export interface NextStep {
  readonly about: string;
  /** Id of the action. */
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** How an action is written on the command line, where that does not follow from its input. */
export interface ActionWords {
  /** Fields without a flag, in this order, after those of the path. */
  readonly positional?: readonly string[];
  /** Flags, by the field, that are named otherwise than their field. */
  readonly flags?: Readonly<Record<string, string>>;
  /** Action that follows what this one began, by the `id` of its answer: what `--watch` runs. */
  readonly watchedBy?: string;
}

/** Something a person may do to the gateway's durable parts, as a value. REST, command line and MCP are made from it. */
export interface AdminAction<I extends z.ZodObject = z.ZodObject, O extends z.ZodType = z.ZodType> {
  /** `noun.verb`: the command `trunkline noun verb` and the tool `admin_noun_verb`. */
  readonly id: string;
  /** One sentence in the imperative. */
  readonly summary: string;
  /** What one has to know before; shown by `--help`, in OpenAPI and to agents. */
  readonly description?: string;
  readonly effect: Effect;
  readonly method: "GET" | "POST";
  /** e.g. `/admin/events/{id}`: what is in braces are fields of the input. */
  readonly path: `/admin/${string}`;
  readonly input: I;
  readonly output: O;
  readonly table?: ActionTable;
  readonly words?: ActionWords;
  /** Shown by `--help` and in OpenAPI; every one fits the input. */
  readonly examples?: readonly ActionExample<I>[];
  /** True: doing it twice changes nothing more than doing it once. */
  readonly isIdempotent?: true;
  /** True: it asks or tells systems outside, or has handlers do so; else it works on the gateway's own database alone. */
  readonly reachesOutside?: true;
  /** True: it may take longer than one waits in silence, and tells how far it is. */
  readonly isLong?: true;
  /** What to write down once it is done. Absent: it changes nothing, or writes its own row in its own transaction. */
  audit?(input: z.output<I>, output: z.output<O>): AuditNote;
  /** What one usually does next. */
  next?(input: z.output<I>, output: z.output<O>): readonly NextStep[];
  /** One sentence where the answer is bad news although the action ran: the command line then ends with 1. */
  trouble?(output: z.output<O>): string | undefined;
  /** @throws ConnectorError */
  run(durable: Durable, input: z.output<I>, context: ActionContext): Promise<z.output<O>>;
}

/** Any action, for code that treats all alike. */
// biome-ignore lint/suspicious/noExplicitAny: inputs and outputs differ; only `any` admits every action
export type AnyAdminAction = AdminAction<any, any>;

/** States an action. Checks that what its path names is part of its input. */
export const defineAdminAction = <I extends z.ZodObject, O extends z.ZodType>(
  action: AdminAction<I, O>,
): AdminAction<I, O> => {
  if (!/^[a-z][a-z-]*\.[a-z][a-z-]*$/.test(action.id))
    throw new TypeError(`Action id "${action.id}" is not noun.verb.`);
  for (const field of pathFields(action))
    if (!Object.hasOwn(action.input.shape, field)) throw new TypeError(`${action.id} has no input "${field}".`);
  return Object.freeze({ ...action });
};

/** Fields of the input that the path holds, in its order. */
export const pathFields = ({ path }: Pick<AdminAction, "path">): readonly string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
