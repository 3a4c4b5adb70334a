import { pipeline, Readable } from "node:stream";
import { decodingTransforms } from "./decode-body.js";
import { type ExchangeController, joinHeaders, type ReceivedHeaders, WireProgress } from "./exchange-handler.js";
import type { StreamReply } from "./transport.js";

/** What an exchange with the body on the wire needs to know. */
export interface StreamedExchangeOptions {
  readonly host: string;
  readonly signal: AbortSignal;
}

/** Receives one reply and hands its body on as fast as it is taken. Its `on…` methods are called by the HTTP client. */
export class StreamedExchange {
  readonly wire = new WireProgress();
  readonly #options: StreamedExchangeOptions;
  readonly #resolve: (reply: StreamReply) => void;
  readonly #reject: (reason: unknown) => void;
  // A function: what has a `handleEvent` is kept by Node until the next full garbage collection.
  readonly #onAbort = (): void => this.#fail(this.#options.signal.reason);
  #body: Readable | undefined;
  #ended = false;

  constructor(
    options: StreamedExchangeOptions,
    resolve: (reply: StreamReply) => void,
    reject: (reason: unknown) => void,
  ) {
    this.#options = options;
    this.#resolve = resolve;
    this.#reject = reject;
    options.signal.addEventListener("abort", this.#onAbort);
  }

  onRequestStart(controller: ExchangeController): void {
    this.wire.begin(controller);
  }

  onResponseStart(controller: ExchangeController, status: number, received: ReceivedHeaders): void {
    if (status < 200) return;
    this.wire.started = true;
    const body = new Readable({
      read: () => controller.resume(),
      destroy: (error, done) => {
        this.#finish(error ?? new Error("The consumer stopped reading"));
        done(error);
      },
    });
    this.#body = body;
    const headers = joinHeaders(received);
    const encoding = headers["content-encoding"];
    const transforms = encoding === undefined ? [] : decodingTransforms(encoding);
    if (transforms.length === 0) {
      this.#resolve({ status, headers, body });
      return;
    }
    const { "content-encoding": _, "content-length": __, ...decodedHeaders } = headers;
    // The callback is only there to be called: a failure reaches the reader through the last stream.
    const decoded = pipeline([body, ...transforms], () => {}) as unknown as Readable;
    this.#resolve({ status, headers: decodedHeaders, body: decoded });
  }

  onResponseData(controller: ExchangeController, chunk: Uint8Array): void {
    if (this.#body && !this.#body.push(chunk)) controller.pause();
  }

  onResponseEnd(): void {
    this.#ended = true;
    this.#options.signal.removeEventListener("abort", this.#onAbort);
    this.#body?.push(null);
  }

  onResponseError(_controller: ExchangeController | undefined, error: unknown): void {
    // Ending the exchange ourselves comes back here as an error.
    if (!this.#ended) this.#fail(this.wire.failure(error, this.#options.host));
  }

  #fail(reason: unknown): void {
    this.#finish(reason);
    this.#reject(reason);
    this.#body?.destroy(reason as Error);
  }

  /** Releases the socket. Harmless after the end. */
  #finish(reason: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#options.signal.removeEventListener("abort", this.#onAbort);
    this.wire.end(reason);
  }
}
