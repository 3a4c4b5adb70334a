import { randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import type { AppDeps } from "../app.js";
import { localOrAdmin } from "./access.js";
import { connectionsView, homeView } from "./home-view.js";
import { pagePolicy } from "./security-headers.js";
import { toStatus } from "./status.js";

/**
 * The first page: how every connection is, and how to connect. Open on a loopback bind; elsewhere it shows nothing
 * until it is given a key with the scope `admin`, which stays in the browser's tab.
 */
export const registerHomePage = (app: FastifyInstance, deps: AppDeps): void => {
  const { gateway, version, failures = [], settings } = deps;
  const mayLook = localOrAdmin(settings.loopback, deps.authenticate);
  const status = () => toStatus({ version, registry: gateway.registry, failures, draining: gateway.draining });
  app.get("/", async (request, reply) => {
    const allowed = await mayLook(request).then(
      () => true,
      () => false,
    );
    const nonce = randomBytes(16).toString("base64");
    const html = homeView({
      nonce,
      origin: `${request.protocol}://${request.host}`,
      version,
      keysNeeded: settings.auth === "keys",
      ...(allowed && { status: status() }),
    });
    return reply.header("content-security-policy", pagePolicy(nonce)).type(htmlType).send(html);
  });
  // What the page puts in place of what it shows, every few seconds.
  app.get("/connections.html", { preParsing: mayLook }, async (_request, reply) =>
    reply.type(htmlType).send(connectionsView(status())),
  );
};

const htmlType = "text/html; charset=utf-8";
