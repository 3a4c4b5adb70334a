import { ConnectorError, errorCodes, isErrorCode } from "@trunkline/core";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { parseRequest } from "../http/parse-request.js";
import { sendValidated } from "../http/send-json.js";
import { CatalogueQuery, matchesWords, toDetail, toSummary } from "./catalogue.js";
import type { RouteDeps } from "./route.js";

/** What there is to call: the operations the caller may use, one of them in full, and what each error code means. */
export const registerCatalogueRoutes = (app: FastifyInstance, { gateway, authenticate }: RouteDeps): void => {
  const preParsing = async (request: FastifyRequest) => void (await authenticate(request));
  app.get("/v1/operations", { preParsing }, async (request, reply) => {
    const { connector, effect, q } = parseRequest(CatalogueQuery, request.query);
    const visible = gateway.visible(
      await authenticate(request),
      connector === undefined ? undefined : { connectors: [connector] },
    );
    const operations = visible.filter(
      (entry) => (effect === undefined || entry.effect === effect) && (q === undefined || matchesWords(entry, q)),
    );
    return sendValidated(request, reply, JSON.stringify({ operations: operations.map(toSummary) }));
  });
  app.get<{ Params: { id: string } }>("/v1/operations/:id", { preParsing }, async (request, reply) => {
    const entry = gateway.visible(await authenticate(request)).find(({ id }) => id === request.params.id);
    if (!entry)
      throw new ConnectorError("UNKNOWN_OPERATION", {
        message: `There is no operation "${request.params.id.slice(0, 100)}" that this key may use.`,
      });
    return sendValidated(request, reply, JSON.stringify(toDetail(entry)));
  });
  app.get<{ Params: { code: string } }>("/errors/:code", (request, reply) => {
    const { code } = request.params;
    if (!isErrorCode(code))
      throw new ConnectorError("UNKNOWN_ROUTE", { message: `There is no error code "${code.slice(0, 100)}".` });
    const { meaning, help, httpStatus, retryable } = errorCodes[code];
    return sendValidated(request, reply, JSON.stringify({ code, meaning, help, httpStatus, retryable }));
  });
};
