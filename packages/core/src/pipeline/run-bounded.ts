import type { Clock } from "../clock.js";
import type { Reply } from "../http/transport.js";
import { onAbort } from "./on-abort.js";
import type { Call, Next } from "./policy.js";
import { startTimer } from "./timer.js";

/** What ends the rest of the pipeline early, and with which error. */
export interface Bounds {
  readonly clock: Clock;
  readonly timeoutMs: number;
  timedOut(): unknown;
  /** Told why the caller's signal was aborted. */
  aborted(reason: unknown): unknown;
}

/**
 * Runs the rest of the pipeline under a signal of its own, which a timer and the call's signal abort. Settles at once
 * when either does, even if something below ignores the signal. Leaves no timer and no listener behind.
 */
export const runBounded = (call: Call, next: Next, bounds: Bounds): Promise<Reply> => {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const controller = new AbortController();
  const release = () => {
    stopTimer();
    stopListening();
  };
  const stopListening = onAbort(call.signal, () => {
    const error = bounds.aborted(call.signal.reason);
    release();
    reject(error);
    controller.abort(error);
  });
  const stopTimer = startTimer(bounds.clock, bounds.timeoutMs, () => {
    const error = bounds.timedOut();
    release();
    reject(error);
    controller.abort(error);
  });
  next({ ...call, signal: controller.signal }).then(
    (reply) => {
      release();
      resolve(reply);
    },
    (error) => {
      release();
      reject(error);
    },
  );
  return promise;
};
