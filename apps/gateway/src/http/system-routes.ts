import type { FastifyInstance, FastifyRequest } from "fastify";
import type { AppDeps } from "../app.js";
import type { Principal } from "../auth/principal.js";
import { toOpenApi } from "../rest/openapi.js";
import { localOrAdmin } from "./access.js";
import { sendValidated } from "./send-json.js";
import { toStatus } from "./status.js";

/** Stands for "whoever has every scope": what remains hidden is hidden from all. */
const everyone: Principal = { id: "openapi", name: "openapi", scopes: ["admin"] };

/** Whoever watches asks often, and must not be told that the gateway is unwell for it. */
const unlimited = { rateLimit: false } as const;

/** How the gateway is, for machines that watch it. */
export const registerSystemRoutes = (app: FastifyInstance, deps: AppDeps): void => {
  const { gateway, version, failures = [] } = deps;
  const status = () => toStatus({ version, registry: gateway.registry, failures, draining: gateway.draining });
  const preParsing = localOrAdmin(deps.settings.loopback, deps.authenticate);
  // The reason may name a directory or a host.
  const isTrusted = (request: FastifyRequest): Promise<boolean> =>
    preParsing(request).then(
      () => true,
      () => false,
    );
  app.get("/healthz", { config: unlimited }, async () => ({ status: "ok", store: deps.durable.state.status }));
  app.get("/readyz", { config: unlimited }, async (request, reply) => {
    // One broken upstream is no reason to take the others away: it is named, and the process stays in service.
    const notUp = status()
      .connections.filter(({ state }) => state !== "up")
      .map(({ connector, connection, state }) => ({ connector, connection, state }));
    return reply.code(gateway.draining ? 503 : 200).send({
      status: gateway.draining ? "draining" : "ready",
      notUp,
      // Reads are served without it, so it takes no replica out of service either.
      store: (await isTrusted(request)) ? deps.durable.state : { status: deps.durable.state.status },
    });
  });
  app.get("/version", async () => ({
    version,
    node: process.version,
    connectors: gateway.registry.connectors.map(({ id, packageVersion, apiVersions }) => ({
      id,
      version: packageVersion,
      apiVersions: apiVersions.map((known) => known.version),
    })),
  }));
  app.get("/status.json", { preParsing }, async () => status());
  app.get("/metrics", { preParsing }, async (_request, reply) =>
    reply.type(deps.metrics.prometheus.contentType).send(await deps.metrics.prometheus.metrics()),
  );
  registerOpenApi(app, deps);
};

const registerOpenApi = (app: FastifyInstance, { gateway, version }: AppDeps): void => {
  const { connectors } = gateway.registry;
  let served = { offered: "", text: "" };
  app.get("/openapi.json", (request, reply) => {
    const operations = gateway.visible(everyone);
    const offered = operations.map(({ id }) => id).join();
    // Made once for each set of operations on offer; flags change it at run time.
    if (served.text === "" || served.offered !== offered)
      served = { offered, text: JSON.stringify(toOpenApi({ version, connectors, operations })) };
    return sendValidated(request, reply, served.text);
  });
};
