import { ConnectorError, type Credential, type CredentialDeps, staticHeader } from "@trunkline/core";
import {
  fileCredential,
  type GoogleCredentialFile,
  type GoogleCredentialOptions,
  googleCredential,
  googleUserCredential,
} from "@trunkline/core/google";
import type { GscSettings } from "./config.js";

const readScope = "https://www.googleapis.com/auth/webmasters.readonly";
const writeScope = "https://www.googleapis.com/auth/webmasters";

/** Scopes of Search Console, as operations state them: reads take either. */
export const gscScopes = { read: [[readScope, writeScope]], write: [writeScope] } as const;

/** The login that the configuration states. A user's login has what was granted at consent; the others ask for one scope. */
export const gscCredential = (config: GscSettings, deps: CredentialDeps): Credential => {
  const { credentials, credentialsFile, clientId = "", clientSecret = "", refreshToken, accessToken } = config;
  const { subject, impersonate, quotaProjectId, access } = config;
  const options: GoogleCredentialOptions = {
    scopes: [access === "read" ? readScope : writeScope],
    subject,
    impersonate,
    quotaProjectId,
    deps,
  };
  if (credentials !== undefined) return googleCredential(credentials, options);
  if (credentialsFile !== undefined) return fileCredential(credentialsFile, (file) => fromFile(file, options));
  if (refreshToken !== undefined) return googleUserCredential({ clientId, clientSecret, refreshToken }, options);
  return staticHeader({ header: "authorization", scheme: "Bearer", value: accessToken });
};

/** What the configuration's own check cannot know: the kind of a credential in a file. */
const fromFile = (file: GoogleCredentialFile, options: GoogleCredentialOptions): Credential => {
  if (options.subject !== undefined && file.type !== "service_account")
    throw new ConnectorError("NOT_CONFIGURED", {
      message: "Only a service account's key can act for a user (subject).",
    });
  return googleCredential(file, options);
};
