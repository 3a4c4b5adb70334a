import { readFile } from "node:fs/promises";
import type { CredentialDeps } from "../connector.js";
import type { Credential } from "../credentials/credential.js";
import { fingerprint } from "../credentials/fingerprint.js";
import { renewingCredential } from "../credentials/oauth-token.js";
import { requestToken } from "../credentials/token-request.js";
import type { StoredToken } from "../credentials/token-store.js";
import { ConnectorError } from "../errors/connector-error.js";
import type { AuthParts } from "../http/transport.js";
import type { ExternalAccountFile } from "./credential-file.js";
import { googleStsUrl } from "./endpoints.js";

const grantType = "urn:ietf:params:oauth:grant-type:token-exchange";
const accessTokenType = "urn:ietf:params:oauth:token-type:access_token";

/** A login with a token of another identity provider. */
export interface FederatedOptions {
  readonly file: ExternalAccountFile;
  readonly scopes: readonly string[];
  toParts(token: StoredToken): AuthParts;
  readonly deps: CredentialDeps;
}

/**
 * A credential by token exchange (RFC 8693). The other provider's token is read from its file anew each time, since what
 * writes it renews it there. `authorize` throws `NOT_CONFIGURED` for a file that cannot be read or a token that is refused.
 */
export const federated = ({ file, scopes, toParts, deps }: FederatedOptions): Credential => {
  const { audience, subject_token_type, credential_source } = file;
  const kind = "google-federation";
  const scope = [...scopes].sort().join(" ");
  return renewingCredential({
    kind,
    key: `${deps.connectionKey}#${kind}.${fingerprint(audience, subject_token_type, credential_source.file, scope)}`,
    toParts,
    deps,
    obtain: async (_previous, signal, vendorClock) =>
      requestToken(
        {
          url: googleStsUrl,
          form: {
            grant_type: grantType,
            audience,
            scope,
            requested_token_type: accessTokenType,
            subject_token: await readSubjectToken(credential_source, signal),
            subject_token_type,
          },
          refusedGrant: "NOT_CONFIGURED",
        },
        { transport: deps.transport, clock: deps.clock, vendorClock, signal },
      ),
  });
};

const readSubjectToken = async (
  { file, format }: ExternalAccountFile["credential_source"],
  signal: AbortSignal,
): Promise<string> => {
  const content = (await readText(file, signal)).trim();
  const token = format?.type === "json" ? fieldOf(content, format.subject_token_field_name) : content;
  if (token) return token;
  throw new ConnectorError("NOT_CONFIGURED", { message: "The file of the identity provider has no token in it." });
};

const readText = async (path: string, signal: AbortSignal): Promise<string> => {
  try {
    return await readFile(path, { encoding: "utf8", signal });
  } catch {
    signal.throwIfAborted();
    throw new ConnectorError("NOT_CONFIGURED", { message: "The file of the identity provider cannot be read." });
  }
};

const fieldOf = (content: string, name: string): string | undefined => {
  try {
    const value: unknown = JSON.parse(content)[name];
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
};
