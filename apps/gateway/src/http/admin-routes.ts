import { ConnectorError, type MutableFeatureFlags, parseFlags } from "@trunkline/core";
import { faultPresets, type Simulator } from "@trunkline/core/simulator";
import type { FastifyInstance } from "fastify";
import type { AppDeps } from "../app.js";
import { adminOnly } from "./access.js";
import { ExplainQuery, FaultRequest, FlagsRequest } from "./admin-schemas.js";
import { registerKeyRoutes } from "./key-routes.js";
import { parseRequest } from "./parse-request.js";

/** Operating the gateway while it runs. Every route needs the scope `admin`. */
export const registerAdminRoutes = (app: FastifyInstance, deps: AppDeps): void => {
  const preParsing = adminOnly(deps.authenticate);
  app.get("/admin/connectors", { preParsing }, async () => ({ connectors: describeConnectors(deps) }));
  app.get("/admin/explain", { preParsing }, async (request) => {
    const { operation, connection } = parseRequest(ExplainQuery, request.query);
    const { registry } = deps.gateway;
    const entry = registry.operation(operation);
    if (!entry)
      throw new ConnectorError("UNKNOWN_OPERATION", { message: `There is no operation "${operation.slice(0, 100)}".` });
    const held = registry.connection(entry.connector, connection);
    if (!held)
      throw new ConnectorError("UNKNOWN_CONNECTION", {
        message: `${entry.connector} has no connection "${connection ?? "default"}".`,
      });
    return { ...held.connection.explain(entry.operation), mode: held.mode };
  });
  registerKeyRoutes(app, deps.keys, preParsing);
  registerFlagRoutes(app, deps.flags, preParsing);
  registerFaultRoutes(app, deps.simulators ?? new Map(), preParsing);
};

const describeConnectors = ({ gateway, failures = [] }: AppDeps) => {
  const health = gateway.registry.health();
  return gateway.registry.connectors.map(({ id, title, description, packageVersion, apiVersions, operations }) => ({
    id,
    title,
    description,
    version: packageVersion,
    apiVersions,
    operations: operations.length,
    connections: health.filter(({ connector }) => connector === id),
    failures: failures.filter(({ connector }) => connector === id),
  }));
};

type PreParsing = ReturnType<typeof adminOnly>;

const registerFlagRoutes = (app: FastifyInstance, flags: MutableFeatureFlags, preParsing: PreParsing): void => {
  app.get("/admin/flags", { preParsing }, async () => ({ rules: flags.list() }));
  app.put("/admin/flags", { preParsing }, async (request) => {
    const { rules } = parseRequest(FlagsRequest, request.body);
    flags.set(parseRules([rules].flat().join(",")));
    request.log.info({ requestId: request.id, rules }, "feature flags replaced");
    return { rules: flags.list() };
  });
};

const parseRules = (text: string) => {
  try {
    return text.trim() === "" ? [] : parseFlags(text);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new ConnectorError("INVALID_INPUT", { message, issues: [{ path: "rules", message }] });
  }
};

type OnSimulator = { Params: { connector: string } };

const registerFaultRoutes = (
  app: FastifyInstance,
  simulators: ReadonlyMap<string, Simulator>,
  preParsing: PreParsing,
): void => {
  const url = "/admin/simulators/:connector/faults";
  const find = (connector: string): Simulator => {
    const simulator = simulators.get(connector);
    if (simulator) return simulator;
    throw new ConnectorError("UNKNOWN_CONNECTION", {
      message: `There is no simulator of "${connector.slice(0, 100)}": faults are for connections in mock mode.`,
    });
  };
  app.get<OnSimulator>(url, { preParsing }, async ({ params }) => ({
    active: find(params.connector).faults.active(),
    presets: Object.keys(faultPresets),
  }));
  app.put<OnSimulator>(url, { preParsing }, async (request) => {
    const { faults } = find(request.params.connector);
    const { fault, ...scope } = parseRequest(FaultRequest, request.body);
    faults.set(fault, scope);
    return { active: faults.active() };
  });
  app.delete<OnSimulator>(url, { preParsing }, async (request, reply) => {
    find(request.params.connector).faults.clear();
    return reply.code(204).send();
  });
};
