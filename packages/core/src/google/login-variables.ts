import type { EnvVariable, LiveSetup } from "../connector.js";

/** The variables of a Google login, each with the connector's prefix, e.g. `GSC_CREDENTIALS`. */
export const googleLoginVariables = (prefix: string): readonly EnvVariable[] => [
  {
    name: `${prefix}_CREDENTIALS`,
    field: "credentials",
    secret: true,
    description:
      "A Google credential as JSON or base64 of it: a service account's key, or application-default credentials",
    example: '{"type":"service_account",…}',
  },
  {
    name: `${prefix}_CREDENTIALS_FILE`,
    field: "credentialsFile",
    secret: false,
    description: "Path of a file with such a credential, e.g. what GOOGLE_APPLICATION_CREDENTIALS names elsewhere",
    example: "/run/secrets/google.json",
  },
  { name: `${prefix}_CLIENT_ID`, field: "clientId", secret: false, description: "OAuth client of a user's login" },
  { name: `${prefix}_CLIENT_SECRET`, field: "clientSecret", secret: true, description: "Its secret" },
  {
    name: `${prefix}_REFRESH_TOKEN`,
    field: "refreshToken",
    secret: true,
    description: "Refresh token of a user's login",
  },
  {
    name: `${prefix}_SUBJECT`,
    field: "subject",
    secret: false,
    description: "User to act for, with domain-wide delegation; service account keys only",
    example: "hallo@nordlicht-tee.example",
  },
  {
    name: `${prefix}_IMPERSONATE`,
    field: "impersonate",
    secret: false,
    description: "Service account to act as; the login must be its token creator",
    example: "reader@nordlicht-tee.iam.gserviceaccount.com",
  },
  {
    name: `${prefix}_QUOTA_PROJECT`,
    field: "quotaProjectId",
    secret: false,
    description: "Cloud project that quota is counted for; default: the one the credential names",
  },
];

/** The sets of these variables that make a login. */
export const googleLoginSetups = (prefix: string): readonly LiveSetup[] => [
  { title: "Google credential", variables: [`${prefix}_CREDENTIALS`] },
  { title: "Google credential file", variables: [`${prefix}_CREDENTIALS_FILE`] },
  { title: "User login", variables: [`${prefix}_CLIENT_ID`, `${prefix}_CLIENT_SECRET`, `${prefix}_REFRESH_TOKEN`] },
];
