import type { CredentialDeps } from "../connector.js";
import { bearer } from "../credentials/bearer.js";
import type { Credential } from "../credentials/credential.js";
import { oauthRefresh } from "../credentials/oauth-refresh.js";
import { serviceAccount } from "../credentials/service-account.js";
import type { StoredToken } from "../credentials/token-store.js";
import type { AuthParts } from "../http/transport.js";
import { type GoogleCredentialFile, impersonatedEmail } from "./credential-file.js";
import { cloudPlatformScope, googleTokenUrl, googleTokenUrls } from "./endpoints.js";
import { federated } from "./federated.js";
import { impersonated } from "./impersonated.js";

/** What a Google credential is for. */
export interface GoogleCredentialOptions {
  readonly scopes: readonly string[];
  /** The user to act for, with domain-wide delegation; service account keys only. */
  readonly subject?: string;
  /** E-mail of a service account to act as; the login must be its token creator. */
  readonly impersonate?: string;
  /** The Cloud project that quota is counted for, sent with each request. Default: the one the file names. */
  readonly quotaProjectId?: string;
  readonly deps: CredentialDeps;
}

/**
 * The credential that a Google credential file stands for: a service account's key, a user's login, a service account
 * that one of them may act as, or an identity of another provider.
 */
export const googleCredential = (file: GoogleCredentialFile, options: GoogleCredentialOptions): Credential => {
  const { impersonate, deps } = options;
  const toParts = partsFor(options.quotaProjectId ?? file.quota_project_id);
  if (impersonate === undefined) return ownCredential(file, { ...options, toParts });
  const source = ownCredential(file, { ...options, scopes: [cloudPlatformScope], toParts: bearer });
  return impersonated({ source, origin: originOf(file), target: impersonate, scopes: options.scopes, toParts, deps });
};

/** A user's login, from the parts that a consent gives. */
export interface GoogleUserLogin {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
}

/** The credential of a user's login. It has the scopes that were granted at consent. */
export const googleUserCredential = (
  { clientId, clientSecret, refreshToken }: GoogleUserLogin,
  options: GoogleCredentialOptions,
): Credential =>
  googleCredential(
    { type: "authorized_user", client_id: clientId, client_secret: clientSecret, refresh_token: refreshToken },
    options,
  );

type OwnOptions = Pick<GoogleCredentialOptions, "scopes" | "subject" | "deps"> & {
  readonly toParts: (token: StoredToken) => AuthParts;
};

const ownCredential = (file: GoogleCredentialFile, options: OwnOptions): Credential => {
  const { scopes, subject, deps, toParts } = options;
  switch (file.type) {
    case "service_account":
      return serviceAccount({
        clientEmail: file.client_email,
        privateKey: file.private_key,
        privateKeyId: file.private_key_id,
        tokenUri: file.token_uri ?? googleTokenUrl,
        allowedTokenUris: googleTokenUrls,
        scopes,
        subject,
        toParts,
        deps,
      });
    case "authorized_user":
      // No scope: a refresh then gives all that was granted, and asking for what was not would fail.
      return oauthRefresh({
        tokenUrl: googleTokenUrl,
        client: { clientId: file.client_id, clientSecret: file.client_secret },
        refreshToken: file.refresh_token,
        toParts,
        deps,
      });
    case "impersonated_service_account":
      return impersonated({
        source: ownCredential(file.source_credentials, { ...options, scopes: [cloudPlatformScope], toParts: bearer }),
        origin: originOf(file),
        target: impersonatedEmail(file.service_account_impersonation_url),
        delegates: file.delegates,
        scopes,
        toParts,
        deps,
      });
    case "external_account": {
      const url = file.service_account_impersonation_url;
      if (url === undefined) return federated({ file, scopes, toParts, deps });
      const source = federated({ file, scopes: [cloudPlatformScope], toParts: bearer, deps });
      return impersonated({ source, origin: originOf(file), target: impersonatedEmail(url), scopes, toParts, deps });
    }
  }
};

const originOf = (file: GoogleCredentialFile): string => JSON.stringify(file);

/** Logins of the gcloud tool's own client count against a project of the user's, which has to be named. */
const partsFor =
  (quotaProjectId: string | undefined) =>
  (token: StoredToken): AuthParts => {
    const parts = bearer(token);
    return quotaProjectId === undefined
      ? parts
      : { ...parts, headers: { ...parts.headers, "x-goog-user-project": quotaProjectId } };
  };
