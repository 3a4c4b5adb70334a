import { type Clock, isConnectorError, retryAfterMs, type Transport } from "@trunkline/core";
import type { StoredSecret } from "@trunkline/store";
import { deliveryLimits } from "./schedule.js";
import { type OutgoingMessage, signedHeaders } from "./sign.js";

/** What became of one exchange with a receiver. */
export interface SendResult {
  readonly delivered: boolean;
  readonly status?: number;
  /** Why it is not delivered: one sentence that has nothing of the reply but its status. */
  readonly error?: string;
  readonly durationMs: number;
  /** The wait that the receiver asked for. */
  readonly retryAfterMs?: number;
}

/** Whom to send to. */
export interface Receiver {
  readonly url: string;
  readonly secrets: readonly StoredSecret[];
  /** Time of the signature. */
  readonly now: Date;
}

/** Sends one message once. Rejects only with the reason of the signal. */
export type Send = (receiver: Receiver, message: OutgoingMessage, signal: AbortSignal) => Promise<SendResult>;

/** What sending is built on. */
export interface SendDeps {
  readonly transport: Transport;
  readonly clock: Clock;
  /** Longest exchange. Milliseconds; default 15 s. */
  readonly timeoutMs?: number;
}

/** The way to receivers. Redirects are not followed: whoever may answer with one must not choose where messages go. */
export const createSend = ({ transport, clock, timeoutMs = deliveryLimits.timeoutMs }: SendDeps): Send =>
  async function send({ url, secrets, now }, message, signal) {
    const startMs = clock.monotonic();
    const timeout = new AbortController();
    const patience = new AbortController();
    clock.sleep(timeoutMs, patience.signal).then(
      () => timeout.abort(),
      () => {},
    );
    const request = { method: "POST", url, headers: headersOf(message, secrets, now), body: message.body } as const;
    const durationMs = () => Math.round(clock.monotonic() - startMs);
    try {
      const reply = await transport.open(request, { signal: AbortSignal.any([signal, timeout.signal]) });
      await skim(reply.body);
      return { ...judge(reply.status, reply.headers, clock.now()), durationMs: durationMs() };
    } catch (error) {
      signal.throwIfAborted();
      const reason = timeout.signal.aborted ? `No answer within ${timeoutMs} ms.` : describe(error);
      return { delivered: false, error: reason, durationMs: durationMs() };
    } finally {
      patience.abort();
    }
  };

const headersOf = (message: OutgoingMessage, secrets: readonly StoredSecret[], now: Date) => ({
  "content-type": "application/json",
  "user-agent": "trunkline-webhooks",
  ...(message.trace !== undefined && { traceparent: message.trace }),
  ...signedHeaders(message, secrets, now),
});

/** The status is the answer. A short body is read to its end, so that its connection can be used again. */
const skim = async (body: AsyncIterable<Uint8Array>): Promise<void> => {
  let bytes = 0;
  try {
    for await (const chunk of body) {
      bytes += chunk.byteLength;
      if (bytes > deliveryLimits.replyBytes) return;
    }
  } catch {
    // A body that breaks off, or drips until the time is up, changes nothing about the status.
  }
};

type Judgement = Omit<SendResult, "durationMs">;

const judge = (status: number, headers: Readonly<Record<string, string>>, nowMs: number): Judgement => {
  if (status >= 200 && status < 300) return { delivered: true, status };
  const error =
    status >= 300 && status < 400
      ? `The receiver answered with a redirect (${status}), which is not followed: give the endpoint its final URL.`
      : `The receiver answered ${status}.`;
  const waitMs = status === 429 || status === 503 ? retryAfterMs(headers, nowMs) : undefined;
  return { delivered: false, status, error, ...(waitMs !== undefined && { retryAfterMs: waitMs }) };
};

const describe = (error: unknown): string =>
  isConnectorError(error) ? error.message : "The message could not be sent.";
