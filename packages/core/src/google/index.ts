export { type GoogleFault, readGoogleError } from "./api-error.js";
export { googleAuthHosts, iamCredentialsHost } from "./endpoints.js";
export { type GoogleLoginUse, googleLogin } from "./login.js";
export { checkGoogleLogin, type GoogleLoginConfig, googleLoginFields } from "./login-fields.js";
export { googleLoginSteps } from "./login-steps.js";
export { googleLoginSetups, googleLoginVariables } from "./login-variables.js";
