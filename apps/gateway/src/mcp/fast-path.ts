import type { IncomingHttpHeaders } from "node:http";
import {
  classifyInboundRequest,
  isJsonContentType,
  PROTOCOL_VERSION_META_KEY,
  SERVER_INFO_META_KEY,
  SUPPORTED_PROTOCOL_VERSIONS,
} from "@modelcontextprotocol/server";
import { runTool } from "./run-tool.js";
import { type Exchange, listTtlMs, serverInfo } from "./server.js";
import type { ToolAnswer, ToolArguments, ToolDefinition } from "./tool.js";

/** A request as it came in. */
export interface FastRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** Parsed. */
  readonly body: unknown;
  readonly exchange: Omit<Exchange, "only">;
  readonly signal: AbortSignal;
}

/** Answers a request with a JSON body, or leaves it to the SDK. */
export type FastPath = (request: FastRequest) => Promise<string> | string | undefined;

/** What decides which requests it may answer. */
export interface FastPathOptions {
  readonly version: string;
  /** False where something else adds tools to the lists. */
  readonly lists: boolean;
}

const modernRevision = "2026-07-28";

type Era = "modern" | "legacy";

interface WellFormed {
  readonly era: Era;
  readonly id: string | number;
  readonly method: "tools/call" | "tools/list";
  readonly name: string;
  readonly args: ToolArguments;
}

/**
 * Answers plain `tools/call` and `tools/list` requests as the SDK would. The SDK alone serves about a tenth of the calls
 * that a bare echo does, this over a third. Whatever is unusual, malformed or asks for progress is left to the SDK:
 * this file knows no error.
 */
export const createFastPath = ({ version, lists }: FastPathOptions): FastPath => {
  const tail = { modern: modernTail(version), legacy: "}" };
  const listTail = { modern: `,"ttlMs":${listTtlMs},"cacheScope":"private"${tail.modern}`, legacy: tail.legacy };
  const isValidEnvelope = createEnvelopeCheck();
  const listTexts = new WeakMap<readonly ToolDefinition[], string>();
  const textOf = (tools: readonly ToolDefinition[]): string => {
    const text = listTexts.get(tools) ?? JSON.stringify(tools);
    listTexts.set(tools, text);
    return text;
  };
  return (request) => {
    const call = wellFormed(request, isValidEnvelope);
    if (call === undefined) return undefined;
    const { view, principal, requestId } = request.exchange;
    const close = `,"jsonrpc":"2.0","id":${JSON.stringify(call.id)}}`;
    if (call.method === "tools/list")
      return lists ? `{"result":{"tools":${textOf(view.list(principal))}${listTail[call.era]}${close}` : undefined;
    const tool = view.tool(call.name);
    if (tool === undefined) return undefined;
    const context = { principal, signal: request.signal, ...(requestId !== undefined && { requestId }) };
    return runTool(tool, call.args, context).then(
      (answer) => `{"result":{${contentOf(answer)}${tail[call.era]}${close}`,
    );
  };
};

const modernTail = (version: string): string =>
  `,"resultType":"complete","_meta":${JSON.stringify({ [SERVER_INFO_META_KEY]: serverInfo(version) })}}`;

/** On success the text is the structured content's own JSON, so that it is serialised once. */
const contentOf = ({ text, quotedText, structuredContent, isError }: ToolAnswer): string => {
  const content = `"content":[{"type":"text","text":${quotedText ?? JSON.stringify(text)}}],"structuredContent":`;
  return isError ? `${content}${JSON.stringify(structuredContent)},"isError":true` : `${content}${text}`;
};

const messageKeys = new Set(["jsonrpc", "id", "method", "params"]);
const paramKeys = { "tools/call": new Set(["name", "arguments", "_meta"]), "tools/list": new Set(["_meta"]) } as const;

const wellFormed = ({ method, headers, body }: FastRequest, isValidEnvelope: EnvelopeCheck): WellFormed | undefined => {
  if (method !== "POST" || !isJsonContentType(headers["content-type"] ?? null)) return undefined;
  if (!isObject(body) || body.jsonrpc !== "2.0" || !isId(body.id) || !hasOnly(body, messageKeys)) return undefined;
  const { method: rpcMethod, params = {} } = body;
  if (rpcMethod !== "tools/call" && rpcMethod !== "tools/list") return undefined;
  if (!isObject(params) || !hasOnly(params, paramKeys[rpcMethod])) return undefined;
  const { name = "", arguments: args = {}, _meta = {} } = params;
  if (typeof name !== "string" || !isObject(args) || !isObject(_meta) || "progressToken" in _meta) return undefined;
  if (rpcMethod === "tools/call" && name === "") return undefined;
  const call = { id: body.id, method: rpcMethod, name, args } as const;
  if (!(PROTOCOL_VERSION_META_KEY in _meta)) return isLegacy(headers) ? { ...call, era: "legacy" } : undefined;
  return hasModernHeaders(headers, rpcMethod, name) && isValidEnvelope(body, _meta)
    ? { ...call, era: "modern" }
    : undefined;
};

/** The standard headers must be there and say what the body says. */
const hasModernHeaders = (headers: IncomingHttpHeaders, method: string, name: string): boolean =>
  headers["mcp-protocol-version"] === modernRevision &&
  headers["mcp-method"] === method &&
  (name === "" ? headers["mcp-name"] === undefined : headers["mcp-name"] === name);

type EnvelopeCheck = (body: Readonly<Record<string, unknown>>, envelope: object) => boolean;

/** Most envelopes remembered: a client sends the same one with every request. */
const maxEnvelopes = 256;
const maxEnvelopeChars = 2_048;

/** Whether a request's envelope is valid, by the SDK's own classifier, which is asked once for each distinct envelope. */
const createEnvelopeCheck = (): EnvelopeCheck => {
  const valid = new Set<string>();
  return (body, envelope) => {
    const text = JSON.stringify(envelope);
    if (valid.has(text)) return true;
    const outcome = classifyInboundRequest({ httpMethod: "POST", protocolVersionHeader: modernRevision, body });
    if (outcome.kind !== "modern" || outcome.messageKind !== "request") return false;
    if (valid.size >= maxEnvelopes) valid.clear();
    if (text.length <= maxEnvelopeChars) valid.add(text);
    return true;
  };
};

/** Clients before 2026-07-28 accept JSON and event streams alike, and say so; the SDK would stream, and JSON is cheaper. */
const isLegacy = ({ accept, "mcp-protocol-version": version }: IncomingHttpHeaders): boolean =>
  (version === undefined || SUPPORTED_PROTOCOL_VERSIONS.includes(String(version))) &&
  accept !== undefined &&
  accept.includes("application/json") &&
  accept.includes("text/event-stream");

const isId = (id: unknown): id is string | number => typeof id === "string" || Number.isSafeInteger(id);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const hasOnly = (value: object, allowed: ReadonlySet<string>): boolean =>
  Object.keys(value).every((key) => allowed.has(key));
