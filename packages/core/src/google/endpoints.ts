/** Where Google gives tokens, for all grants. */
export const googleTokenUrl = "https://oauth2.googleapis.com/token";

/**
 * Token addresses that Google has written into key files over the years. A file is user input: one with another address
 * is refused, and whichever of these it names, the assertion goes to {@link googleTokenUrl}.
 */
export const googleTokenUrls: readonly string[] = [
  googleTokenUrl,
  "https://www.googleapis.com/oauth2/v4/token",
  "https://accounts.google.com/o/oauth2/token",
];

/** Where a token of another identity provider is exchanged. */
export const googleStsUrl = "https://sts.googleapis.com/v1/token";

/** Where a token of a service account is had by someone who may act as it. This host must be one that credentials may go to. */
export const iamCredentialsHost = "iamcredentials.googleapis.com";

/** Every host that obtaining a token may need. */
export const googleAuthHosts: readonly string[] = ["oauth2.googleapis.com", "sts.googleapis.com", iamCredentialsHost];

/** The scope that acting as a service account takes. */
export const cloudPlatformScope = "https://www.googleapis.com/auth/cloud-platform";
