import { ConnectorError } from "../errors/connector-error.js";
import type { AuthParts } from "../http/transport.js";
import type { Credential } from "./credential.js";

/** A token that does not change. */
export interface StaticHeaderOptions {
  /** Name of the header, e.g. `x-shopify-access-token`. */
  readonly header: string;
  /** The token. Empty or absent: the credential is missing. */
  readonly value: string | undefined;
  /** Goes before the token, e.g. `Bearer`. */
  readonly scheme?: string;
}

/** Sends a token that does not change in a header. `authorize` throws `NOT_CONFIGURED` when there is none. */
export const staticHeader = ({ header, value, scheme }: StaticHeaderOptions): Credential =>
  fixedCredential("static-token", value, (token) => ({
    headers: { [header.toLowerCase()]: scheme === undefined ? token : `${scheme} ${token}` },
  }));

/** A credential whose parts never change. A value with line breaks or other invisible characters counts as missing. */
export const fixedCredential = (
  kind: string,
  value: string | undefined,
  toParts: (value: string) => AuthParts,
): Credential => {
  const usable = value?.trim() ?? "";
  const isUsable = /^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(usable);
  const parts = isUsable ? Object.freeze(toParts(usable)) : undefined;
  return {
    kind,
    async authorize(signal) {
      signal.throwIfAborted();
      if (parts) return parts;
      const problem = usable === "" ? "is not set" : "contains characters that cannot be sent; copy it again";
      throw new ConnectorError("NOT_CONFIGURED", { message: `The ${kind} credential ${problem}.` });
    },
    state: () => (parts ? "ready" : "missing"),
  };
};
