import { decodeBody, tooLarge } from "./decode-body.js";
import { type ExchangeController, joinHeaders, type ReceivedHeaders, WireProgress } from "./exchange-handler.js";
import { BufferedReply } from "./reply.js";
import type { Reply } from "./transport.js";

/** What an exchange with the body in memory needs to know. */
export interface BufferedExchangeOptions {
  readonly host: string;
  readonly signal: AbortSignal;
  readonly maxBytes: number;
  /** A HEAD reply announces a body that never comes. */
  readonly hasBody: boolean;
  /** Set when a cache lies between us and the wire: it then reports to this. */
  readonly wire?: WireProgress;
  /** How the cache took part, judged when the reply begins. */
  readonly cacheOutcome?: (status: number) => Reply["cache"];
}

/** Receives one reply and keeps its body, up to the cap. Its `on…` methods are called by the HTTP client. */
export class BufferedExchange {
  readonly wire: WireProgress;
  readonly #options: BufferedExchangeOptions;
  readonly #resolve: (reply: Reply) => void;
  readonly #reject: (reason: unknown) => void;
  // A function: what has a `handleEvent` is kept by Node until the next full garbage collection, its reply too.
  readonly #onAbort = (): void => this.#fail(this.#options.signal.reason);
  #controller: ExchangeController | undefined;
  #settled = false;
  #status = 0;
  #headers: Record<string, string> = {};
  #cache: Reply["cache"];
  readonly #chunks: Uint8Array[] = [];
  #sizeBytes = 0;

  constructor(options: BufferedExchangeOptions, resolve: (reply: Reply) => void, reject: (reason: unknown) => void) {
    this.wire = options.wire ?? new WireProgress();
    this.#options = options;
    this.#resolve = resolve;
    this.#reject = reject;
    options.signal.addEventListener("abort", this.#onAbort);
  }

  onRequestStart(controller: ExchangeController): void {
    this.#controller = controller;
    if (!this.#options.wire) this.wire.begin(controller);
  }

  onResponseStart(_controller: ExchangeController, status: number, headers: ReceivedHeaders): void {
    if (status < 200 || this.#settled) return;
    this.wire.started = true;
    this.#status = status;
    this.#headers = joinHeaders(headers);
    this.#cache = this.#options.cacheOutcome?.(status);
    if (this.#options.hasBody && Number(this.#headers["content-length"] ?? 0) > this.#options.maxBytes)
      this.#fail(tooLarge(this.#options.maxBytes));
  }

  onResponseData(_controller: ExchangeController, chunk: Uint8Array): void {
    if (this.#settled) return;
    this.#sizeBytes += chunk.length;
    this.#chunks.push(chunk);
    if (this.#sizeBytes > this.#options.maxBytes) this.#fail(tooLarge(this.#options.maxBytes));
  }

  onResponseEnd(): void {
    if (!this.#settle()) return;
    const [first] = this.#chunks;
    const bytes = first && this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks, this.#sizeBytes);
    const encoding = this.#headers["content-encoding"];
    if (encoding === undefined || bytes.length === 0)
      this.#resolve(new BufferedReply(this.#status, this.#headers, bytes, this.#cache));
    else this.#resolveDecoded(bytes, encoding);
  }

  onResponseError(_controller: ExchangeController | undefined, error: unknown): void {
    this.#fail(this.wire.failure(error, this.#options.host));
  }

  #resolveDecoded(bytes: Uint8Array, encoding: string): void {
    const { "content-encoding": _, "content-length": __, ...headers } = this.#headers;
    decodeBody(bytes, encoding, this.#options.maxBytes)
      .then((decoded) => this.#resolve(new BufferedReply(this.#status, headers, decoded, this.#cache)))
      .catch(this.#reject);
  }

  #fail(reason: unknown): void {
    if (!this.#settle()) return;
    this.wire.end(reason);
    if (this.#options.wire) this.#controller?.abort(reason instanceof Error ? reason : new Error("aborted"));
    this.#reject(reason);
  }

  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    this.#options.signal.removeEventListener("abort", this.#onAbort);
    return true;
  }
}
