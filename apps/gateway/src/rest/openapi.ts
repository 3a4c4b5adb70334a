import type { ConnectorEntry, OperationEntry } from "@trunkline/registry";
import { adminActions } from "../admin/actions.js";
import { toActionPaths } from "../admin/rest.js";
import { streamPaths } from "../stream/openapi.js";
import { callParameters, envelopeSchemas, failureResponses, securitySchemes } from "./openapi-components.js";
import { toOperationParts } from "./openapi-operation.js";
import { systemPaths } from "./openapi-system.js";

/** What the document is made of. */
export interface OpenApiFacts {
  /** Version of the gateway. */
  readonly version: string;
  readonly connectors: readonly ConnectorEntry[];
  /** Those that are offered now. */
  readonly operations: readonly OperationEntry[];
}

/** The OpenAPI 3.1 document of the gateway. Pure: equal facts give an equal document, in the catalogue's order. */
export const toOpenApi = ({ version, connectors, operations }: OpenApiFacts): Readonly<Record<string, unknown>> => {
  const parts = operations.map(toOperationParts);
  return {
    openapi: "3.1.0",
    info: {
      title: "Trunkline",
      version,
      description:
        "Every operation of every connector, one path each. Answers are envelopes: `{ ok, data, warnings, meta }`. Failures are RFC 9457 problem documents that contain the same envelope's error.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/", description: "Wherever this document was read from" }],
    security: [{ bearer: [] }, { apiKey: [] }],
    tags: [
      ...connectors.map(({ id, title, description }) => ({ name: id, description: `${title}: ${description}` })),
      { name: "catalogue", description: "What there is to call" },
      { name: "system", description: "How the gateway is" },
      { name: "admin", description: "Operating the gateway; needs the scope `admin`" },
    ],
    paths: {
      ...Object.fromEntries(parts.map(({ path, methods }) => [path, methods])),
      ...systemPaths,
      ...streamPaths,
      ...toActionPaths(adminActions),
    },
    components: {
      securitySchemes,
      parameters: callParameters,
      responses: failureResponses,
      schemas: { ...envelopeSchemas, ...Object.assign({}, ...parts.map(({ schemas }) => schemas)) },
    },
  };
};
