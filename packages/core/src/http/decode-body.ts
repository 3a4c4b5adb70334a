import type { Transform } from "node:stream";
import { promisify } from "node:util";
import {
  brotliDecompress,
  brotliDecompressSync,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
  gunzip,
  gunzipSync,
  inflate,
  inflateRaw,
  inflateRawSync,
  inflateSync,
  zstdDecompress,
  zstdDecompressSync,
} from "node:zlib";
import { ConnectorError } from "../errors/connector-error.js";

/** What we ask for where compression pays: not on loopback. All of it is decoded, asked for or not. */
export const acceptedEncodings = "gzip, deflate, br, zstd";

interface Limit {
  readonly maxOutputLength: number;
}

interface Codec {
  decodeNow(bytes: Uint8Array, limit: Limit): Uint8Array;
  decodeLater(bytes: Uint8Array, limit: Limit): Promise<Uint8Array>;
  stream(): Transform;
}

const gzip: Codec = {
  decodeNow: gunzipSync,
  decodeLater: promisify<Uint8Array, Limit, Uint8Array>(gunzip),
  stream: createGunzip,
};

/** Some servers mean zlib, others the bare stream. */
const isZlib = (bytes: Uint8Array): boolean => ((bytes[0] ?? 0) & 0x0f) === 8;
const inflateLater = promisify<Uint8Array, Limit, Uint8Array>(inflate);
const inflateRawLater = promisify<Uint8Array, Limit, Uint8Array>(inflateRaw);

const codecs: Readonly<Record<string, Codec>> = {
  gzip,
  "x-gzip": gzip,
  deflate: {
    decodeNow: (bytes, limit) => (isZlib(bytes) ? inflateSync(bytes, limit) : inflateRawSync(bytes, limit)),
    decodeLater: (bytes, limit) => (isZlib(bytes) ? inflateLater(bytes, limit) : inflateRawLater(bytes, limit)),
    stream: createInflate,
  },
  br: {
    decodeNow: brotliDecompressSync,
    decodeLater: promisify<Uint8Array, Limit, Uint8Array>(brotliDecompress),
    stream: createBrotliDecompress,
  },
  zstd: {
    decodeNow: zstdDecompressSync,
    decodeLater: promisify<Uint8Array, Limit, Uint8Array>(zstdDecompress),
    stream: createZstdDecompress,
  },
};

/** A body's codings, innermost last, or the reason why it cannot be decoded. */
const codecsOf = (contentEncoding: string): readonly Codec[] => {
  const names = contentEncoding
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "" && name !== "identity");
  const found = names.map((name) => (Object.hasOwn(codecs, name) ? codecs[name] : undefined));
  // One coding is what servers use; a chain of them is how compressed bombs are nested.
  if (found.length > 2 || found.includes(undefined))
    throw undecodable("The reply's content encoding is not one we know.");
  return found.filter((codec) => codec !== undefined).reverse();
};

/** Below this, decoding takes less time on this thread than handing it to another. Bytes, compressed. */
const smallBytes = 16 * 1024;

/**
 * Undoes the content encoding.
 * @throws ConnectorError `REPLY_TOO_LARGE` past `maxBytes` decoded, `CONTRACT_VIOLATION` when the bytes are damaged.
 */
export const decodeBody = async (bytes: Uint8Array, contentEncoding: string, maxBytes: number): Promise<Uint8Array> => {
  let decoded = bytes;
  for (const codec of codecsOf(contentEncoding)) {
    try {
      const limit = { maxOutputLength: maxBytes };
      decoded =
        decoded.length <= smallBytes ? codec.decodeNow(decoded, limit) : await codec.decodeLater(decoded, limit);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(maxBytes);
      throw undecodable("The reply's compressed body is damaged or cut off.");
    }
  }
  return decoded;
};

/** Transforms that undo the content encoding of a stream, in order. @throws ConnectorError `CONTRACT_VIOLATION` */
export const decodingTransforms = (contentEncoding: string): readonly Transform[] =>
  codecsOf(contentEncoding).map((codec) => codec.stream());

/** The reply is over the cap. */
export const tooLarge = (maxBytes: number): ConnectorError =>
  new ConnectorError("REPLY_TOO_LARGE", {
    message: `The reply is larger than the cap of ${maxBytes} bytes.`,
    outcome: "unknown",
  });

const undecodable = (message: string): ConnectorError =>
  new ConnectorError("CONTRACT_VIOLATION", { message, outcome: "unknown" });
