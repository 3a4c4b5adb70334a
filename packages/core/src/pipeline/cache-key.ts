import { canonicalJson } from "./canonical-json.js";
import type { Call } from "./policy.js";

/**
 * What equal reads have in common: connection, operation, URL (which holds settings and API version) and the input
 * as canonical JSON.
 */
export const cacheKey = (call: Call): string =>
  call.cacheKey ?? `${call.connectionKey}\n${call.operation.id}\n${call.request.url}\n${canonicalJson(call.input)}`;
