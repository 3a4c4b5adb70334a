export {
  createSimulatedLogin,
  isLoginPath,
  type SimulatedLogin,
  type SimulatedLoginOptions,
  simulatedSubjectToken,
} from "./login.js";
export type { SimulatedToken } from "./tokens.js";
