import type { Clock } from "@trunkline/core";
import { createSimulatedLogin, type SimulatedLogin, type SimulatedToken } from "@trunkline/core/google/simulator";

/** The one service account. */
export const simulatedServiceAccount = "search@nordlicht-tee.iam.gserviceaccount.com";

const readScope = "https://www.googleapis.com/auth/webmasters.readonly";
const writeScope = "https://www.googleapis.com/auth/webmasters";

/** The logins that the simulated Search Console knows. */
export const createLogin = (clock: Clock, seed: number): SimulatedLogin =>
  createSimulatedLogin({
    clock,
    seed,
    scopes: [readScope, writeScope],
    user: "hallo@nordlicht-tee.example",
    serviceAccount: simulatedServiceAccount,
  });

/** Whether a token may read, or change something. */
export const mayUse = ({ scopes }: SimulatedToken, effect: "read" | "write"): boolean =>
  scopes.includes(writeScope) || (effect === "read" && scopes.includes(readScope));
