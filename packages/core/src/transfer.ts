import type { z } from "zod";
import type { ReplyHead } from "./http/transport.js";
import type { AnyExchangeOperation, ExchangeOperation } from "./operation.js";
import type { RequestContext, RequestSpec } from "./operation-context.js";

/** A file on its way. */
export interface Download {
  readonly fileName?: string;
  readonly contentType?: string;
  /** Where the upstream announces it. */
  readonly sizeBytes?: number;
  /**
   * The bytes, to be read once. Throws ConnectorError when the transfer breaks off, pauses for longer than
   * `bodyTimeoutMs` on either side, or has more than the bytes allowed. A reader that stops ends the exchange.
   */
  readonly content: AsyncIterable<Uint8Array>;
}

/** How an operation's reply is read as a file. */
export interface DownloadFacts<Input> {
  /** Whether a successful reply holds the file; what does not is read whole and judged as any reply. Default: it does. */
  isFile?(head: ReplyHead): boolean;
  /** The most that the input allows, where it says. Bytes. */
  maxBytes?(input: Input): number | undefined;
}

/** Which input a stream stands in for. */
export interface UploadFacts<Key extends string = string> {
  readonly replaces: Key;
  /** The operation's input without it. */
  readonly input: z.ZodObject;
  /** The most that the upstream takes. Bytes. */
  readonly maxBytes?: number;
}

/** States that an operation's reply is a file: it may then also be had as a stream. */
export const withDownload = <Op extends AnyExchangeOperation>(
  operation: Op,
  download: DownloadFacts<z.output<Op["input"]>> = {},
): Op & { readonly download: DownloadFacts<z.output<Op["input"]>> } => Object.freeze({ ...operation, download });

/** What `withUpload` is told. */
export interface UploadStatement<I extends z.ZodObject, Key extends string> {
  /** Key of the input whose bytes may come as a stream instead. */
  readonly replaces: Key;
  /** Default: the connection's `maxStreamBytes`. */
  readonly maxBytes?: number;
  /** The request without its body. */
  request(input: Omit<z.output<I>, Key>, context: RequestContext): RequestSpec;
}

/** States that bytes of an operation's input may also come as a stream, which is sent as it is read. */
export const withUpload = <
  I extends z.ZodObject,
  O extends z.ZodType,
  K extends string,
  Key extends keyof z.output<I> & string,
>(
  operation: ExchangeOperation<I, O, K>,
  { replaces, maxBytes, request }: UploadStatement<I, Key>,
): ExchangeOperation<I, O, K> & { readonly upload: UploadFacts<Key> } =>
  Object.freeze({
    ...operation,
    upload: {
      replaces,
      input: operation.input.omit({ [replaces]: true } as never).strict(),
      request: request as never,
      ...(maxBytes !== undefined && { maxBytes }),
    },
  });
