import { isConnectorError, type Progress, toErrorEnvelope } from "@trunkline/core";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Authenticate } from "../auth/authenticate.js";
import { adminOnly } from "../http/access.js";
import { disconnectSignal } from "../http/disconnect.js";
import { toConnectorError } from "../http/error-handler.js";
import { parseQueryInput } from "../rest/query-input.js";
import { type AnyAdminAction, pathFields } from "./action.js";
import type { ActionRunner } from "./run-action.js";

/** What the routes of the actions need. */
export interface ActionRoutesDeps {
  readonly actions: readonly AnyAdminAction[];
  readonly runner: ActionRunner;
  readonly authenticate: Authenticate;
}

/** Media type in which a long action tells how far it is: one JSON object a line, the last with `result` or `error`. */
export const progressType = "application/x-ndjson";

/** One route for each action. Every one needs the scope `admin`. */
export const registerActionRoutes = (
  app: FastifyInstance,
  { actions, runner, authenticate }: ActionRoutesDeps,
): void => {
  const preParsing = adminOnly(authenticate);
  for (const action of actions) {
    const { $schema: _, ...schema } = z.toJSONSchema(action.input, { io: "input" });
    const inputOf = ({ params, query, body }: FastifyRequest): unknown => {
      const given = action.method === "GET" ? parseQueryInput(query as never, schema) : (body ?? {});
      const named = parseQueryInput(params as never, schema);
      return typeof given === "object" ? { ...given, ...named } : given;
    };
    app.route({
      method: action.method,
      url: action.path.replaceAll(/\{(\w+)\}/g, ":$1"),
      preParsing,
      handler: async (request, reply) => {
        const { id: actor } = await authenticate(request);
        const context = { actor, signal: disconnectSignal(reply) };
        const work = (onProgress: (step: Progress) => void) =>
          runner.run(action, inputOf(request), { ...context, onProgress });
        if (action.isLong && request.headers.accept?.includes(progressType)) return tellProgress(reply, work);
        return work(() => undefined);
      },
    });
  }
};

const tellProgress = async (
  reply: FastifyReply,
  work: (onProgress: (step: Progress) => void) => Promise<unknown>,
): Promise<FastifyReply> => {
  reply.hijack();
  const { raw } = reply;
  const headers = Object.entries(reply.getHeaders()).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  raw.writeHead(200, { ...Object.fromEntries(headers), "content-type": progressType });
  const line = (value: unknown): void => void raw.write(`${JSON.stringify(value)}\n`);
  try {
    line({ result: await work((progress) => line({ progress })) });
  } catch (thrown) {
    const error = toConnectorError(thrown);
    if (!isConnectorError(thrown))
      reply.request.log.error({ err: thrown, requestId: reply.request.id }, "action failed");
    line({ error: toErrorEnvelope(error) });
  }
  raw.end();
  return reply;
};

/** The paths of the actions in the OpenAPI document. */
export const toActionPaths = (actions: readonly AnyAdminAction[]): Readonly<Record<string, unknown>> => {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const action of actions) {
    paths[action.path] = { ...paths[action.path], [action.method.toLowerCase()]: toOpenApiOperation(action) };
  }
  return paths;
};

const toOpenApiOperation = (action: AnyAdminAction) => {
  const { properties = {}, required = [], ...rest } = schemaOf(action.input, "input");
  const named = pathFields(action);
  const others = Object.keys(properties).filter((name) => !named.includes(name));
  const parameter = (name: string, where: "path" | "query") => ({
    name,
    in: where,
    required: where === "path" || required.includes(name),
    schema: properties[name],
  });
  const body = { ...rest, properties: Object.fromEntries(others.map((name) => [name, properties[name]])) };
  const needed = required.filter((name) => !named.includes(name));
  return {
    operationId: `admin.${action.id}`,
    tags: ["admin"],
    summary: action.summary,
    ...(action.description !== undefined && { description: action.description }),
    parameters: [
      ...named.map((name) => parameter(name, "path")),
      ...(action.method === "GET" ? others.map((name) => parameter(name, "query")) : []),
    ],
    ...(action.method === "POST" &&
      others.length > 0 && {
        requestBody: {
          required: needed.length > 0,
          content: {
            "application/json": {
              schema: { ...body, ...(needed.length > 0 && { required: needed }) },
              ...examplesOf(action, named),
            },
          },
        },
      }),
    responses: {
      200: {
        description: "The answer",
        content: {
          "application/json": { schema: schemaOf(action.output, "output") },
          ...(action.isLong && { [progressType]: { schema: { type: "string" } } }),
        },
      },
      "4XX": { $ref: "#/components/responses/CallerFailure" },
      "5XX": { $ref: "#/components/responses/ServerFailure" },
    },
  };
};

/** The examples without what the path says. */
const examplesOf = ({ examples = [] }: AnyAdminAction, named: readonly string[]) => {
  const shown = examples.map(({ about, input }, at) => {
    const value = Object.fromEntries(Object.entries(input).filter(([name]) => !named.includes(name)));
    return [String(at + 1), { summary: about, value }] as const;
  });
  return shown.length === 0 ? {} : { examples: Object.fromEntries(shown) };
};

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
}

const schemaOf = (schema: z.ZodType, io: "input" | "output"): ObjectSchema => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  return rest as ObjectSchema;
};
