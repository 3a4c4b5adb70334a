import type { FastifyInstance, LightMyRequestResponse } from "fastify";

/** What a client of the current revision sends with every request. */
export const modernEnvelope = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientCapabilities": {},
  "io.modelcontextprotocol/clientInfo": { name: "test", version: "1" },
};

/** One JSON-RPC request over the app's own injection. */
export interface RpcRequest {
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
  /** Default `/mcp`. */
  readonly url?: string;
  /** Default `modern`. */
  readonly era?: "modern" | "legacy";
  readonly headers?: Readonly<Record<string, string>>;
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** What came back. `message` is the JSON-RPC message, whether it came as JSON or as the last event of a stream. */
export interface RpcReply {
  readonly response: LightMyRequestResponse;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly message: any;
  /** Every message, notifications included. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly messages: readonly any[];
}

/** Sends a request as a well-behaved client would. */
export const rpc = async (app: FastifyInstance, request: RpcRequest): Promise<RpcReply> => {
  const { method, params = {}, url = "/mcp", era = "modern", headers = {}, meta = {} } = request;
  const _meta = era === "modern" ? { ...modernEnvelope, ...meta } : meta;
  const standard = { "mcp-protocol-version": "2026-07-28", "mcp-method": method, ...nameHeader(params) };
  const response = await app.inject({
    method: "POST",
    url,
    headers: {
      accept: "application/json, text/event-stream",
      "content-type": "application/json",
      ...(era === "modern" && standard),
      ...headers,
    },
    payload: { jsonrpc: "2.0", id: 1, method, params: { ...params, ...(Object.keys(_meta).length > 0 && { _meta }) } },
  });
  const messages = messagesIn(response);
  return { response, messages, message: messages.at(-1) };
};

const nameHeader = ({ name, uri }: Readonly<Record<string, unknown>>): Record<string, string> => {
  const named = name ?? uri;
  return typeof named === "string" ? { "mcp-name": named } : {};
};

const messagesIn = ({ headers, body }: LightMyRequestResponse): readonly unknown[] => {
  if (!String(headers["content-type"]).includes("text/event-stream")) return body === "" ? [] : [JSON.parse(body)];
  return body
    .split("\n")
    .filter((line) => line.startsWith("data: "))
    .map((line) => JSON.parse(line.slice(6)));
};
