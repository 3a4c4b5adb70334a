import { classifyCause } from "../errors/classify.js";
import { isConnectorError } from "../errors/connector-error.js";
import { isSpent } from "../http/stream-body.js";
import type { AuthParts } from "../http/transport.js";
import type { PipelineDeps } from "./pipeline.js";
import type { Call, Policy } from "./policy.js";

/**
 * Puts the credential on the request. When the upstream refuses it (401: nothing was done) and it can be renewed,
 * the exchange is made once more with the renewed one, within the same attempt. A body that has left as a stream is not
 * there any more: the renewed credential then serves the next call.
 */
export const authenticate = ({ credential }: Pick<PipelineDeps, "credential">): Policy => {
  const authorize = async (call: Call): Promise<AuthParts> => {
    try {
      return await credential.authorize(call.signal);
    } catch (cause) {
      throw classifyCause(cause, { signal: call.signal, sent: false });
    }
  };
  return async function authenticate(call, next) {
    const auth = await authorize(call);
    try {
      return await next({ ...call, request: { ...call.request, auth } });
    } catch (error) {
      if (!isConnectorError(error) || error.code !== "UPSTREAM_UNAUTHORIZED") throw error;
      if (call.signal.aborted || !credential.refused?.(auth) || isSpent(call.request)) throw error;
    }
    const renewed = await authorize(call);
    return next({ ...call, request: { ...call.request, auth: renewed } });
  };
};
