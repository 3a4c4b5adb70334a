import type { SimulatorReply, SimulatorRequest } from "@trunkline/core/simulator";
import { answerIndexNow, keyFileReply } from "./indexnow.js";
import type { Method } from "./method.js";
import { readParameters } from "./parameters.js";
import type { Account } from "./state.js";
import type { Tokens } from "./tokens.js";
import { BingFault, faultOf, faultReply, htmlReply, valueReply } from "./wire.js";

/** The key that the simulated account has. */
export const simulatorApiKey = "51a0b1c2d3e4f5061728394a5b6c7d8e";

/** What answering needs. */
export interface ServerDeps {
  readonly account: Account;
  readonly tokens: Tokens;
  /** By their names in lower case. */
  readonly methods: ReadonlyMap<string, Method>;
}

const methodPath = /^\/webmaster\/api\.svc\/json\/(\w+)$/;

/** Name of the method that a request asks for. */
export const methodNameOf = ({ path }: Pick<SimulatorRequest, "path">): string | undefined =>
  methodPath.exec(path)?.[1];

/** Answers one request by its path. */
export const answerRequest = (request: SimulatorRequest, deps: ServerDeps): SimulatorReply => {
  const name = methodNameOf(request);
  if (name !== undefined) return answerMethod(request, name, deps);
  if (request.path === "/webmasters/oauth/token" && request.method === "POST") return deps.tokens.answer(request);
  if (request.path === "/indexnow") return answerIndexNow(request, deps.account);
  return keyFileReply(request) ?? htmlReply(404, "Not Found");
};

const answerMethod = (request: SimulatorRequest, name: string, deps: ServerDeps): SimulatorReply => {
  const method = deps.methods.get(name.toLowerCase());
  if (!method) return htmlReply(404, "Endpoint not found.");
  if (method.verb !== request.method) return htmlReply(405, "Method not allowed.");
  try {
    checkLogin(request, deps.tokens);
    const call = { account: deps.account, parameters: readParameters(request), nowMs: deps.account.clock.now() };
    return valueReply(method.run(call));
  } catch (error) {
    if (error instanceof BingFault) return faultReply(error);
    throw error;
  }
};

/** A bearer token or the key in the query. @throws BingFault */
const checkLogin = ({ headers, query }: SimulatorRequest, tokens: Tokens): void => {
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1];
  if (token !== undefined) {
    if (!tokens.isAlive(token)) throw faultOf(18);
  } else if (query.get("apikey") !== simulatorApiKey) throw faultOf(3);
};
