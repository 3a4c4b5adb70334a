import { Readable } from "node:stream";
import { ConnectorError, type Envelope, type Upload } from "@trunkline/core";
import type { OperationEntry } from "@trunkline/registry";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Authenticate } from "../auth/authenticate.js";
import type { Gateway, GatewayCall } from "../gateway.js";
import { disconnectSignal } from "../http/disconnect.js";
import { readCallFacts } from "./call-options.js";
import { etagOf, isNotModified } from "./etag.js";
import { fileKeyOf, givesFile, sendFile, takeBytes, wantsFile } from "./file.js";
import { sendItems, wantsItems } from "./ndjson.js";
import { pathOf } from "./paths.js";
import { sendProblem } from "./problem.js";
import { parseQueryInput, type Query } from "./query-input.js";
import { propertiesOf } from "./schema-kinds.js";

/** What the routes of operations stand on. */
export interface RouteDeps {
  readonly gateway: Gateway;
  readonly authenticate: Authenticate;
}

/** The REST face of every operation: POST with the input as body, for reads also GET with the input as query. */
export const registerOperationRoutes = (app: FastifyInstance, deps: RouteDeps): void => {
  for (const entry of deps.gateway.registry.operations) {
    const url = pathOf(entry.id);
    const ownsConnection = Object.hasOwn(propertiesOf(entry.inputSchema, entry.inputSchema), "connection");
    // Before the body is read, so that a stranger's is not.
    const preParsing = async (request: FastifyRequest) => void (await deps.authenticate(request));
    const post = (server: FastifyInstance) =>
      server.post(url, { preParsing }, (request, reply) =>
        answer(
          deps,
          entry,
          request,
          reply,
          isFile(request) ? fileInput(request, entry, ownsConnection) : postInput(request),
        ),
      );
    if (fileKeyOf(entry) === undefined) post(app);
    else
      app.register(async (scope) => {
        takeBytes(scope);
        post(scope);
      });
    if (entry.effect === "read")
      app.get(url, { preParsing }, (request, reply) =>
        answer(deps, entry, request, reply, getInput(request, entry, ownsConnection)),
      );
  }
};

/** An operation's input and the connection, as a request states them. */
interface StatedInput {
  readonly input: unknown;
  /** The body, where it is the file that the input speaks of. */
  readonly upload?: Upload;
  readonly connection?: string;
}

const postInput = ({ body, query }: FastifyRequest): StatedInput => {
  const { connection, ...rest } = query as Query;
  const [stray] = Object.keys(rest);
  if (stray !== undefined)
    throw new ConnectorError("INVALID_INPUT", {
      message: `The query of a POST takes \`connection\` alone; put "${stray.slice(0, 100)}" into the JSON body.`,
      issues: [{ path: stray, message: "belongs into the body" }],
    });
  if (body !== undefined && (typeof body !== "object" || body === null || Array.isArray(body)))
    throw new ConnectorError("MALFORMED_REQUEST", {
      message: "The body must be a JSON object: the operation's input.",
    });
  return { input: body ?? {}, connection: oneConnection(connection) };
};

const isFile = ({ body }: FastifyRequest): boolean => body instanceof Readable;

/** A file as the body leaves only the query for the rest of the input. */
const fileInput = (request: FastifyRequest, entry: OperationEntry, ownsConnection: boolean): StatedInput => {
  const length = request.headers["content-length"];
  const upload = { content: request.body as Readable, ...(length !== undefined && { sizeBytes: Number(length) }) };
  return { ...getInput(request, entry, ownsConnection), upload };
};

const getInput = ({ query }: FastifyRequest, entry: OperationEntry, ownsConnection: boolean): StatedInput => {
  if (ownsConnection) return { input: parseQueryInput(query as Query, entry.inputSchema) };
  const { connection, ...rest } = query as Query;
  return { input: parseQueryInput(rest, entry.inputSchema), connection: oneConnection(connection) };
};

const oneConnection = (given: Query[string]): string | undefined => {
  if (given === undefined || typeof given === "string") return given;
  throw new ConnectorError("INVALID_INPUT", {
    message: "connection: given more than once.",
    issues: [{ path: "connection", message: "given more than once" }],
  });
};

const answer = async (
  deps: RouteDeps,
  entry: OperationEntry,
  request: FastifyRequest,
  reply: FastifyReply,
  stated: StatedInput,
): Promise<FastifyReply> => {
  const call: GatewayCall = {
    principal: await deps.authenticate(request),
    operation: entry.id,
    input: stated.input,
    requestId: request.id,
    signal: disconnectSignal(reply),
    ...readCallFacts(request, stated.connection),
  };
  if (wantsItems(request.headers.accept)) {
    requireItems(entry);
    return sendItems(reply, deps.gateway.items(call));
  }
  if (stated.upload) return sendEnvelope(request, reply, await deps.gateway.upload(call, stated.upload));
  if (!wantsFile(request.headers.accept) || !givesFile(entry))
    return sendEnvelope(request, reply, await deps.gateway.call(call));
  const opened = await deps.gateway.download(call);
  return opened.ok ? sendFile(reply, opened.data) : sendEnvelope(request, reply, opened);
};

const requireItems = ({ id, pageItems, operation }: OperationEntry): void => {
  if (pageItems === undefined && !("stream" in operation && operation.stream))
    throw new ConnectorError("MALFORMED_REQUEST", {
      message: `${id} is not a list, so it cannot be sent as NDJSON.`,
      help: "Send `Accept: application/json`.",
    });
};

const sendEnvelope = (request: FastifyRequest, reply: FastifyReply, envelope: Envelope<unknown>): FastifyReply => {
  if (!envelope.ok) return sendProblem(reply, { error: envelope.error, meta: envelope.meta, requestId: request.id });
  // Data is made text once, for the validator and the body.
  const data = JSON.stringify(envelope.data) ?? "null";
  if (request.method !== "POST") {
    const etag = etagOf(data);
    void reply.headers({
      etag,
      "cache-control": "private, no-cache",
      vary: "origin, authorization, x-api-key, x-trunkline-connection, accept",
    });
    if (isNotModified(request.headers["if-none-match"], etag)) return reply.code(304).send();
  }
  const body = `{"ok":true,"data":${data},"warnings":${JSON.stringify(envelope.warnings)},"meta":${JSON.stringify(envelope.meta)}}`;
  return reply.code(200).type("application/json; charset=utf-8").send(body);
};
