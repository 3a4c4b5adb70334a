import { createComposedCall } from "./composed.js";
import { ConnectorError } from "./errors/connector-error.js";
import type { RunningCall } from "./execute.js";
import { readOutcome } from "./ledger/read-outcome.js";
import type { Verification, VerifyingCall } from "./ledger/verification.js";
import type { Call } from "./pipeline/policy.js";
import type { Runtime } from "./runtime.js";

/** Looks by reading whether a write of the call's operation took effect, within what is left of the call's time. */
export const verifierOf =
  (runtime: Runtime, running: RunningCall, signal: AbortSignal): NonNullable<Call["verify"]> =>
  (write, endedAgoMs): Promise<Verification> =>
    readOutcome(running.operation, createVerifyingCall(runtime, running, signal), write, endedAgoMs);

/** A cached answer may be older than the write, and a write has no place in a verification. */
const createVerifyingCall = (runtime: Runtime, running: RunningCall, signal: AbortSignal): VerifyingCall => {
  const { fresh: _, onProgress: __, ...options } = running.options;
  const { settings, apiVersion, run } = createComposedCall(
    runtime,
    { ...running, options: { ...options, fresh: true }, warnings: [] },
    signal,
  );
  return {
    settings,
    apiVersion,
    signal,
    run: (operation, input) => {
      if (operation.effect === "read") return run(operation, input);
      throw new ConnectorError("INTERNAL", { message: `${operation.id} is no read, so that it cannot verify.` });
    },
  };
};
