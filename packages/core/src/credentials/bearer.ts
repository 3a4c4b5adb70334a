import type { AuthParts } from "../http/transport.js";
import type { StoredToken } from "./token-store.js";

/** `Authorization: Bearer …`, as most vendors want it. */
export const bearer = ({ accessToken }: StoredToken): AuthParts => ({
  headers: { authorization: `Bearer ${accessToken}` },
});
