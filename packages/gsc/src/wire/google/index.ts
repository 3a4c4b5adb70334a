export { type GoogleFault, readGoogleError } from "./api-error.js";
export {
  type GoogleCredentialOptions,
  type GoogleUserLogin,
  googleCredential,
  googleUserCredential,
} from "./credential.js";
export { type GoogleCredentialFile, parseGoogleCredential, readGoogleCredential } from "./credential-file.js";
export { googleAuthHosts, googleTokenUrl, iamCredentialsHost } from "./endpoints.js";
export { fileCredential } from "./file-credential.js";
