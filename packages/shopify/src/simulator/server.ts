import { randomUUID } from "node:crypto";
import type { SimulatorReply, SimulatorRequest } from "@trunkline/core/simulator";
import type { GraphqlAnswer, GraphqlRequest } from "./execute.js";
import type { AppCredentials } from "./oauth.js";
import { answerTokenRequest } from "./oauth.js";
import type { AccessToken, Tokens } from "./tokens.js";
import { versionServed } from "./versions.js";

/** What answering HTTP needs. */
export interface ServerDeps {
  readonly app: AppCredentials;
  readonly tokens: () => Tokens;
  runGraphql(request: GraphqlRequest, apiVersion: string, token: AccessToken): Promise<GraphqlAnswer>;
  /** The file of a bulk operation; nothing when there is none. */
  bulkResult(id: string): AsyncIterable<Uint8Array> | undefined;
}

const graphqlPath = /^\/admin\/api(?:\/([^/]+))?\/graphql\.json$/;
const bulkPath = /^\/bulk-operation-outputs\/([^/]+)\.jsonl$/;

/** Answers one request by its path. */
export const answerRequest = async (request: SimulatorRequest, deps: ServerDeps): Promise<SimulatorReply> => {
  const graphql = graphqlPath.exec(request.path);
  if (graphql) return withRequestId(await answerGraphql(request, graphql[1], deps));
  if (request.path === "/admin/oauth/access_token" && request.method === "POST")
    return withRequestId(answerTokenRequest(request, deps.app, deps.tokens()));
  const [, bulkId] = bulkPath.exec(request.path) ?? [];
  const file = bulkId !== undefined && request.query.has("signature") ? deps.bulkResult(bulkId) : undefined;
  if (file) return { status: 200, headers: { "content-type": "application/jsonl" }, body: file };
  return withRequestId(fault(404, "Not Found"));
};

const fault = (status: number, errors: unknown): SimulatorReply => ({
  status,
  headers: { "content-type": "application/json; charset=utf-8" },
  body: { errors },
});

const withRequestId = (reply: SimulatorReply): SimulatorReply => ({
  ...reply,
  headers: { ...reply.headers, "x-request-id": randomUUID() },
});

const answerGraphql = async (
  request: SimulatorRequest,
  asked: string | undefined,
  deps: ServerDeps,
): Promise<SimulatorReply> => {
  const apiVersion = versionServed(asked);
  if (apiVersion === undefined || request.method !== "POST") return fault(404, "Not Found");
  const token = deps.tokens().find(request.headers["x-shopify-access-token"]);
  if (!token) return fault(401, "[API] Invalid API key or access token (unrecognized login or wrong password)");
  const body = readRequest(request);
  if ("status" in body) return body;
  const answer = await deps.runGraphql(body, apiVersion, token);
  return {
    status: 200,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "x-shopify-api-version": apiVersion,
      ...(answer.usedDeprecated && {
        "x-shopify-api-deprecated-reason": "https://shopify.dev/docs/api/usage/versioning#deprecation-practices",
      }),
    },
    body: answer.body,
  };
};

const readRequest = (request: SimulatorRequest): GraphqlRequest | SimulatorReply => {
  const contentType = request.headers["content-type"] ?? "";
  if (contentType.startsWith("application/graphql"))
    return { query: request.text(), operationName: undefined, variables: {} };
  if (!contentType.startsWith("application/json"))
    return fault(400, { content_type: "Unsupported content type; send application/json" });
  let body: unknown;
  try {
    body = request.json();
  } catch {
    return fault(400, "There was a problem in the JSON you submitted");
  }
  if (typeof body !== "object" || body === null || !("query" in body) || typeof body.query !== "string")
    return fault(400, { query: "Required parameter missing or invalid" });
  const { operationName, variables } = body as { operationName?: unknown; variables?: unknown };
  return {
    query: body.query,
    operationName: typeof operationName === "string" ? operationName : undefined,
    variables: typeof variables === "object" && variables !== null ? (variables as Record<string, unknown>) : {},
  };
};
