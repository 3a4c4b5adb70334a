/** What a simulator's handler answers. */
export interface SimulatorReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** A string, bytes or a stream are sent as they are; anything else but `undefined` as JSON. */
  readonly body?: unknown;
}

/** A reply ready for the wire. */
export interface EncodedReply {
  readonly status: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: Buffer | AsyncIterable<Uint8Array>;
}

/** Turns a handler's answer into bytes with a content type; a header stated by the handler wins. */
export const encodeReply = ({ status, headers = {}, body }: SimulatorReply): EncodedReply => {
  const [bytes, contentType] = encodeBody(body);
  const own = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      typeof value === "string" ? value : [...value],
    ]),
  );
  return { status, headers: contentType === undefined ? own : { "content-type": contentType, ...own }, body: bytes };
};

/** The body in memory, for faults that need to know its middle. */
export const collectBody = async (body: EncodedReply["body"]): Promise<Buffer> => {
  if (Buffer.isBuffer(body)) return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const encodeBody = (body: unknown): [EncodedReply["body"], string | undefined] => {
  if (body === undefined) return [Buffer.alloc(0), undefined];
  if (typeof body === "string") return [Buffer.from(body), "text/plain; charset=utf-8"];
  if (body instanceof Uint8Array)
    return [Buffer.from(body.buffer, body.byteOffset, body.byteLength), "application/octet-stream"];
  if (isStream(body)) return [body, "application/octet-stream"];
  return [Buffer.from(JSON.stringify(body)), "application/json; charset=utf-8"];
};

const isStream = (body: unknown): body is AsyncIterable<Uint8Array> =>
  typeof body === "object" && body !== null && Symbol.asyncIterator in body;
