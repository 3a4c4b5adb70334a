import type { IncomingHttpHeaders } from "node:http";

/** Names under which a machine addresses itself. */
export const loopbackNames: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

const proxyHeaders = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"] as const;

/** Host name of a `Host` header, lower-case, without the port; nothing when it is not one. */
export const hostNameOf = (host: string | undefined): string | undefined =>
  /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i.exec(host ?? "")?.[1]?.toLowerCase();

/** The header by which a proxy shows that it passed the request on, if any. */
export const proxyHeaderOf = (headers: IncomingHttpHeaders): string | undefined =>
  proxyHeaders.find((name) => headers[name] !== undefined);

/**
 * Whether a request to a loopback address was made on this machine for this machine. A tunnel or reverse proxy listens
 * for the network and calls from here; it gives itself away by the name it is asked for or by what it adds.
 */
export const isDirect = (headers: IncomingHttpHeaders): boolean =>
  proxyHeaderOf(headers) === undefined && loopbackNames.has(hostNameOf(headers.host) ?? "");
