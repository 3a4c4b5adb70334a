import type { Readable } from "node:stream";
import { type Clock, ConnectorError } from "@trunkline/core";

/** How much is read and for how long. */
export interface BodyLimits {
  readonly maxBytes: number;
  /** For the whole body: a sender that drips is cut off. Milliseconds. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/**
 * The bytes of a body, unparsed.
 * @throws ConnectorError `PAYLOAD_TOO_LARGE`, `DEADLINE_EXCEEDED` (answered 408), `MALFORMED_REQUEST` when it is cut off
 */
export const readBody = (
  stream: Readable,
  statedBytes: number | undefined,
  limits: BodyLimits,
): Promise<Uint8Array> => {
  if (statedBytes !== undefined && statedBytes > limits.maxBytes) return Promise.reject(tooLarge(limits.maxBytes));
  const patience = new AbortController();
  return new Promise<Uint8Array>((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    const fail = (error: ConnectorError): void => {
      stream.removeAllListeners("data").pause();
      reject(error);
    };
    stream.on("data", (part: Buffer) => {
      size += part.length;
      if (size > limits.maxBytes) fail(tooLarge(limits.maxBytes));
      else parts.push(part);
    });
    stream.once("end", () => resolve(Buffer.concat(parts)));
    stream.once("error", () => fail(cutOff()));
    stream.once("close", () => reject(cutOff()));
    limits.clock.sleep(limits.timeoutMs, patience.signal).then(
      () => fail(tooSlow(limits.timeoutMs)),
      () => undefined,
    );
  }).finally(() => patience.abort());
};

const tooLarge = (maxBytes: number): ConnectorError =>
  new ConnectorError("PAYLOAD_TOO_LARGE", { message: `The body is larger than ${maxBytes} bytes.` });

const tooSlow = (timeoutMs: number): ConnectorError =>
  new ConnectorError("DEADLINE_EXCEEDED", { message: `The body did not arrive within ${timeoutMs} ms.` });

const cutOff = (): ConnectorError =>
  new ConnectorError("MALFORMED_REQUEST", { message: "The body ended before it was complete." });
