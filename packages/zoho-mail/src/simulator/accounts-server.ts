import type { SimulatorReply, SimulatorRequest } from "@trunkline/core/simulator";
import { type DataCentreKey, dataCentreKeys, dataCentres } from "../wire/data-centres.js";
import { jsonReply, notFoundPage } from "./replies.js";
import { type AccessToken, accessTokenSeconds, type TokenRefusal, type Tokens } from "./tokens.js";

/** The client that is registered in every data centre. */
export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What the accounts servers know. */
export interface AccountsDeps {
  readonly client: ClientCredentials;
  readonly tokens: Tokens;
  /** Where the user's mailbox is. */
  readonly home: DataCentreKey;
}

/** Answers as one data centre's accounts server. Refusals of tokens come with status 200. */
export const answerAccounts = (
  request: SimulatorRequest,
  dataCentre: DataCentreKey,
  deps: AccountsDeps,
): SimulatorReply => {
  const route = `${request.method} ${request.path}`;
  if (route === "POST /oauth/v2/token") return answerToken(formOf(request), dataCentre, deps);
  if (route === "POST /oauth/v2/token/revoke") return answerRevoke(formOf(request), deps);
  if (route === "GET /oauth/v2/auth") return answerAuthorize(request.query, deps);
  if (route === "GET /oauth/serverinfo") return answerServerInfo();
  return notFoundPage();
};

const formOf = ({ query, headers, text }: SimulatorRequest): URLSearchParams => {
  const form = new URLSearchParams(query);
  if ((headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded"))
    for (const [name, value] of new URLSearchParams(text())) form.set(name, value);
  return form;
};

const refuse = (error: string): SimulatorReply => jsonReply(200, { error });

/** Too many tokens: a throttle, also with status 200. */
export const accessDenied = (): SimulatorReply =>
  jsonReply(200, {
    error_description: "Too many tokens were asked for. Wait for a while before asking again.",
    error: "Access Denied",
    status: "failure",
  });

const answerToken = (form: URLSearchParams, dataCentre: DataCentreKey, deps: AccountsDeps): SimulatorReply => {
  const { client, tokens } = deps;
  if (form.get("client_id") !== client.clientId) return refuse("invalid_client");
  if (form.get("client_secret") !== client.clientSecret) return refuse("invalid_client_secret");
  switch (form.get("grant_type")) {
    case "refresh_token":
      return tokenReply(tokens.refresh(form.get("refresh_token") ?? "", dataCentre));
    case "authorization_code":
      return tokenReply(tokens.exchangeCode(form.get("code") ?? "", dataCentre));
    default:
      return refuse("unsupported_grant_type");
  }
};

type Given = AccessToken & { readonly refreshToken?: string };

const tokenReply = (given: Given | TokenRefusal): SimulatorReply => {
  if (given === "Access Denied") return accessDenied();
  if (typeof given === "string") return refuse(given);
  return jsonReply(200, {
    access_token: given.token,
    ...(given.refreshToken !== undefined && { refresh_token: given.refreshToken }),
    scope: echoScopes(given.scopes),
    api_domain: `https://${dataCentres[given.dataCentre].apiDomainHost}`,
    token_type: "Bearer",
    expires_in: accessTokenSeconds,
  });
};

/** Scopes come back under the service's old name and parted by spaces. */
const echoScopes = (scopes: readonly string[]): string =>
  scopes.map((scope) => scope.replace(/^ZohoMail\./, "VirtualOffice.")).join(" ");

const answerRevoke = (form: URLSearchParams, { tokens }: AccountsDeps): SimulatorReply =>
  tokens.revoke(form.get("token") ?? "") ? jsonReply(200, { status: "success" }) : refuse("invalid_code");

/** The user always agrees. The code is to be exchanged where the mailbox is, whichever server was asked. */
const answerAuthorize = (query: URLSearchParams, { client, tokens, home }: AccountsDeps): SimulatorReply => {
  const target = URL.parse(query.get("redirect_uri") ?? "");
  if (query.get("client_id") !== client.clientId || !target || query.get("response_type") !== "code")
    return notFoundPage();
  const scopes = (query.get("scope") ?? "").split(",").filter((scope) => scope !== "");
  const code = tokens.issueCode({ scopes, dataCentre: home });
  target.searchParams.set("state", query.get("state") ?? "");
  if (code === undefined) target.searchParams.set("error", "access_denied");
  else {
    target.searchParams.set("code", code);
    target.searchParams.set("location", home);
    target.searchParams.set("accounts-server", `https://${dataCentres[home].accountsHost}`);
  }
  return { status: 302, headers: { location: target.href } };
};

const answerServerInfo = (): SimulatorReply =>
  jsonReply(200, {
    result: "success",
    locations: Object.fromEntries(
      dataCentreKeys.map((key) => [key, `https://${dataCentres[key].accountsHost}`] as const),
    ),
  });
