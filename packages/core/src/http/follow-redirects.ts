import { nextRequest } from "./redirect.js";
import type { HttpRequest } from "./transport.js";

/** Redirects followed for one request. */
const maxRedirects = 3;

interface AnyReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: AsyncIterable<unknown>;
}

/** How requests are followed. */
export interface FollowOptions<R extends AnyReply> {
  go(request: HttpRequest): Promise<R>;
  permits(url: URL): boolean;
}

/** Makes an exchange and those that its redirects lead to; what is not followed is returned as it is. */
export const followRedirects = async <R extends AnyReply>(
  first: HttpRequest,
  { go, permits }: FollowOptions<R>,
): Promise<R> => {
  let reply = await go(first);
  let request: HttpRequest | undefined = first;
  for (let count = 0; count < maxRedirects && reply.status >= 300 && reply.status < 400; count++) {
    request = nextRequest({ request, status: reply.status, location: reply.headers.location, permits });
    if (!request) return reply;
    await discard(reply.body);
    reply = await go(request);
  }
  return reply;
};

/** Ends a body that nobody reads, so that its socket is released. */
const discard = async (body: AsyncIterable<unknown> | undefined): Promise<void> => {
  await body?.[Symbol.asyncIterator]().return?.();
};
