import type { ConnectorError } from "../errors/connector-error.js";
import { type FailedExchange, toNetworkError } from "./network-failure.js";

/** What a running exchange can be told; an HTTP client's own controller fits. */
export interface ExchangeController {
  abort(reason: Error): void;
  pause(): void;
  resume(): void;
}

/** Headers as an HTTP client gives them: lower-case names, repeated ones as lists. */
export type ReceivedHeaders = Record<string, string | string[] | undefined>;

/** Lists joined by `, `, in place: the object is ours once received. */
export const joinHeaders = (headers: ReceivedHeaders): Record<string, string> => {
  for (const name in headers) {
    const value = headers[name];
    if (typeof value !== "string") headers[name] = value === undefined ? "" : value.join(", ");
  }
  return headers as Record<string, string>;
};

/**
 * How far an exchange has got on the wire, and the way to end it there. Below a cache this is another thing
 * than how far the answer has got.
 */
export class WireProgress {
  /** Whether a byte of the request may have left. */
  sent = false;
  /** Whether a reply has begun. */
  started = false;
  /** Status on the wire. */
  status: number | undefined;
  #controller: ExchangeController | undefined;
  #ended: { readonly reason: unknown } | undefined;

  /** Called right before the request is written; ends it there if that was asked for meanwhile. */
  begin(controller: ExchangeController): void {
    if (this.#ended) {
      controller.abort(toError(this.#ended.reason));
      return;
    }
    this.sent = true;
    this.#controller = controller;
  }

  /** Ends the exchange now, or as soon as it would be written. */
  end(reason: unknown): void {
    this.#ended = { reason };
    this.#controller?.abort(toError(reason));
  }

  failure(cause: unknown, host: string): ConnectorError {
    const exchange: FailedExchange = { host, sent: this.sent, started: this.started };
    return toNetworkError(cause, exchange);
  }
}

const toError = (reason: unknown): Error =>
  reason instanceof Error ? reason : new Error("The exchange was aborted", { cause: reason });
