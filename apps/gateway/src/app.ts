import { STATUS_CODES } from "node:http";
import { ConnectorError, type MutableFeatureFlags, toErrorEnvelope } from "@trunkline/core";
import type { Simulator } from "@trunkline/core/simulator";
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from "fastify";
import { adminActions } from "./admin/actions.js";
import { createAdminView, toActionTools } from "./admin/mcp.js";
import { registerActionRoutes } from "./admin/rest.js";
import { createActionRunner } from "./admin/run-action.js";
import type { Authenticate } from "./auth/authenticate.js";
import type { KeyStore } from "./auth/keys.js";
import type { GatewayConfig } from "./config.js";
import type { ConnectionFailure } from "./connections.js";
import type { DrainableGateway } from "./create-gateway.js";
import type { Background } from "./durable/background.js";
import type { Durable } from "./durable/durable.js";
import { registerEventsPage } from "./events-page/events-page.js";
import { accessLog } from "./http/access-log.js";
import { registerAdminRoutes } from "./http/admin-routes.js";
import { collectAllowedMethods } from "./http/allowed-methods.js";
import { parseJsonBodies } from "./http/body-parser.js";
import { registerDocs } from "./http/docs-page.js";
import { answerFailures, toConnectorError } from "./http/error-handler.js";
import { guardHostAndOrigin } from "./http/guards.js";
import { registerHomePage } from "./http/home-page.js";
import { limitRequestRate } from "./http/rate-limit.js";
import { requestIdOf, returnRequestIds } from "./http/request-id.js";
import { safeHeaders, securityHeaders } from "./http/security-headers.js";
import { registerSystemRoutes } from "./http/system-routes.js";
import { traceRequests } from "./http/trace-requests.js";
import { mountMcp } from "./mcp/mount.js";
import { registerCatalogueRoutes } from "./rest/catalogue-routes.js";
import { problemType, sendProblem, toProblem } from "./rest/problem.js";
import { registerOperationRoutes } from "./rest/route.js";
import { registerStream, type StreamDeps } from "./stream/register-stream.js";
import type { GatewayMetrics } from "./telemetry.js";
import { type ReceiverDeps, registerWebhooks } from "./webhooks/receiver.js";

/** What the web server is built on. */
export interface AppDeps {
  readonly gateway: DrainableGateway;
  readonly authenticate: Authenticate;
  /** The keys that `/admin/keys` lists, makes and ends. Absent: no authentication. */
  readonly keys?: KeyStore;
  /** The switches that `/admin/flags` turns: the same that gateway and connections read. */
  readonly flags: MutableFeatureFlags;
  readonly metrics: GatewayMetrics;
  readonly logger: FastifyBaseLogger;
  /** Version of the gateway. */
  readonly version: string;
  readonly settings: Pick<
    GatewayConfig,
    "host" | "loopback" | "auth" | "allowedHosts" | "allowedOrigins" | "bodyLimitBytes" | "rateLimit"
  >;
  /** Connections that did not open. */
  readonly failures?: readonly ConnectionFailure[];
  /** By connector id. */
  readonly simulators?: ReadonlyMap<string, Simulator>;
  /** Absent: nothing is taken in. */
  readonly webhooks?: ReceiverDeps;
  /** Absent: there is no stream to follow. */
  readonly stream?: Omit<StreamDeps, "gateway" | "authenticate">;
  /** What actions of administrators work on. */
  readonly durable: Background<Durable>;
}

/** The web server with every surface, not listening yet. */
export const createApp = async (deps: AppDeps): Promise<FastifyInstance> => {
  const { gateway, authenticate, settings, version } = deps;
  const app = createServer(deps);
  const methods = collectAllowedMethods(app);
  returnRequestIds(app);
  securityHeaders(app);
  answerFailures(app, methods, settings.bodyLimitBytes);
  guardHostAndOrigin(app, settings);
  const traceIdOf = traceRequests(app);
  accessLog(app, { logger: deps.logger, durations: deps.metrics.requests, traceIdOf });
  parseJsonBodies(app);
  await limitRequestRate(app, { perMinute: settings.rateLimit, authenticate });
  registerOperationRoutes(app, { gateway, authenticate });
  registerCatalogueRoutes(app, { gateway, authenticate });
  registerSystemRoutes(app, deps);
  registerAdminRoutes(app, deps);
  const runner = createActionRunner(deps.durable);
  registerActionRoutes(app, { actions: adminActions, runner, authenticate });
  if (deps.stream) registerStream(app, { gateway, authenticate, ...deps.stream });
  registerDocs(app);
  registerHomePage(app, deps);
  registerEventsPage(app, deps);
  const adminView = createAdminView(toActionTools(adminActions, runner));
  if (deps.webhooks) registerWebhooks(app, deps.webhooks);
  mountMcp(app, { gateway, authenticate, version, bodyLimitBytes: settings.bodyLimitBytes, adminView });
  return app;
};

const createServer = ({ logger, settings }: AppDeps): FastifyInstance =>
  fastify({
    loggerInstance: logger,
    // One line per request is written by accessLog; Fastify's own two would have the query.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }),
    bodyLimit: settings.bodyLimitBytes,
    genReqId: requestIdOf,
    // An id is chosen above, so Fastify must not take any header for one.
    requestIdHeader: false,
    // Fastify switches Node's own limit off: a client that sends a byte now and then would hold its socket for ever.
    requestTimeout: 60_000,
    forceCloseConnections: "idle",
    // Calls under way are waited for before the server closes; until then the answer is ours, not Fastify's 503.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    // No hook has run yet.
    frameworkErrors: (thrown, request, reply) => {
      void reply.headers({ ...safeHeaders, "x-request-id": request.id });
      void sendProblem(reply, { error: toErrorEnvelope(toConnectorError(thrown)), requestId: request.id });
    },
    // What is not HTTP has no request yet, so the answer is written by hand.
    clientErrorHandler: (thrown, socket) => {
      if ((thrown as NodeJS.ErrnoException).code === "ECONNRESET" || !socket.writable) return void socket.destroy();
      const status = (thrown as NodeJS.ErrnoException).code === "HPE_HEADER_OVERFLOW" ? 431 : 400;
      const error = toErrorEnvelope(
        new ConnectorError("MALFORMED_REQUEST", { message: "This is not a valid HTTP request." }),
      );
      const body = JSON.stringify(toProblem({ error, requestId: "none", status }));
      socket.end(
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-type: ${problemType}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
    },
  });
