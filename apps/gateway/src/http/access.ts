import { ConnectorError } from "@trunkline/core";
import type { FastifyRequest } from "fastify";
import type { Authenticate } from "../auth/authenticate.js";
import { isAdmin } from "../auth/scopes.js";
import { isDirect } from "./locality.js";

/** A hook that lets requests through or throws. */
export type AccessHook = (request: FastifyRequest) => Promise<void>;

/** Lets administrators through. */
export const adminOnly =
  (authenticate: Authenticate): AccessHook =>
  async (request) => {
    const principal = await authenticate(request);
    if (!isAdmin(principal))
      throw new ConnectorError("FORBIDDEN", {
        message: `This needs the scope admin, which the key "${principal.name}" does not hold.`,
      });
  };

/**
 * What the person at this machine may see without a key: open to direct calls on a loopback bind, else to administrators
 * alone. What is behind it holds names, states and counts, never a secret and nothing of an upstream's data.
 */
export const localOrAdmin = (loopback: boolean, authenticate: Authenticate): AccessHook => {
  const admin = adminOnly(authenticate);
  return async (request) => {
    if (!loopback || !isDirect(request.headers)) await admin(request);
  };
};
