import { ConnectorError } from "@trunkline/core";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { hostNameOf, loopbackNames } from "./locality.js";

/** From where the gateway may be called. */
export interface GuardOptions {
  /** Address listened on. */
  readonly host: string;
  readonly loopback: boolean;
  /** Further host names; `*` admits all. */
  readonly allowedHosts: readonly string[];
  /** Origins whose pages may call, with CORS. */
  readonly allowedOrigins: readonly string[];
}

/** What orchestrators ask by address; it tells a stranger nothing. */
const openPaths: ReadonlySet<string> = new Set(["/healthz", "/readyz"]);

/**
 * Refuses requests under a foreign host name (DNS rebinding) and from foreign web pages, and answers the preflight of
 * origins that are allowed. Requests without `Origin` come from programs and pass.
 */
export const guardHostAndOrigin = (app: FastifyInstance, options: GuardOptions): void => {
  const hosts = new Set([...loopbackNames, bracketed(options.host), ...options.allowedHosts]);
  const origins = new Set(options.allowedOrigins);
  const isHost = (host: string): boolean => hosts.has("*") || hosts.has(hostNameOf(host) ?? "");
  app.addHook("onRequest", (request, reply, done) => {
    const { host = "", origin } = request.headers;
    if (!isHost(host)) return done(isOpen(request) ? undefined : foreignHost(host));
    if (origin === undefined || isOpen(request)) return done();
    if (origins.has(origin)) return allowCrossOrigin(request, reply, origin) ? undefined : done();
    if (isOwn(origin, host) || (options.loopback && isLoopbackOrigin(origin))) return done();
    done(foreignOrigin());
  });
};

const isOpen = ({ url }: FastifyRequest): boolean => openPaths.has(url.split("?", 1)[0] ?? "");

const foreignOrigin = (): ConnectorError =>
  new ConnectorError("FORBIDDEN", {
    message: "Pages of this web origin may not call the gateway.",
    help: "Add the origin to TRUNKLINE_ALLOWED_ORIGINS if you trust it.",
  });

const foreignHost = (host: string): ConnectorError =>
  new ConnectorError("FORBIDDEN", {
    message: `The gateway is not to be addressed as "${host.slice(0, 100)}".`,
    help: "Add the host name to TRUNKLINE_ALLOWED_HOSTS, or call it by a name it knows.",
  });

const allowCrossOrigin = (request: FastifyRequest, reply: FastifyReply, origin: string): FastifyReply | undefined => {
  void reply.headers({
    "access-control-allow-origin": origin,
    "access-control-expose-headers": "etag, retry-after, x-request-id, www-authenticate, mcp-session-id",
    "cross-origin-resource-policy": "cross-origin",
    vary: "origin",
  });
  if (request.method !== "OPTIONS" || request.headers["access-control-request-method"] === undefined) return undefined;
  return reply
    .headers({
      "access-control-allow-methods": "GET, POST, PUT, DELETE",
      "access-control-allow-headers":
        request.headers["access-control-request-headers"] ?? "authorization, content-type",
      "access-control-max-age": "600",
    })
    .code(204)
    .send();
};

const bracketed = (host: string): string =>
  (host.includes(":") && !host.startsWith("[") ? `[${host}]` : host).toLowerCase();

const isOwn = (origin: string, host: string): boolean => origin === `http://${host}` || origin === `https://${host}`;

const isLoopbackOrigin = (origin: string): boolean =>
  URL.canParse(origin) && /^https?:$/.test(new URL(origin).protocol) && loopbackNames.has(new URL(origin).hostname);
