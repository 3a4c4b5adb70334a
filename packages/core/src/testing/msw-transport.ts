import { getResponse, type RequestHandler } from "msw";
import { ConnectorError } from "../errors/connector-error.js";
import { createReply } from "../http/reply.js";
import { isStreamBody } from "../http/stream-body.js";
import type { ExchangeOptions, HttpRequest, Reply, Transport } from "../http/transport.js";
import { toStreamReply } from "./scripted-transport.js";

/**
 * A transport answered by msw handlers, in this process and without patching any global. `HttpResponse.error()` is a
 * broken connection (`NETWORK`, outcome unknown); a request that no handler answers fails, naming method and URL.
 */
export const createMswTransport = (handlers: readonly RequestHandler[]): Transport => {
  const exchange = async (request: HttpRequest, { signal }: ExchangeOptions): Promise<Reply> => {
    signal.throwIfAborted();
    const response = await getResponse([...handlers], toFetchRequest(request));
    signal.throwIfAborted();
    if (!response) throw new Error(`No handler answers ${request.method} ${request.url}`);
    if (response.type === "error")
      throw new ConnectorError("NETWORK", { message: "The connection was cut.", outcome: "unknown" });
    return createReply({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: new Uint8Array(await response.arrayBuffer()),
    });
  };
  return {
    exchange,
    open: async (request, options) => toStreamReply(await exchange(request, options)),
    close: async () => {},
  };
};

const toFetchRequest = ({ method, url, headers, auth, body }: HttpRequest): Request => {
  const target = new URL(url);
  for (const [name, value] of Object.entries(auth?.query ?? {})) target.searchParams.set(name, value);
  const init = { method, headers: { ...headers, ...auth?.headers } };
  return body !== undefined && isStreamBody(body)
    ? new Request(target, { ...init, body: ReadableStream.from(body), duplex: "half" } as RequestInit)
    : new Request(target, { ...init, body: body as RequestInit["body"] });
};
