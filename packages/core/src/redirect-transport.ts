import type { HttpRequest, Transport } from "./http/transport.js";

/**
 * Sends every request to one origin instead of its own and names the original host in `x-forwarded-host`:
 * how a simulator stands in for an upstream with several hosts, token endpoint included.
 */
export const redirectTransport = (transport: Transport, origin: string): Transport => {
  const target = new URL(origin).origin;
  const redirected = (request: HttpRequest): HttpRequest => {
    if (request.url.startsWith(`${target}/`)) return request;
    const pathAt = request.url.indexOf("/", request.url.indexOf("://") + 3);
    const path = pathAt === -1 ? "/" : request.url.slice(pathAt);
    const host = request.url.slice(request.url.indexOf("://") + 3, pathAt === -1 ? undefined : pathAt);
    return { ...request, url: target + path, headers: { ...request.headers, "x-forwarded-host": host } };
  };
  return {
    exchange: (request, options) => transport.exchange(redirected(request), options),
    open: (request, options) => transport.open(redirected(request), options),
    close: () => transport.close(),
  };
};
