import type { CredentialDeps } from "../connector.js";
import { bearer } from "../credentials/bearer.js";
import type { Credential } from "../credentials/credential.js";
import { oauthRefresh } from "../credentials/oauth-refresh.js";
import { serviceAccount } from "../credentials/service-account.js";
import type { StoredToken } from "../credentials/token-store.js";
import type { AuthParts } from "../http/transport.js";
import { type GoogleCredentialFile, impersonatedEmail } from "./credential-file.js";
import { cloudPlatformScope, googleTokenUrl } from "./endpoints.js";
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
  const toParts = withQuotaProject(options.quotaProjectId ?? file.quota_project_id);
  if (impersonate === undefined) return ownCredential(file, { ...options, toParts });
  // The login's own project pays for acting; the one that is configured pays for what is done.
  const own = withQuotaProject(file.quota_project_id);
  const source = ownCredential(file, { ...options, scopes: [cloudPlatformScope], toParts: own });
  return impersonated({ source, origin: originOf(file), target: impersonate, scopes: options.scopes, toParts, deps });
};

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
        tokenUri: googleTokenUrl,
        allowedTokenUris: [googleTokenUrl],
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
    case "impersonated_service_account": {
      const own = withQuotaProject(file.source_credentials.quota_project_id);
      const source = ownCredential(file.source_credentials, { ...options, scopes: [cloudPlatformScope], toParts: own });
      return impersonated({
        source,
        origin: originOf(file),
        target: impersonatedEmail(file.service_account_impersonation_url),
        delegates: file.delegates,
        scopes,
        toParts,
        deps,
      });
    }
    case "external_account": {
      const url = file.service_account_impersonation_url;
      if (url === undefined) return federated({ file, scopes, toParts, deps });
      const source = federated({ file, scopes: [cloudPlatformScope], toParts: bearer, deps });
      return impersonated({ source, origin: originOf(file), target: impersonatedEmail(url), scopes, toParts, deps });
    }
  }
};

const originOf = (file: GoogleCredentialFile): string => JSON.stringify(file);

/** A bearer token, and the project that quota is counted for: logins of the gcloud tool's own client have to name one. */
export const withQuotaProject =
  (quotaProjectId: string | undefined) =>
  (token: StoredToken): AuthParts => {
    const parts = bearer(token);
    return quotaProjectId === undefined
      ? parts
      : { ...parts, headers: { ...parts.headers, "x-goog-user-project": quotaProjectId } };
  };
