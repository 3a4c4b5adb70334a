import { z } from "zod";
import { ExplainQuery, FaultRequest, FlagsRequest, KeyRequest } from "../http/admin-schemas.js";
import { CatalogueQuery } from "./catalogue.js";

type Tag = "catalogue" | "system" | "admin";

interface Route {
  readonly tag: Tag;
  readonly summary: string;
  readonly parameters?: readonly unknown[];
  readonly body?: z.ZodType;
  /** Answered to anyone. */
  readonly open?: boolean;
  /** Default: JSON. */
  readonly contentType?: string;
  /** Default 200. */
  readonly status?: number;
  readonly also?: Readonly<Record<string, unknown>>;
}

const withoutDialect = (schema: z.ZodType) => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input" });
  return rest;
};

const queryOf = (schema: z.ZodObject): readonly unknown[] => {
  const { properties = {}, required = [] } = withoutDialect(schema);
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema: property,
  }));
};

const inPath = (name: string, description: string) => ({
  name,
  in: "path",
  required: true,
  description,
  schema: { type: "string" },
});
const simulator = [inPath("connector", "Connector id, in mock mode")];

const toOperation = (operationId: string, route: Route) => ({
  operationId,
  tags: [route.tag],
  summary: route.summary,
  ...(route.open && { security: [] }),
  ...(route.parameters && { parameters: route.parameters }),
  ...(route.body && {
    requestBody: { required: true, content: { "application/json": { schema: withoutDialect(route.body) } } },
  }),
  responses: {
    [route.status ?? 200]:
      route.status === 204
        ? { description: "Done" }
        : {
            description: "The answer",
            content: {
              [route.contentType ?? "application/json"]: {
                schema: route.contentType ? { type: "string" } : { type: "object" },
              },
            },
          },
    ...route.also,
    "4XX": { $ref: "#/components/responses/CallerFailure" },
    "5XX": { $ref: "#/components/responses/ServerFailure" },
  },
});

/** Paths that are not operations of a connector. */
export const systemPaths = {
  "/v1/operations": {
    get: toOperation("catalogue.list", {
      tag: "catalogue",
      summary: "List the operations that the caller may use",
      parameters: queryOf(CatalogueQuery),
    }),
  },
  "/v1/operations/{id}": {
    get: toOperation("catalogue.get", {
      tag: "catalogue",
      summary: "Describe an operation with its schemas",
      parameters: [inPath("id", "Operation id")],
    }),
  },
  "/errors/{code}": {
    get: toOperation("errors.get", {
      tag: "catalogue",
      summary: "Explain an error code",
      parameters: [inPath("code", "Error code")],
      open: true,
    }),
  },
  "/openapi.json": { get: toOperation("openapi.get", { tag: "catalogue", summary: "Read this document", open: true }) },
  "/healthz": {
    get: toOperation("system.health", { tag: "system", summary: "Tell whether the process is alive", open: true }),
  },
  "/readyz": {
    get: toOperation("system.readiness", {
      tag: "system",
      summary: "Tell whether the process takes calls, and which connections are not up",
      open: true,
      also: { "503": { description: "Draining", content: { "application/json": { schema: { type: "object" } } } } },
    }),
  },
  "/version": {
    get: toOperation("system.version", {
      tag: "system",
      summary: "Read the versions of gateway, connectors and Node",
      open: true,
    }),
  },
  "/status.json": {
    get: toOperation("system.status", {
      tag: "system",
      summary: "Read what the first page shows; open on a loopback bind, else needs `admin`",
    }),
  },
  "/metrics": {
    get: toOperation("system.metrics", {
      tag: "system",
      summary: "Read the metrics for Prometheus; open on a loopback bind, else needs `admin`",
      contentType: "text/plain",
    }),
  },
  "/admin/connectors": {
    get: toOperation("admin.connectors", {
      tag: "admin",
      summary: "List connectors with versions, health, quotas and breaker of each connection",
    }),
  },
  "/admin/explain": {
    get: toOperation("admin.explain", {
      tag: "admin",
      summary: "Explain why a call would wait or be refused now",
      parameters: queryOf(ExplainQuery),
    }),
  },
  "/admin/flags": {
    get: toOperation("admin.flags.get", { tag: "admin", summary: "List the feature flags in force" }),
    put: toOperation("admin.flags.set", {
      tag: "admin",
      summary: "Replace the feature flags, at once and until restart",
      body: FlagsRequest,
    }),
  },
  "/admin/keys": {
    get: toOperation("admin.keys.list", { tag: "admin", summary: "List the API keys without their secrets" }),
    post: toOperation("admin.keys.create", {
      tag: "admin",
      summary: "Make an API key; its token is in this answer and in no other",
      body: KeyRequest,
      status: 201,
    }),
  },
  "/admin/keys/{id}": {
    delete: toOperation("admin.keys.revoke", {
      tag: "admin",
      summary: "Revoke an API key, at once and for good",
      parameters: [inPath("id", "Key id")],
    }),
  },
  "/admin/simulators/{connector}/faults": {
    get: toOperation("admin.faults.list", {
      tag: "admin",
      summary: "List the active faults of a simulator and the presets",
      parameters: simulator,
    }),
    put: toOperation("admin.faults.set", {
      tag: "admin",
      summary: "Add a fault to a simulator",
      parameters: simulator,
      body: FaultRequest,
    }),
    delete: toOperation("admin.faults.clear", {
      tag: "admin",
      summary: "Clear the faults of a simulator",
      parameters: simulator,
      status: 204,
    }),
  },
} as const;
