import { ConnectorError } from "@trunkline/core";
import type { FastifyInstance } from "fastify";
import type { KeyStore } from "../auth/keys.js";
import type { AccessHook } from "./access.js";
import { KeyRequest } from "./admin-schemas.js";
import { parseRequest } from "./parse-request.js";

/** The API keys: listing them, making one, ending one. Without a store there are none, and every route says why. */
export const registerKeyRoutes = (app: FastifyInstance, store: KeyStore | undefined, preParsing: AccessHook): void => {
  const keys = (): KeyStore => {
    if (store) return store;
    throw new ConnectorError("NOT_CONFIGURED", {
      message: "There are no keys while authentication is off.",
      help: "Start the gateway with TRUNKLINE_AUTH=keys.",
    });
  };
  app.get("/admin/keys", { preParsing }, async () => ({ keys: await keys().list() }));
  app.post("/admin/keys", { preParsing }, async (request, reply) => {
    const made = await keys().create(parseRequest(KeyRequest, request.body));
    const { id, scopes } = made.key;
    request.log.info({ requestId: request.id, key: id, scopes }, "API key made");
    return reply.code(201).send(made);
  });
  app.delete<{ Params: { id: string } }>("/admin/keys/:id", { preParsing }, async (request) => {
    const { id } = request.params;
    const key = await keys().revoke(id);
    if (!key)
      throw new ConnectorError("NOT_FOUND", {
        message: `There is no key with the id "${id.slice(0, 100)}".`,
        help: "`GET /admin/keys` lists the ids.",
      });
    request.log.info({ requestId: request.id, key: key.id }, "API key revoked");
    return { key };
  });
};
