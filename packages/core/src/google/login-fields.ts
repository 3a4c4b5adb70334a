import { z } from "zod";
import { type GoogleCredentialFile, readGoogleCredential } from "./credential-file.js";

const secret = z.string().trim().min(1);

const credential = z
  .union([z.string(), z.record(z.string(), z.unknown())])
  .transform((given, context): GoogleCredentialFile => {
    const read = readGoogleCredential(given);
    if (read.ok) return read.file;
    for (const { path, message } of read.issues)
      context.addIssue({ code: "custom", path: path ? [path] : [], message });
    return z.NEVER;
  });

/** The ways to log in to Google, as fields of a connector's configuration. Rules between them: {@link checkGoogleLogin}. */
export const googleLoginFields = {
  credentials: credential
    .optional()
    .describe(
      "A Google credential as JSON, its text in base64, or an object: a service account's key, or the content of an application-default credentials file",
    ),
  credentialsFile: secret.optional().describe("Path of a file with such a credential; read when it is first needed"),
  clientId: secret.optional().describe("OAuth client of a user's login"),
  clientSecret: secret.optional().describe("Its secret"),
  refreshToken: secret.optional().describe("Refresh token of a user's login"),
  accessToken: secret.optional().describe("An access token obtained elsewhere; lasts an hour and is not renewed"),
  subject: z.email().optional().describe("User to act for, with domain-wide delegation; service account keys only"),
  impersonate: z.email().optional().describe("Service account to act as; the login must be its token creator"),
  quotaProjectId: secret
    .optional()
    .describe("Cloud project that quota is counted for; default: the one the credential names"),
};

/** A login, its fields checked one by one. */
export type GoogleLoginConfig = {
  readonly [K in keyof typeof googleLoginFields]?: z.output<(typeof googleLoginFields)[K]>;
};

interface Problem {
  readonly path: keyof typeof googleLoginFields;
  readonly message: string;
}

/** Refuses a configuration unless it states exactly one login, complete. For `superRefine`. */
export const checkGoogleLogin = (
  config: GoogleLoginConfig,
  context: { addIssue(issue: { code: "custom"; path: string[]; message: string }): void },
): void => {
  const problem = loginProblem(config);
  if (problem) context.addIssue({ code: "custom", path: [problem.path], message: problem.message });
};

const loginProblem = (config: GoogleLoginConfig): Problem | undefined => {
  const { credentials, credentialsFile, clientId, clientSecret, refreshToken, accessToken } = config;
  const logins = [credentials, credentialsFile, refreshToken, accessToken].filter((login) => login !== undefined);
  if (logins.length > 1)
    return {
      path: "credentials",
      message: "Give one login: credentials, credentialsFile, refreshToken or accessToken",
    };
  if (refreshToken !== undefined && (clientId === undefined || clientSecret === undefined))
    return { path: "refreshToken", message: "A refresh token needs clientId and clientSecret" };
  if (logins.length === 0)
    return {
      path: "credentials",
      message: "Give credentials, credentialsFile, or refreshToken with clientId and clientSecret",
    };
  return actingProblem(config);
};

/** A file's kind is known only when it is read: a key may be in it. */
const actingProblem = (config: GoogleLoginConfig): Problem | undefined => {
  const { credentials, credentialsFile, accessToken, subject, impersonate } = config;
  const isNoKey = credentials === undefined ? credentialsFile === undefined : credentials.type !== "service_account";
  if (subject !== undefined && isNoKey)
    return { path: "subject", message: "Only a service account's key can act for a user" };
  if (impersonate !== undefined && accessToken !== undefined)
    return { path: "impersonate", message: "A plain access token cannot be used to act as a service account" };
  return undefined;
};
