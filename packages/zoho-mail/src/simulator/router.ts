import { parseLosslessJson } from "@trunkline/core";
import type { SimulatorReply, SimulatorRequest } from "@trunkline/core/simulator";
import { type DataCentreKey, dataCentres } from "../wire/data-centres.js";
import type { Call, MailboxEvent, Route } from "./call.js";
import { type RateLimit, throttled } from "./rate-limit.js";
import { failure, mismatch, missing, notFoundPage, Refusal, scopeMissing } from "./replies.js";
import { routes } from "./routes/index.js";
import { mailboxIds, type Store } from "./store.js";
import { allows, type Tokens } from "./tokens.js";

/** What the Mail API of a data centre stands on. */
export interface MailApiDeps {
  readonly store: Store;
  readonly tokens: Tokens;
  readonly rateLimit: RateLimit;
  announce(event: MailboxEvent): void;
}

/** What is different about one request. */
export interface Disturbance {
  readonly hasOlderRows?: boolean;
}

const rights = { GET: "READ", POST: "CREATE", PUT: "UPDATE", DELETE: "DELETE" } as const;

interface Match {
  readonly route: Route;
  readonly ids: Readonly<Record<string, string>>;
}

const compiled = routes.map((route) => ({
  route,
  pattern: new RegExp(`^/api${route.path.replace(/:(\w+)/g, "(?<$1>\\d{1,20})")}$`),
}));

/** The route of a request, with the ids in its path. */
export const findRoute = (method: string, path: string): Match | undefined => {
  for (const { route, pattern } of compiled) {
    if (route.method !== method) continue;
    const found = pattern.exec(path);
    if (found) return { route, ids: { ...found.groups } };
  }
  return undefined;
};

/** Answers as the Mail API of a data centre: login, limit, path, scope, parameters, then the endpoint itself. */
export const answerMail = async (
  request: SimulatorRequest,
  dataCentre: DataCentreKey,
  deps: MailApiDeps,
  { hasOlderRows = false }: Disturbance = {},
): Promise<SimulatorReply> => {
  const { store, tokens, rateLimit } = deps;
  if (!request.path.startsWith("/api")) return notFoundPage();
  const { authorization } = request.headers;
  if (!authorization) return failure(400, { errorCode: "INVALID_TICKET", moreInfo: "Invalid ticket" });
  const [, text = ""] = /^Zoho-oauthtoken (\S+)$/i.exec(authorization) ?? [];
  const token = tokens.find(text, dataCentre);
  if (!token || dataCentre !== store.dataCentre) return failure(401, { errorCode: "INVALID_OAUTHTOKEN" });
  if (!rateLimit.take()) return throttled();
  const match = findRoute(request.method, request.path);
  if (!match) return failure(404, { errorCode: "URL_RULE_NOT_CONFIGURED" });
  const { route, ids } = match;
  if (!allows(token.scopes, route.area, rights[route.method])) return scopeMissing();
  const origin = `https://${dataCentres[dataCentre].mailHost}`;
  try {
    if (ids.accountId !== undefined && ids.accountId !== mailboxIds.accountId) requireOwn(route, ids.accountId);
    const body = checkedBody(route, request);
    checkParams(route, request.query);
    return await route.handle({
      store,
      request,
      ids,
      body,
      origin,
      hasOlderRows,
      query: request.query,
      announce: deps.announce,
    });
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    throw error;
  }
};

/** Only the account itself can be asked for under the id of the mailbox that is fetched from elsewhere. */
const requireOwn = (route: Route, accountId: string): void => {
  const isExternal = accountId === mailboxIds.externalAccountId && route.path === "/accounts/:accountId";
  if (!isExternal) throw missing("Invalid account id");
};

const checkParams = ({ params = [] }: Route, query: URLSearchParams): void => {
  for (const name of query.keys())
    if (!params.includes(name))
      throw new Refusal(failure(400, { errorCode: "EXTRA_PARAM_FOUND", moreInfo: `${name} is not a parameter` }));
};

const checkedBody = ({ keys }: Route, request: SimulatorRequest): Call["body"] => {
  if (!keys || request.body.length === 0) return {};
  const body = parseBody(request.text());
  const extra = Object.keys(body).find((key) => !keys.includes(key));
  if (extra !== undefined) throw new Refusal(failure(404, { errorCode: "EXTRA_KEY_FOUND_IN_JSON" }));
  return body;
};

const parseBody = (text: string): Call["body"] => {
  try {
    const body = parseLosslessJson(text);
    if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Call["body"];
  } catch {
    // Told below, as for JSON of another kind.
  }
  throw mismatch("The body is not a JSON object");
};
