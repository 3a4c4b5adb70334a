import { createMcpHandler, type McpHttpHandler } from "@modelcontextprotocol/server";
import { ConnectorError, isConnectorError, toErrorEnvelope } from "@trunkline/core";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Principal } from "../auth/principal.js";
import type { Gateway } from "../gateway.js";
import { disconnectSignal } from "../http/disconnect.js";
import { sendProblem } from "../rest/problem.js";
import { createFastPath, type FastPath } from "./fast-path.js";
import { toRpcFailure } from "./json-rpc.js";
import { createMcpServer, type Exchange, type McpExtension } from "./server.js";
import { createViews, type View, type ViewName } from "./views.js";

/** What the MCP endpoint needs. */
export interface McpDeps {
  readonly gateway: Gateway;
  /** @throws ConnectorError `UNAUTHENTICATED` */
  authenticate(request: FastifyRequest): Promise<Principal>;
  /** Version of the gateway. */
  readonly version: string;
  /** Longest request body in bytes. Default 4 MiB. */
  readonly bodyLimitBytes?: number;
  readonly extension?: McpExtension;
  /** Served as `/mcp/admin`: all of it, or reads alone. */
  readonly adminView?: (readonly: boolean) => View;
  /** False: every request goes through the SDK, which is slower and answers the same. Default true. */
  readonly fastPath?: boolean;
}

/**
 * Serves MCP on `/mcp` (compact), `/mcp/c/{connector}[,…]`, `/mcp/all` and `/mcp/admin`; `?readonly=1` or `X-MCP-Readonly: 1` on any.
 * All protocol revisions share the URL, and nothing is kept between requests. Host and Origin are the app's to check.
 */
export const mountMcp = (app: FastifyInstance, deps: McpDeps): void => {
  app.register(async (scope) => {
    const views = createViews(deps.gateway);
    const handler = createHandler(deps, (error) => scope.log.debug({ err: error }, "MCP request rejected"));
    const fastPath = createFastPath({ version: deps.version, lists: deps.extension === undefined });
    const endpoint: Endpoint = { handler, ...(deps.fastPath !== false && { fastPath }) };
    scope.addHook("onClose", () => handler.close());
    acceptJson(scope);
    scope.setErrorHandler((error, request, reply) => sendFailure(error, request, reply));
    const { adminView } = deps;
    const find = (view: ViewName | "admin", readonly: boolean) =>
      view === "admin" && adminView ? adminView(readonly) : views.find({ view: view as ViewName, readonly });
    const route = (url: string, viewOf: (request: FastifyRequest) => ViewName | "admin") =>
      scope.route({
        method: ["GET", "POST", "DELETE"],
        url,
        bodyLimit: deps.bodyLimitBytes ?? 4 * 1024 * 1024,
        handler: async (request, reply) => {
          const principal = await deps.authenticate(request);
          const found = find(viewOf(request), isReadonly(request));
          if ("unknownConnectors" in found) return sendUnknownConnectors(reply, found.unknownConnectors, deps.gateway);
          return serve(endpoint, { principal, view: found, requestId: request.id }, request, reply);
        },
      });
    route("/mcp", () => "compact");
    route("/mcp/all", () => "all");
    if (adminView) route("/mcp/admin", () => "admin");
    route("/mcp/c/:connectors", ({ params }) => ({ connectors: connectorsIn(params) }));
  });
};

const connectorsIn = (params: unknown): readonly string[] =>
  (params as { readonly connectors: string }).connectors
    .split(",")
    .map((id) => id.trim())
    .filter(Boolean);

const isReadonly = ({ query, headers }: FastifyRequest): boolean => {
  const said = headers["x-mcp-readonly"] ?? (query as Readonly<Record<string, unknown>>).readonly;
  // Asking for it in any way but a clear no must never give a client more than it asked for.
  return said !== undefined && !["0", "false"].includes(String(said).toLowerCase());
};

const createHandler = (deps: McpDeps, onerror: (error: Error) => void): McpHttpHandler =>
  createMcpHandler(({ authInfo }) => createMcpServer(authInfo?.extra?.exchange as Exchange, deps), {
    onerror,
    ...(deps.extension?.bus && { bus: deps.extension.bus }),
  });

interface Endpoint {
  readonly handler: McpHttpHandler;
  readonly fastPath?: FastPath;
}

const serve = async (
  { handler, fastPath }: Endpoint,
  offered: Omit<Exchange, "only">,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> => {
  const signal = disconnectSignal(reply);
  const { method, headers, body } = request;
  const fast = fastPath?.({ method, headers, body, exchange: offered, signal });
  if (fast !== undefined) return reply.type("application/json").send(await fast);
  const exchange: Exchange = { ...offered, only: addressedBy(body) };
  const { id, scopes } = offered.principal;
  const response = await handler.fetch(toWebRequest(request, signal), {
    // The SDK hands this to its server factory and to nobody else. The caller's token stays out of it.
    authInfo: { token: "", clientId: id, scopes: [...scopes], extra: { exchange } },
    ...(body !== undefined && { parsedBody: body }),
  });
  return reply.send(response);
};

/** What the request addresses. Anything but one well-formed message is left for the SDK to refuse, and needs nothing registered. */
const addressedBy = (body: unknown): NonNullable<Exchange["only"]> => {
  if (typeof body !== "object" || body === null || !("method" in body) || typeof body.method !== "string")
    return { method: "" };
  const params = "params" in body && typeof body.params === "object" && body.params !== null ? body.params : {};
  const tool = "name" in params && typeof params.name === "string" ? params.name : undefined;
  return { method: body.method, ...(tool !== undefined && { tool }) };
};

/** Headers that the protocol reads. No other reaches it, credentials least of all. */
const isProtocolHeader = (name: string): boolean =>
  name === "accept" || name === "content-type" || name === "last-event-id" || name.startsWith("mcp-");

const toWebRequest = (request: FastifyRequest, signal: AbortSignal): Request => {
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    isProtocolHeader(name) && value !== undefined ? [[name, String(value)] as [string, string]] : [],
  );
  return new Request(new URL(request.url, "http://localhost"), { method: request.method, headers, signal });
};

/** Bodies are parsed here, so that one that is no JSON is answered in JSON-RPC. Other types go on to the SDK, which refuses them. */
const acceptJson = (scope: FastifyInstance): void => {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("application/json", { parseAs: "string" }, scope.getDefaultJsonParser("error", "error"));
  scope.addContentTypeParser("*", { parseAs: "string" }, (_request, _body, done) => done(null, undefined));
};

const sendFailure = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const { httpStatus, headers, body } = toRpcFailure(error);
  if (httpStatus >= 500 && !isConnectorError(error)) request.log.error({ err: error }, "MCP request failed");
  if (httpStatus === 401) reply.header("www-authenticate", challengeOf(request));
  return reply.code(httpStatus).headers(headers).send(body);
};

/** A caller that sent a credential learns that it was no good (RFC 6750); one that sent none learns only that it needs one. */
const challengeOf = ({ headers }: FastifyRequest): string => {
  const sent = headers.authorization !== undefined || headers["x-api-key"] !== undefined;
  return sent ? 'Bearer realm="trunkline", error="invalid_token"' : 'Bearer realm="trunkline"';
};

const sendUnknownConnectors = (reply: FastifyReply, unknown: readonly string[], gateway: Gateway): FastifyReply => {
  const served = gateway.registry.connectors.map(({ id }) => id).join(", ");
  const what = unknown.length > 0 ? `No such connector: ${unknown.join(", ")}` : "No connector is named";
  const message = `${what}. Served: ${served || "none"}.`;
  const help = "Connect to /mcp, /mcp/all or /mcp/c/{connector}.";
  return sendProblem(reply, {
    error: toErrorEnvelope(new ConnectorError("UNKNOWN_ROUTE", { message, help })),
    requestId: reply.request.id,
  });
};
