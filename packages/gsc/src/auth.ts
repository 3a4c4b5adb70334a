import type { Credential, CredentialDeps } from "@trunkline/core";
import { googleLogin } from "@trunkline/core/google";
import type { GscSettings } from "./config.js";

const readScope = "https://www.googleapis.com/auth/webmasters.readonly";
const writeScope = "https://www.googleapis.com/auth/webmasters";

/** Scopes of Search Console, as operations state them: reads take either. */
export const gscScopes = { read: [[readScope, writeScope]], write: [writeScope] } as const;

/** The login that the configuration states, with the one scope that it needs. */
export const gscCredential = (config: GscSettings, deps: CredentialDeps): Credential =>
  googleLogin(config, { scopes: [config.access === "read" ? readScope : writeScope], deps });
