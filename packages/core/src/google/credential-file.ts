import { z } from "zod";
import { toIssues } from "../decode.js";
import { ConnectorError, type Issue } from "../errors/connector-error.js";
import { googleStsUrl, googleTokenUrls } from "./endpoints.js";

const text = z.string().min(1);
const impersonationUrl = z
  .string()
  .regex(
    /^https:\/\/iamcredentials\.googleapis\.com\/v1\/projects\/-\/serviceAccounts\/[^/:?#\s]+@[^/:?#\s]+:generateAccessToken$/,
    "Expected an address of iamcredentials.googleapis.com that names a service account",
  );
const universe = z
  .literal("googleapis.com", { error: "Only googleapis.com is known" })
  .optional()
  .describe("Other clouds have other hosts");

const ServiceAccountFile = z.object({
  type: z.literal("service_account"),
  client_email: text,
  private_key: text,
  private_key_id: text.optional(),
  token_uri: z.enum(googleTokenUrls, { error: "Expected a token address of Google" }).optional(),
  quota_project_id: text.optional(),
  universe_domain: universe,
});

const AuthorizedUserFile = z.object({
  type: z.literal("authorized_user"),
  client_id: text,
  client_secret: text,
  refresh_token: text,
  quota_project_id: text.optional(),
  universe_domain: universe,
});

const ImpersonatedFile = z.object({
  type: z.literal("impersonated_service_account"),
  service_account_impersonation_url: impersonationUrl,
  delegates: z.array(text).optional(),
  source_credentials: z.discriminatedUnion("type", [ServiceAccountFile, AuthorizedUserFile]),
  quota_project_id: text.optional(),
});

/** A file alone: what an executable prints or an address answers is not read, whoever asks. */
const FileSource = z
  .object({
    file: text,
    format: z
      .discriminatedUnion("type", [
        z.object({ type: z.literal("text") }),
        z.object({ type: z.literal("json"), subject_token_field_name: text }),
      ])
      .optional(),
    url: z.undefined("A token is not fetched from an address: give a file").optional(),
    executable: z.undefined("No program is run to get a token: give a file").optional(),
    environment_id: z.undefined("AWS identities are not supported: give a file").optional(),
    certificate: z.undefined("Client certificates are not supported: give a file").optional(),
  })
  .describe("Where the token of the other identity provider is");

const ExternalAccountFile = z.object({
  type: z.literal("external_account"),
  audience: text,
  subject_token_type: text,
  token_url: z.literal(googleStsUrl, { error: `Expected ${googleStsUrl}` }).optional(),
  credential_source: FileSource,
  service_account_impersonation_url: impersonationUrl.optional(),
  quota_project_id: text.optional(),
  universe_domain: universe,
});

const CredentialFile = z.discriminatedUnion(
  "type",
  [ServiceAccountFile, AuthorizedUserFile, ImpersonatedFile, ExternalAccountFile],
  {
    error:
      "Expected a credential of type service_account, authorized_user, impersonated_service_account or external_account",
  },
);

/** A Google credential file: a service account's key, or what application-default credentials are. Parsed; unknown fields dropped. */
export type GoogleCredentialFile = z.output<typeof CredentialFile>;
/** A federated identity. */
export type ExternalAccountFile = z.output<typeof ExternalAccountFile>;

/** A credential, or what is wrong with it. Problems name fields and never show a value. */
export type ReadCredential =
  | { readonly ok: true; readonly file: GoogleCredentialFile }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Reads a credential file from its text, base64 of its text, or the object in it. Never throws. */
export const readGoogleCredential = (source: unknown): ReadCredential => {
  const value = typeof source === "string" ? parseText(source) : source;
  if (value === undefined) return { ok: false, issues: [{ path: "", message: "Expected the JSON of a credential" }] };
  if (isClientFile(value))
    return {
      ok: false,
      issues: [{ path: "", message: "This is an OAuth client without a login: a refresh token is needed as well" }],
    };
  const parsed = CredentialFile.safeParse(value);
  return parsed.success ? { ok: true, file: parsed.data } : { ok: false, issues: toIssues(parsed.error) };
};

/**
 * Reads a credential file.
 * @throws ConnectorError `NOT_CONFIGURED` naming the fields that do not fit.
 */
export const parseGoogleCredential = (source: unknown): GoogleCredentialFile => {
  const read = readGoogleCredential(source);
  if (read.ok) return read.file;
  const said = read.issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join("; ");
  throw new ConnectorError("NOT_CONFIGURED", {
    message: `The Google credential cannot be used: ${said}.`,
    issues: read.issues,
  });
};

/** The service account that an impersonation address names. */
export const impersonatedEmail = (url: string): string =>
  decodeURIComponent(/serviceAccounts\/([^/:?#]+):/.exec(url)?.[1] ?? "");

/** Where variables lose line ends, people put the file in base64. */
const parseText = (text: string): unknown => {
  try {
    return JSON.parse(text.trim().startsWith("{") ? text : Buffer.from(text, "base64").toString("utf8"));
  } catch {
    return undefined; // the reason would quote the text
  }
};

/** What the console downloads for an OAuth client; often mistaken for a key. */
const isClientFile = (value: unknown): boolean =>
  typeof value === "object" && value !== null && ("installed" in value || "web" in value);
