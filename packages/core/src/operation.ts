import type { z } from "zod";
import type { Upload } from "./http/stream-body.js";
import type { Reply } from "./http/transport.js";
import type { VerifyFacts } from "./ledger/verification.js";
import type { ComposedCall, RequestContext, RequestSpec, ResponseContext } from "./operation-context.js";
import type { Download, DownloadFacts, UploadFacts } from "./transfer.js";

/** What running an operation can change: nothing, something, or something that cannot be brought back. */
export type Effect = "read" | "write" | "destroy";

/**
 * What repeating a write does. `natural`: the same state again; `key`: the upstream recognises the idempotency key;
 * `none`: possibly a second effect, so it is repeated only when the first certainly did not happen.
 */
export type Idempotency = "natural" | "key" | "none";

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
  /** States that the reply is a file, which may also be had as a stream. Set by `withDownload`. */
  readonly download?: DownloadFacts<z.output<I>>;
  /** States that bytes of the input may also come as a stream. Set by `withUpload`. */
  readonly upload?: UploadFacts & { request(input: never, context: RequestContext): RequestSpec };
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
  /** The file as a stream, where the output holds one. */
  download?(call: ComposedCall, input: z.output<I>): Promise<Download>;
  /** The same with bytes of the input as a stream. */
  readonly upload?: UploadFacts & { run(call: ComposedCall, input: never, upload: Upload): Promise<z.output<O>> };
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
