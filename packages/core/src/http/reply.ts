import { ConnectorError } from "../errors/connector-error.js";
import { jsonDefectOf, parseJson } from "./json.js";
import type { Reply } from "./transport.js";

/** What a reply is made of. */
export interface ReplyParts {
  /** Default 200. */
  readonly status?: number;
  /** Names in any case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: empty. */
  readonly body?: string | Uint8Array;
  readonly cache?: Reply["cache"];
}

/** A reply with the body in memory; text and JSON are made when first asked for, then kept. */
export class BufferedReply implements Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  readonly cache: Reply["cache"];
  #text: string | undefined;
  #json: { readonly value: unknown } | undefined;
  #reading: { readonly reader: unknown; readonly value: unknown } | undefined;

  /** Header names must be lower-case already: {@link createReply} sees to that. */
  constructor(status: number, headers: Readonly<Record<string, string>>, bytes: Uint8Array, cache?: Reply["cache"]) {
    this.status = status;
    this.headers = headers;
    this.bytes = bytes;
    this.cache = cache;
  }

  text(): string {
    this.#text ??= decodeUtf8(this.bytes);
    return this.#text;
  }

  json(): unknown {
    this.#json ??= { value: this.#parse() };
    return this.#json.value;
  }

  read<T>(reader: (json: unknown) => T): T {
    if (this.#reading?.reader !== reader) this.#reading = { reader, value: reader(this.json()) };
    return this.#reading.value as T;
  }

  #parse(): unknown {
    const text = this.text();
    try {
      return parseJson(text);
    } catch (cause) {
      const defect = jsonDefectOf(text, cause);
      // Whatever its status: a page of something in between tells nothing, and half a reply may have gone on to say "refused".
      throw new ConnectorError("CONTRACT_VIOLATION", {
        message: `The reply (status ${this.status}) should be JSON but is ${defect}.`,
        outcome: "unknown",
        status: this.status,
      });
    }
  }
}

const decodeUtf8 = (bytes: Uint8Array): string => {
  const text = (
    Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  ).toString("utf8");
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
};

/** A reply from its parts, for tests, simulators and adapters. A body is not interpreted, whatever its headers say. */
export const createReply = ({ status = 200, headers = {}, body = "", cache }: ReplyParts = {}): Reply =>
  new BufferedReply(
    status,
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    typeof body === "string" ? Buffer.from(body) : body,
    cache,
  );

/** A reply with a JSON body. */
export const createJsonReply = (value: unknown, { status = 200, headers = {} }: Omit<ReplyParts, "body"> = {}): Reply =>
  createReply({ status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(value) });
