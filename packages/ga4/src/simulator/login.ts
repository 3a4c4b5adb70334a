import type { Clock } from "@trunkline/core";
import { createSimulatedLogin, type SimulatedLogin, type SimulatedToken } from "@trunkline/core/google/simulator";
import type { SimulatorRequest } from "@trunkline/core/simulator";
import { errorInfo, failure } from "./failure.js";
import { site } from "./seed/shop.js";

/** The one service account. */
export const simulatedServiceAccount = "berichte@nordlicht-sim.iam.gserviceaccount.com";

const scopeRoot = "https://www.googleapis.com/auth/";
const realm = 'Bearer realm="https://accounts.google.com/"';
const unauthenticated = "Expected OAuth 2 access token, login cookie or other valid authentication credential.";

/** The logins that the simulated property knows. */
export const createLogin = (clock: Clock, seed: number): SimulatedLogin =>
  createSimulatedLogin({
    clock,
    seed,
    scopes: ["analytics.readonly", "analytics.edit", "analytics.chatbot.read"].map((name) => scopeRoot + name),
    user: site.owner,
    serviceAccount: simulatedServiceAccount,
  });

/**
 * The token of a request, with one of these scopes (last parts of their names).
 * @throws GoogleFailure 401 without a good token, 403 when none of the scopes is there.
 */
export const requireToken = (
  login: SimulatedLogin,
  request: SimulatorRequest,
  scopes: readonly string[],
): SimulatedToken => {
  const header = request.headers.authorization;
  if (!header)
    throw failure(401, `Request is missing required authentication credential. ${unauthenticated}`, {
      details: [errorInfo("CREDENTIALS_MISSING")],
      headers: { "www-authenticate": realm },
    });
  const token = login.find(header);
  if (!token)
    throw failure(401, `Request had invalid authentication credentials. ${unauthenticated}`, {
      headers: { "www-authenticate": `${realm}, error="invalid_token"` },
    });
  if (!scopes.some((scope) => token.scopes.includes(scopeRoot + scope)))
    throw failure(403, "Request had insufficient authentication scopes.", {
      details: [errorInfo("ACCESS_TOKEN_SCOPE_INSUFFICIENT")],
    });
  return token;
};
