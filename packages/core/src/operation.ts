import type { z } from "zod";
import type { Warning } from "./envelope.js";
import { ConnectorError, type Issue } from "./errors/connector-error.js";
import type { HttpMethod, Reply, StreamReply } from "./http/transport.js";
import type { VerifyFacts } from "./ledger/verification.js";

/** What running an operation can change: nothing, something, or something that cannot be brought back. */
export type Effect = "read" | "write" | "destroy";

/**
 * What repeating a write does. `natural`: the same state again; `key`: the upstream recognises the idempotency key;
 * `none`: possibly a second effect, so it is repeated only when the first certainly did not happen.
 */
export type Idempotency = "natural" | "key" | "none";

/** What `request` may know beside the input. */
export interface RequestContext {
  readonly apiVersion: string;
  /** The connector's parsed configuration without credentials. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Present on a write with `idempotency: "key"`; the same for every attempt of a call. */
  readonly idempotencyKey?: string;
}

/** The upstream request an operation makes, before base URL and credential. */
export interface RequestSpec {
  readonly method: HttpMethod;
  /** Appended to the connector's base URL; an absolute URL must be on the connector's allow-list. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string or bytes are sent as they are; anything else as JSON. */
  readonly body?: unknown;
}

/** What `response` may know beside the reply. */
export interface ResponseContext<Input> {
  readonly input: Input;
  readonly apiVersion: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Adds a warning to the envelope. */
  warn(warning: Warning): void;
}

/** A step of long work, for progress displays. */
export interface Progress {
  readonly done: number;
  readonly total?: number;
  readonly message?: string;
}

/** What a composed operation may use: other operations, each through the whole pipeline. */
export interface ComposedCall {
  readonly signal: AbortSignal;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly apiVersion: string;
  /**
   * Runs another operation: of the same connection, or of the one that `ConnectionOptions.elsewhere` finds.
   * @throws ConnectorError
   */
  run<Op extends AnyOperation>(operation: Op, input: OperationInput<Op>): Promise<OperationOutput<Op>>;
  /**
   * Runs another operation even when this call was aborted or is past its deadline: to stop at the upstream what the call
   * had begun. It has 10 s of its own and never rejects.
   */
  cleanUp<Op extends AnyOperation>(operation: Op, input: OperationInput<Op>): Promise<void>;
  /** Opens a byte stream without credentials, e.g. a signed download URL. The host must be on the connector's allow-list. */
  open(request: RequestSpec): Promise<StreamReply>;
  progress(step: Progress): void;
  warn(warning: Warning): void;
  /** Waits, or rejects when the call is aborted or past its deadline. */
  sleep(ms: number): Promise<void>;
}

/** An example input, shown in docs and to agents. */
export interface OperationExample {
  readonly title: string;
  readonly input: Readonly<Record<string, unknown>>;
}

interface OperationFacts<I extends z.ZodObject, O extends z.ZodType> {
  /** `connector.resource.verb`. */
  readonly id: string;
  /** One sentence in the imperative. */
  readonly summary: string;
  /** What the summary cannot say: limits, delays, what is left out. At most two sentences. */
  readonly description?: string;
  /** The vendor's page. */
  readonly docs: string;
  /** Strict: an unknown key is refused. No transforms: it becomes JSON Schema. */
  readonly input: I;
  /** What we promise. No transforms. */
  readonly output: O;
  /** Upstream scopes or permissions that the credential needs; any one of an inner list suffices. */
  readonly scopes?: readonly (string | readonly string[])[];
  /** Ids of operations of other connectors that it runs: a caller needs the right to read at each of them. */
  readonly uses?: readonly string[];
  /** Words a person would use that are not in id or summary. */
  readonly keywords?: readonly string[];
  readonly examples?: readonly OperationExample[];
  /** Milliseconds. Overrides the connection's attempt timeout. */
  readonly timeoutMs?: number;
  /** Milliseconds. Overrides the connection's deadline: for long composed work. */
  readonly deadlineMs?: number;
}

/** Keys of an output whose value is a list. */
export type ArrayKeys<T> = { [K in keyof T]-?: NonNullable<T[K]> extends readonly unknown[] ? K : never }[keyof T] &
  string;

interface PaginationFacts<K extends string> {
  /**
   * States that the operation returns one page. By convention the input then has an optional `cursor`,
   * the output an optional `nextCursor`, and the output's key named here holds the page's items.
   */
  readonly pagination?: { readonly items: K };
}

/** Which bucket a call draws on and how much it takes. */
export interface QuotaUse<Input> {
  readonly bucket: string;
  /** Units of the bucket. Default 1. */
  readonly cost?: number | ((input: Input) => number);
}

/** Reuse of answers. */
export interface CacheFacts {
  /** How long an answer is fresh. 0 with `conditional`: always revalidate. Milliseconds. */
  readonly ttlMs: number;
  /** How long past that it may be served while the upstream fails. Default: the connection's setting. Milliseconds. */
  readonly staleIfErrorMs?: number;
  /** Lets the HTTP cache revalidate with ETag or Last-Modified. GET only. */
  readonly conditional?: boolean;
}

interface ExchangeFacts<I extends z.ZodObject, O extends z.ZodType> {
  request(input: z.output<I>, context: RequestContext): RequestSpec;
  response(reply: Reply, context: ResponseContext<z.output<I>>): z.output<O>;
  /** One bucket or several; a call waits until all have room. */
  readonly quota?: QuotaUse<z.output<I>> | readonly QuotaUse<z.output<I>>[];
}

interface ReadFacts {
  readonly effect: "read";
  readonly cache?: CacheFacts;
  readonly idempotency?: never;
}

interface WriteFacts<I extends z.ZodObject, O extends z.ZodType> {
  readonly effect: "write" | "destroy";
  /** A function where it depends on the input. */
  readonly idempotency: Idempotency | ((input: z.output<I>) => Idempotency);
  /** How reading tells whether it took effect. Absent: reading cannot tell. */
  readonly verify?: VerifyFacts<I, O>;
  /** Fields of the input that hold secrets: the write ledger neither keeps nor compares them. */
  readonly secretInputs?: readonly (keyof z.output<I> & string)[];
  readonly cache?: never;
}

interface ComposedFacts<I extends z.ZodObject, O extends z.ZodType> {
  run(call: ComposedCall, input: z.output<I>): Promise<z.output<O>>;
  /** Item by item in constant memory; `.items()` uses it in place of paging. */
  stream?(call: ComposedCall, input: z.output<I>): AsyncIterable<unknown>;
  /** Of one that does no more than make this exchange possible: a write's key and entry in the ledger are then the exchange's. */
  readonly exchange?: AnyExchangeOperation;
  readonly quota?: never;
}

/** One upstream exchange, as a value. */
export type ExchangeOperation<
  I extends z.ZodObject = z.ZodObject,
  O extends z.ZodType = z.ZodType,
  K extends string = string,
> = OperationFacts<I, O> & PaginationFacts<K> & ExchangeFacts<I, O> & (ReadFacts | WriteFacts<I, O>);

/** Several operations behind one, as a value. */
export type ComposedOperation<
  I extends z.ZodObject = z.ZodObject,
  O extends z.ZodType = z.ZodType,
  K extends string = string,
> = OperationFacts<I, O> & PaginationFacts<K> & ComposedFacts<I, O> & (ReadFacts | WriteFacts<I, O>);

/** Any operation, for code that treats all alike. */
// biome-ignore lint/suspicious/noExplicitAny: inputs are contravariant; only `any` admits every operation
export type AnyOperation = ExchangeOperation<any, any, any> | ComposedOperation<any, any, any>;

// biome-ignore lint/suspicious/noExplicitAny: as above
export type AnyExchangeOperation = ExchangeOperation<any, any, any>;

/** What a caller passes: defaults may be left out. */
export type OperationInput<Op extends AnyOperation> = z.input<Op["input"]>;
/** What a caller gets. */
export type OperationOutput<Op extends AnyOperation> = z.output<Op["output"]>;

/** A tree of operations: `{ products: { list, get }, inventory: { items: { list } } }`. */
export type OperationTree = { readonly [name: string]: AnyOperation | OperationTree };

const idPattern = /^[a-z][a-z0-9-]*(\.[a-z][A-Za-z0-9]*){2,}$/;

const checked = <Op extends AnyOperation>(operation: Op): Op => {
  if (!idPattern.test(operation.id))
    throw new TypeError(`Operation id "${operation.id}" is not connector.resource.verb`);
  if (operation.pagination && !("cursor" in operation.input.shape))
    throw new TypeError(`${operation.id} states pagination but its input has no cursor`);
  return Object.freeze({ ...operation, input: operation.input.strict() });
};

/** States the facts of one upstream exchange. Its input becomes strict: an unknown key is refused, never dropped. */
export const defineOperation = <I extends z.ZodObject, O extends z.ZodType, K extends ArrayKeys<z.output<O>> = never>(
  operation: ExchangeOperation<I, O, K>,
): ExchangeOperation<I, O, K> => checked(operation);

/** States an operation that runs others. */
export const defineComposedOperation = <
  I extends z.ZodObject,
  O extends z.ZodType,
  K extends ArrayKeys<z.output<O>> = never,
>(
  operation: ComposedOperation<I, O, K>,
): ComposedOperation<I, O, K> => checked(operation);

/** Tells a leaf of a tree from a branch. */
export const isOperation = (value: AnyOperation | OperationTree): value is AnyOperation =>
  typeof value.id === "string" && typeof value.effect === "string";

/** Tells an operation that runs others from one exchange. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export const isComposed = (operation: AnyOperation): operation is ComposedOperation<any, any, any> =>
  "run" in operation;

/** Every operation of a tree, in the order written. */
export const listOperations = (tree: OperationTree): readonly AnyOperation[] =>
  Object.values(tree).flatMap((node) => (isOperation(node) ? [node] : listOperations(node)));

/** What repeating the operation with this input does; `natural` for reads. Without input: the cautious answer. */
export const idempotencyOf = (operation: AnyOperation, input?: unknown): Idempotency => {
  if (operation.effect === "read") return "natural";
  const { idempotency } = operation;
  if (typeof idempotency !== "function") return idempotency;
  return input === undefined ? "none" : idempotency(input);
};

/**
 * A tolerant parse followed by a pure map: `decode(ProductWire, toProduct)`.
 * The returned function throws `CONTRACT_VIOLATION` naming the paths that did not fit.
 */
export const decode =
  <W extends z.ZodType, Out, Input = unknown>(
    wire: W,
    map: (value: z.output<W>, context: ResponseContext<Input>) => Out,
  ): ((reply: Reply, context: ResponseContext<Input>) => Out) =>
  (reply, context) =>
    map(parseWire(wire, reply.json()), context);

/**
 * Parses what an upstream sent.
 * @throws ConnectorError `CONTRACT_VIOLATION` naming the paths that did not fit.
 */
export const parseWire = <W extends z.ZodType>(wire: W, value: unknown): z.output<W> => {
  const parsed = wire.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = toIssues(parsed.error);
  throw new ConnectorError("CONTRACT_VIOLATION", {
    message: `The reply does not have the documented shape at ${issues
      .slice(0, 3)
      .map(({ path }) => path || "its root")
      .join(", ")}.`,
    outcome: "executed",
    issues,
  });
};

/** Zod's findings with dotted paths. */
export const toIssues = (error: z.ZodError): readonly Issue[] =>
  error.issues.map(({ path, message }) => ({ path: path.map(String).join("."), message }));
