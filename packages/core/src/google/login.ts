import type { CredentialDeps } from "../connector.js";
import type { Credential } from "../credentials/credential.js";
import { fixedCredential } from "../credentials/static-token.js";
import { ConnectorError } from "../errors/connector-error.js";
import { type GoogleCredentialOptions, googleCredential, withQuotaProject } from "./credential.js";
import type { GoogleCredentialFile } from "./credential-file.js";
import { fileCredential } from "./file-credential.js";
import type { GoogleLoginConfig } from "./login-fields.js";

/** What a login is used for. */
export interface GoogleLoginUse {
  /** Asked for in one token. A user's login has what was granted at consent instead. */
  readonly scopes: readonly string[];
  readonly deps: CredentialDeps;
}

/** The credential of the one login that a checked configuration states. */
export const googleLogin = (config: GoogleLoginConfig, use: GoogleLoginUse): Credential => {
  const { credentials, credentialsFile, clientId = "", clientSecret = "", refreshToken, accessToken } = config;
  const { subject, impersonate, quotaProjectId } = config;
  const options: GoogleCredentialOptions = { ...use, subject, impersonate, quotaProjectId };
  if (credentials !== undefined) return googleCredential(credentials, options);
  if (credentialsFile !== undefined) return fileCredential(credentialsFile, (file) => fromFile(file, options));
  if (refreshToken !== undefined)
    return googleCredential(
      { type: "authorized_user", client_id: clientId, client_secret: clientSecret, refresh_token: refreshToken },
      options,
    );
  const toParts = withQuotaProject(quotaProjectId);
  return fixedCredential("access-token", accessToken, (token) => toParts({ accessToken: token }));
};

/** What the configuration's own check cannot know: the kind of a credential in a file. */
const fromFile = (file: GoogleCredentialFile, options: GoogleCredentialOptions): Credential => {
  if (options.subject !== undefined && file.type !== "service_account")
    throw new ConnectorError("NOT_CONFIGURED", {
      message: "Only a service account's key can act for a user (subject).",
    });
  return googleCredential(file, options);
};
