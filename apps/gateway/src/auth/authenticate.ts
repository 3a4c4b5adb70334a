import { type Clock, ConnectorError, systemClock } from "@trunkline/core";
import type { FastifyRequest } from "fastify";
import { proxyHeaderOf } from "../http/locality.js";
import { type KeyStore, parseToken, secretFits } from "./keys.js";
import type { Principal } from "./principal.js";

/** What a request shows of its caller. */
export type AuthRequest = Pick<FastifyRequest, "headers" | "url">;

/**
 * Who sent a request; asked several times of one request, it decides once.
 * Rejects with ConnectorError `UNAUTHENTICATED` and a message that says what to do.
 */
export type Authenticate = (request: AuthRequest) => Promise<Principal>;

/** How callers are recognised. */
export interface AuthenticatorOptions {
  /** Absent: no authentication, everyone on this machine may do everything. */
  readonly keys?: KeyStore;
  readonly clock?: Clock;
}

const local: Principal = Object.freeze({ id: "local", name: "local", scopes: Object.freeze(["admin"]) });
/** Compared with where no key is known, so that an unknown id takes as long as a wrong secret. */
const noSecretHash = "0".repeat(64);
const forbiddenParameters = new Set(["api_key", "apikey", "api-key", "x-api-key", "access_token"]);

/** Recognises API keys sent as `Authorization: Bearer` or `X-Api-Key`. */
export const createAuthenticator = ({ keys, clock = systemClock }: AuthenticatorOptions): Authenticate => {
  if (!keys) return takeForLocal;
  const decided = new WeakMap<AuthRequest, Promise<Principal>>();
  return (request) => {
    const known = decided.get(request);
    if (known) return known;
    const decision = recognise(request, keys, clock);
    decided.set(request, decision);
    return decision;
  };
};

/** Without authentication whoever reaches this machine's own address is its user, unless a proxy lets others in. */
const takeForLocal: Authenticate = async (request) => {
  refuseQueryKeys(request);
  const proxyHeader = proxyHeaderOf(request.headers);
  if (proxyHeader !== undefined)
    refuse(
      `The request came through a proxy (${proxyHeader}), and without authentication only direct calls on this machine are served; set TRUNKLINE_AUTH=keys.`,
    );
  return local;
};

const recognise = async (request: AuthRequest, keys: KeyStore, clock: Clock): Promise<Principal> => {
  refuseQueryKeys(request);
  const parts = parseToken(tokenOf(request));
  if (!parts) return refuse("The key does not have the form tl_<id>_<secret>.");
  const key = await keys.find(parts.keyId);
  if (!secretFits(parts.secret, key?.secretHash ?? noSecretHash) || !key) return refuse("The key is not known here.");
  if (key.revokedAt !== undefined) return refuse(`The key "${key.name}" was revoked.`);
  if (key.expiresAt !== undefined && Date.parse(key.expiresAt) <= clock.now())
    return refuse(`The key "${key.name}" expired on ${key.expiresAt}.`);
  keys.touch(key.id);
  return { id: key.id, name: key.name, scopes: key.scopes };
};

const tokenOf = ({ headers }: AuthRequest): string => {
  const { authorization } = headers;
  const apiKey = headers["x-api-key"];
  const bearer = authorization === undefined ? undefined : /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
  if (authorization !== undefined && bearer === undefined)
    return refuse("The Authorization header is not of the form `Bearer <key>`.");
  if (Array.isArray(apiKey)) return refuse("X-Api-Key was sent more than once.");
  if (bearer !== undefined && apiKey !== undefined && bearer !== apiKey)
    return refuse("Authorization and X-Api-Key carry different keys; send one of them.");
  return bearer ?? apiKey ?? refuse("The request carries no API key.");
};

/** A URL ends up in logs, histories and referrers, so a key in one is refused even where it is right. */
const refuseQueryKeys = ({ url }: AuthRequest): void => {
  const at = url.indexOf("?");
  if (at === -1) return;
  for (const [name, value] of new URLSearchParams(url.slice(at + 1)))
    if (forbiddenParameters.has(name.toLowerCase()) || parseToken(value))
      refuse(
        "Keys are never read from the URL; send the header `Authorization: Bearer <key>`, and replace this key: it may have been logged.",
      );
};

const refuse = (message: string): never => {
  throw new ConnectorError("UNAUTHENTICATED", { message });
};
