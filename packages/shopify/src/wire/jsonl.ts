import { ConnectorError } from "@trunkline/core";

/** One line of a byte stream. */
export interface Line {
  /** From 0. */
  readonly number: number;
  readonly text: string;
  /** Where the next line begins, counted from the start of the stream. Bytes. */
  readonly endByte: number;
}

const newline = 0x0a;

/**
 * Lines of a byte stream in constant memory, the last one with or without a newline.
 * @throws ConnectorError `REPLY_TOO_LARGE` when a line is longer than `maxLineBytes`.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>, maxLineBytes: number): AsyncGenerator<Line> {
  const decoder = new TextDecoder();
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let endByte = 0;
  let number = 0;
  const hold = (part: Uint8Array): void => {
    heldBytes += part.length;
    if (heldBytes > maxLineBytes) throw tooLong(number, maxLineBytes);
    if (part.length > 0) held.push(part);
  };
  const take = (terminatorBytes: number): Line => {
    endByte += heldBytes + terminatorBytes;
    const line = { number, text: decoder.decode(joined(held, heldBytes)), endByte };
    held = [];
    heldBytes = 0;
    number += 1;
    return line;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      hold(chunk.subarray(start, end));
      yield take(1);
      start = end + 1;
    }
    hold(chunk.subarray(start));
  }
  if (heldBytes > 0) yield take(0);
}

const joined = (parts: readonly Uint8Array[], sizeBytes: number): Uint8Array => {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const all = new Uint8Array(sizeBytes);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
};

const tooLong = (number: number, maxLineBytes: number): ConnectorError =>
  new ConnectorError("REPLY_TOO_LARGE", {
    message: `Row ${number} of the result is longer than ${maxLineBytes} bytes.`,
    help: "Select fewer or shorter fields in the bulk query.",
  });
