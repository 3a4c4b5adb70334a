import type { Limits } from "./config/limits.js";
import type { HttpRequest, Transport } from "./http/transport.js";
import type { Call, Next } from "./pipeline/policy.js";

/** The end of the pipeline: the exchange itself, with the connection's part of the HTTP cache where it takes part. */
export const sendThrough =
  (transport: Transport, { maxReplyBytes, cacheMaxBytes }: Limits): Next =>
  (call) => {
    const { operation, signal, connectionKey } = call;
    // A write passes through the partition too: that makes the cache forget what it knew of the same address.
    const isCached = cacheMaxBytes > 0 && (operation.cache?.conditional || operation.effect !== "read");
    return transport.exchange(call.fresh && isCached ? demandingFresh(call) : call.request, {
      signal,
      maxReplyBytes,
      ...(isCached && { cachePartition: connectionKey }),
    });
  };

const demandingFresh = ({ request }: Call): HttpRequest => ({
  ...request,
  headers: { ...request.headers, "cache-control": "no-cache" },
});
