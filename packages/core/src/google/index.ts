export { type GoogleFault, readGoogleError } from "./api-error.js";
export {
  type GoogleCredentialOptions,
  type GoogleUserLogin,
  googleCredential,
  googleUserCredential,
} from "./credential.js";
export { type GoogleCredentialFile, readGoogleCredential } from "./credential-file.js";
export { googleAuthHosts, iamCredentialsHost } from "./endpoints.js";
export { fileCredential } from "./file-credential.js";
