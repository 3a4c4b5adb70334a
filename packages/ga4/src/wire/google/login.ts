import { z } from "zod";

const secret = z.string().trim().min(1);

const KeyFile = z.looseObject({
  type: z.literal("service_account"),
  client_email: z.email(),
  private_key: z.string().min(1),
  private_key_id: z.string().optional(),
  token_uri: z.url().optional(),
});
/** What is used of a service account's key file. */
export type KeyFile = z.infer<typeof KeyFile>;

/** The key file as its text, base64 of its text, or the parsed object. Nothing where it is none. */
const readKeyFile = (given: unknown): KeyFile | undefined => {
  if (typeof given !== "string") return KeyFile.safeParse(given).data;
  const text = given.trim().startsWith("{") ? given : Buffer.from(given, "base64").toString("utf8");
  try {
    return KeyFile.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

/** Ways to log in to Google, as fields of a connector's configuration. */
export const googleLoginFields = {
  credentials: z
    .union([secret, z.record(z.string(), z.unknown())])
    .refine((given) => readKeyFile(given) !== undefined, "Expected the JSON key file of a service account")
    .transform((given) => readKeyFile(given) as KeyFile)
    .optional()
    .describe("Key file of a service account: its JSON text, base64 of it, or the parsed object"),
  subject: z.email().optional().describe("User to act for, with domain-wide delegation"),
  clientId: secret.optional().describe("OAuth client id"),
  clientSecret: secret.optional().describe("OAuth client secret"),
  refreshToken: secret.optional().describe("Refresh token of a user; needs clientId and clientSecret"),
  accessToken: secret.optional().describe("An access token that lasts an hour and is not renewed"),
  quotaProjectId: secret
    .optional()
    .describe("Cloud project that requests are counted in, where it is not the login's own"),
};

/** A login, checked. */
export type GoogleLogin = { readonly [K in keyof typeof googleLoginFields]?: z.output<(typeof googleLoginFields)[K]> };

/** What is wrong with a login: there has to be exactly one, complete. */
export const googleLoginProblem = (
  login: GoogleLogin,
): { readonly path: string; readonly message: string } | undefined => {
  const { credentials, refreshToken, accessToken, clientId, clientSecret, subject } = login;
  if (subject !== undefined && !credentials) return { path: "subject", message: "Acting for a user needs credentials" };
  if (refreshToken !== undefined && (clientId === undefined || clientSecret === undefined))
    return { path: "refreshToken", message: "A refresh token needs clientId and clientSecret" };
  const given = [credentials, refreshToken, accessToken].filter((one) => one !== undefined).length;
  if (given === 1) return undefined;
  return {
    path: "credentials",
    message: "Give one of credentials, refreshToken (with clientId and clientSecret) and accessToken",
  };
};
