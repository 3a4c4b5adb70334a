import type { CredentialDeps } from "../connector.js";
import type { HttpRequest, Reply } from "../http/transport.js";
import { createManualClock } from "../testing/manual-clock.js";
import { createScriptedTransport, type ScriptedAnswer } from "../testing/scripted-transport.js";
import { createMemoryTokenStore } from "./memory-token-store.js";
import type { TokenStore } from "./token-store.js";

/** A reply with a text body, or anything else as JSON. */
export const replyOf = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return {
    status,
    headers,
    bytes: new TextEncoder().encode(text),
    text: () => text,
    json: () => JSON.parse(text),
    read: (reader) => reader(JSON.parse(text)),
  };
};

/** A token endpoint's success. */
export const tokenReply = (accessToken: string, more: Readonly<Record<string, unknown>> = {}): Reply =>
  replyOf(200, { access_token: accessToken, expires_in: 3_600, token_type: "Bearer", ...more });

/** The form fields of a request. */
export const formOf = ({ body }: Pick<HttpRequest, "body">): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(String(body)));

/** Everything a credential needs, with a clock that stands still and a script in place of the network. */
export const createCredentialWorld = (
  answers: readonly ScriptedAnswer[],
  tokens: TokenStore = createMemoryTokenStore(),
) => {
  const clock = createManualClock();
  const transport = createScriptedTransport(answers);
  const outcomes: string[] = [];
  const deps: CredentialDeps = {
    transport,
    clock,
    tokens,
    connectionKey: "acme/shopify/default",
    baseUrl: "https://acme.example.com",
    onRefresh: (outcome) => outcomes.push(outcome),
  };
  return { clock, transport, tokens, outcomes, deps, signal: new AbortController().signal };
};
