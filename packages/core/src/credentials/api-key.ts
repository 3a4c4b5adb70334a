import type { Credential } from "./credential.js";
import { fixedCredential } from "./static-token.js";

/** A key that travels in the query. */
export interface ApiKeyQueryOptions {
  /** Name of the query parameter, e.g. `apikey`. */
  readonly name: string;
  /** The key. Empty or absent: the credential is missing. */
  readonly value: string | undefined;
}

/** Sends a key in the query. `authorize` throws `NOT_CONFIGURED` when there is none. */
export const apiKeyQuery = ({ name, value }: ApiKeyQueryOptions): Credential =>
  fixedCredential("api-key", value, (key) => ({ query: { [name]: key } }));
