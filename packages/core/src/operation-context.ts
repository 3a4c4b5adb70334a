import type { Warning } from "./envelope.js";
import type { Upload } from "./http/stream-body.js";
import type { HttpMethod, StreamReply } from "./http/transport.js";
import type { AnyOperation, OperationInput, OperationOutput } from "./operation.js";
import type { Download } from "./transfer.js";

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
  run<Op extends AnyOperation>(
    operation: Op,
    input: OperationInput<Op>,
    where?: {
      /** Name of the other connector's connection; default: `elsewhere` chooses. */
      readonly connection?: string;
    },
  ): Promise<OperationOutput<Op>>;
  /**
   * Runs another operation even when this call was aborted or is past its deadline: to stop at the upstream what the call
   * had begun. It has 10 s of its own and never rejects.
   */
  cleanUp<Op extends AnyOperation>(operation: Op, input: OperationInput<Op>): Promise<void>;
  /**
   * Opens the file that another operation answers with, through the whole pipeline. Its bytes end with this call, or,
   * where this call answers with them, with their reader.
   * @throws ConnectorError
   */
  download<Op extends AnyOperation>(operation: Op, input: OperationInput<Op>): Promise<Download>;
  /**
   * Runs another operation with a stream in place of the input that holds the bytes.
   * @throws ConnectorError
   */
  upload<Op extends AnyOperation>(operation: Op, input: unknown, upload: Upload): Promise<OperationOutput<Op>>;
  /** Opens a byte stream without credentials, e.g. a signed download URL. The host must be on the connector's allow-list. */
  open(request: RequestSpec): Promise<StreamReply>;
  progress(step: Progress): void;
  warn(warning: Warning): void;
  /** Until the deadline. Milliseconds, not below 0. */
  timeLeftMs(): number;
  /** Waits, or rejects when the call is aborted or past its deadline. */
  sleep(ms: number): Promise<void>;
}
