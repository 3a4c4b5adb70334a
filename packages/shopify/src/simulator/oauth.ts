import type { SimulatorReply, SimulatorRequest } from "@trunkline/core/simulator";
import { allScopes, clientCredentialsLifetimeSeconds, pairLifetimeSeconds, type Tokens } from "./tokens.js";

/** The app that may ask for tokens. */
export interface AppCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

const refreshLifetimeSeconds = 90 * 86_400;

/** `POST /admin/oauth/access_token`: client credentials and refresh, JSON or form. */
export const answerTokenRequest = (request: SimulatorRequest, app: AppCredentials, tokens: Tokens): SimulatorReply => {
  const form = readForm(request);
  if (!form) return refuse(400, "invalid_request", "The body is neither JSON nor a form.");
  if (form.client_id !== app.clientId || form.client_secret !== app.clientSecret)
    return refuse(400, "invalid_client", "Client authentication failed.");
  switch (form.grant_type) {
    case "client_credentials": {
      const { token } = tokens.issue({ lifetimeSeconds: clientCredentialsLifetimeSeconds });
      return {
        status: 200,
        body: { access_token: token, scope: allScopes.join(","), expires_in: clientCredentialsLifetimeSeconds },
      };
    }
    case "refresh_token": {
      const pair = tokens.rotate(form.refresh_token ?? "");
      if (!pair) return { status: 400, body: { error: "invalid_grant" } };
      return {
        status: 200,
        body: {
          access_token: pair.accessToken,
          scope: pair.scopes.join(","),
          expires_in: pairLifetimeSeconds,
          refresh_token: pair.refreshToken,
          refresh_token_expires_in: refreshLifetimeSeconds,
        },
      };
    }
    default:
      return refuse(400, "unsupported_grant_type", "The simulator knows client_credentials and refresh_token.");
  }
};

const refuse = (status: number, error: string, description: string): SimulatorReply => ({
  status,
  body: { error, error_description: description },
});

const readForm = (request: SimulatorRequest): Readonly<Record<string, string>> | undefined => {
  if ((request.headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded"))
    return Object.fromEntries(new URLSearchParams(request.text()));
  try {
    const body = request.json();
    return typeof body === "object" && body !== null
      ? Object.fromEntries(Object.entries(body).map(([key, value]) => [key, String(value)]))
      : undefined;
  } catch {
    return undefined;
  }
};
