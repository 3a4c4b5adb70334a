import { z } from "zod";
import type { AuthParts, Reply, Transport } from "../http/transport.js";
import { type RefusedGrantCode, type TokenFault, toTokenError } from "./token-errors.js";
import type { StoredToken } from "./token-store.js";
import type { VendorClock } from "./vendor-clock.js";

const maxReplyBytes = 1_048_576;

/** Who asks for a token. `in` states where the vendor wants it: form fields, or HTTP basic. Default `body`. */
export interface ClientAuth {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly in?: "body" | "basic";
}

/** One POST to a token endpoint. */
export interface TokenRequest {
  /** Absolute. Its host must be on the connector's allow-list. */
  readonly url: string;
  /** `grant_type` and what belongs to it; an undefined field is left out. */
  readonly form: Readonly<Record<string, string | undefined>>;
  readonly client?: ClientAuth;
  /** What a refused grant means. */
  readonly refusedGrant: RefusedGrantCode;
  /** Names of further fields of the reply that `extra` keeps, e.g. `api_domain`. Nothing secret. */
  readonly keep?: readonly string[];
}

/** What a token request needs. */
export interface TokenRequestDeps {
  readonly transport: Pick<Transport, "exchange">;
  /** Our own clock. */
  readonly clock: { now(): number };
  readonly vendorClock: VendorClock;
  readonly signal: AbortSignal;
}

const seconds = z.coerce.number().positive().finite().optional().catch(undefined);

const TokenWire = z.looseObject({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  expires_in: seconds,
  refresh_token: z.string().min(1).optional().catch(undefined),
  refresh_token_expires_in: seconds,
  scope: z
    .union([z.string(), z.array(z.string()).transform((scopes) => scopes.join(" "))])
    .optional()
    .catch(undefined),
});

const words = z.string().trim().min(1).optional().catch(undefined);

const FaultWire = z.looseObject({
  error: z
    .union([z.string(), z.looseObject({ code: z.unknown(), status: words, type: words, message: words })])
    .optional()
    .catch(undefined),
  error_description: words,
  error_message: words,
  errors: words,
  message: words,
});

/**
 * Obtains a token. The reply is read tolerantly: numbers as strings, failures inside a 200, `error` as a string or an
 * object, HTML. An `expires_in` that is missing or makes no sense leaves the expiry unknown.
 * @throws ConnectorError the code `refusedGrant` states for a dead grant; `NOT_CONFIGURED` for a client that the vendor
 * does not accept; `RATE_LIMITED` or `UPSTREAM_UNAVAILABLE` for a passing failure; `UPSTREAM_UNAUTHORIZED` for the rest;
 * what the transport throws.
 */
export const requestToken = async (request: TokenRequest, deps: TokenRequestDeps): Promise<StoredToken> => {
  const { clock, vendorClock, transport, signal } = deps;
  const sentAtMs = clock.now();
  const reply = await transport.exchange(toHttpRequest(request), { signal, maxReplyBytes });
  vendorClock.observe(reply.headers.date, sentAtMs, clock.now());
  const body = jsonOf(reply);
  const parsed = reply.status < 400 ? TokenWire.safeParse(body) : undefined;
  if (!parsed?.success) throw toTokenError(reply, toFault(body, secretsOf(request)), request.refusedGrant, clock.now());
  const { access_token, expires_in, refresh_token, refresh_token_expires_in, scope } = parsed.data;
  // Counted from the moment of sending: the vendor's count began after it, so ours ends first.
  const inSeconds = (after: number) => vendorClock.at(sentAtMs) + after * 1_000;
  const kept = Object.fromEntries(
    (request.keep ?? []).flatMap((name) => {
      const value = parsed.data[name];
      return typeof value === "string" ? [[name, value] as const] : [];
    }),
  );
  return {
    accessToken: access_token,
    ...(expires_in !== undefined && { expiresAtMs: inSeconds(expires_in) }),
    ...(refresh_token !== undefined && { refreshToken: refresh_token }),
    ...(refresh_token_expires_in !== undefined && { refreshExpiresAtMs: inSeconds(refresh_token_expires_in) }),
    ...(scope !== undefined && { scope }),
    ...(Object.keys(kept).length > 0 && { extra: kept }),
  };
};

const toHttpRequest = ({ url, form, client }: TokenRequest) => {
  const inBody = client && client.in !== "basic";
  const fields = {
    ...form,
    ...(inBody && { client_id: client.clientId, client_secret: client.clientSecret }),
  };
  const given = Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined);
  return {
    method: "POST" as const,
    url,
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
    ...(client && !inBody && { auth: basic(client) }),
    body: new URLSearchParams(given).toString(),
  };
};

/** RFC 6749 §2.3.1: both halves are form-encoded before they are joined. */
const basic = ({ clientId, clientSecret }: ClientAuth): AuthParts => {
  const encoded = [clientId, clientSecret].map((part) => new URLSearchParams({ "": part }).toString().slice(1));
  return { headers: { authorization: `Basic ${Buffer.from(encoded.join(":")).toString("base64")}` } };
};

const jsonOf = (reply: Reply): unknown => {
  try {
    return reply.json();
  } catch {
    return undefined; // HTML and empty bodies: the status decides
  }
};

const toFault = (body: unknown, secrets: readonly string[]): TokenFault => {
  const parsed = FaultWire.safeParse(body);
  if (!parsed.success) return {};
  const { error, error_description, error_message, errors, message } = parsed.data;
  const code = typeof error === "object" ? (error.status ?? error.type ?? words.parse(error.code)) : error;
  const description =
    error_description ?? error_message ?? errors ?? (typeof error === "object" ? error.message : message);
  return {
    ...(code !== undefined && { code: withoutSecrets(code, secrets, 64) }),
    ...(description !== undefined && { description: withoutSecrets(description, secrets, 200) }),
  };
};

const secretsOf = ({ form, client }: TokenRequest): readonly string[] =>
  [form.refresh_token, form.assertion, form.code, form.client_secret, form.subject_token, client?.clientSecret].filter(
    (value): value is string => value !== undefined && value.length > 3,
  );

/** A vendor may quote what it was sent. What was sent, and whatever looks like a token, is left out. */
const withoutSecrets = (text: string, secrets: readonly string[], maxLength: number): string =>
  secrets
    .reduce((clean, secret) => clean.replaceAll(secret, "[secret]"), text)
    .replace(/[A-Za-z0-9_\-+=]{24,}/g, "[secret]")
    .replace(/\s+/g, " ")
    .slice(0, maxLength);
