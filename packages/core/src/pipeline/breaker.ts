import { CircuitState, ConstantBackoff, circuitBreaker, handleWhen, type IBreaker } from "cockatiel";
import type { Clock } from "../clock.js";
import type { Limits } from "../config/limits.js";
import { errorCodes } from "../errors/codes.js";
import { ConnectorError, isConnectorError } from "../errors/connector-error.js";
import { createFailureWindow, type FailureWindow } from "./failure-window.js";

/** `open` refuses calls; `half-open` lets one through to see whether the upstream is back. */
export type BreakerState = "closed" | "half-open" | "open";

/** Stops calls to an upstream that is down. */
export interface Breaker {
  /** `half-open` also when the next call would be the probe. */
  state(): BreakerState;
  /** Milliseconds since the epoch at which a probe is let through; nothing unless open. */
  openUntilMs(): number | undefined;
  /**
   * Runs the work and learns from how it ends.
   * @throws ConnectorError `CIRCUIT_OPEN`, without having run the work.
   */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Reports no further change of state. */
  close(): void;
}

/** What a breaker is made of. */
export interface BreakerOptions {
  readonly limits: Limits;
  readonly clock: Clock;
  readonly onStateChange: (state: BreakerState) => void;
}

const stateNames: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: "closed",
  [CircuitState.HalfOpen]: "half-open",
  [CircuitState.Open]: "open",
  [CircuitState.Isolated]: "open",
};

/** Longest wait advised to a call that meets a probe under way. Milliseconds. */
const probeWaitMs = 1_000;

/**
 * A breaker that opens when failures of the upstream make up `breakerFailureRatio` of at least `breakerMinimumCalls`
 * attempts within `breakerWindowMs`, and lets one probe through after `breakerOpenMs`. A 429 and our own refusals count
 * neither way; any other answer counts as success.
 */
export const createBreaker = ({ limits, clock, onStateChange }: BreakerOptions): Breaker => {
  const window = createFailureWindow(limits, clock);
  let openUntilMs = 0; // monotonic
  const circuit = circuitBreaker(
    handleWhen((error) => isUpstreamFault(error) || (circuit.state === CircuitState.HalfOpen && !isAnswer(error))),
    {
      breaker: toCockatielBreaker(window, () => circuit.state),
      // cockatiel reads the machine's clock, which may be set back: so it is always ready, and `run` asks our clock.
      halfOpenAfter: new ConstantBackoff(Number.NEGATIVE_INFINITY),
    },
  );
  circuit.onBreak((reason) => {
    // A probe that never got an answer has proved nothing: the next call is the probe then.
    const isProven = "error" in reason && isUpstreamFault(reason.error);
    openUntilMs = clock.monotonic() + (isProven ? limits.breakerOpenMs : 0);
  });
  const reporting = circuit.onStateChange((state) => onStateChange(stateNames[state]));
  const leftMs = () => openUntilMs - clock.monotonic();
  const isRefusing = () => circuit.state === CircuitState.Open && leftMs() > 0;

  /** Asks cockatiel only about failures: it takes several promises to pass on a success. */
  const runClosed = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      const result = await work();
      if (circuit.state === CircuitState.Closed) window.succeeded();
      return result;
    } catch (error) {
      if (circuit.state !== CircuitState.Closed) throw error;
      if (isUpstreamFault(error)) return circuit.execute(() => Promise.reject(error));
      if (isWell(error)) window.succeeded();
      throw error;
    }
  };

  return {
    state: () => (circuit.state === CircuitState.Open && !isRefusing() ? "half-open" : stateNames[circuit.state]),
    openUntilMs: () => (isRefusing() ? clock.now() + leftMs() : undefined),
    run: (work) => {
      if (circuit.state === CircuitState.Closed) return runClosed(work);
      if (isRefusing()) return Promise.reject(circuitOpen(leftMs()));
      // cockatiel would let the call wait for the probe, deaf to its signal.
      if (circuit.state === CircuitState.HalfOpen)
        return Promise.reject(circuitOpen(Math.min(probeWaitMs, limits.breakerOpenMs)));
      return circuit.execute(work);
    },
    close: () => reporting.dispose(),
  };
};

/** Attempts that began before the circuit opened and end while it is open or probing say nothing new. */
const toCockatielBreaker = (window: FailureWindow, state: () => CircuitState): IBreaker => ({
  state: undefined,
  success: () => window.reset(), // only of a probe: any other success is counted without cockatiel
  failure: (begunIn) => begunIn === CircuitState.HalfOpen || (state() === CircuitState.Closed && window.failed()),
});

const isUpstreamFault = (error: unknown): boolean => isConnectorError(error) && errorCodes[error.code].upstreamFault;

const isAnswer = (error: unknown): boolean => isConnectorError(error) && error.status !== undefined;

/** Refused, but by an upstream that works. */
const isWell = (error: unknown): boolean =>
  isConnectorError(error) && isAnswer(error) && !isUpstreamFault(error) && error.code !== "RATE_LIMITED";

const circuitOpen = (retryAfterMs: number): ConnectorError =>
  new ConnectorError("CIRCUIT_OPEN", {
    message: `The upstream failed repeatedly; calls are refused for another ${Math.ceil(retryAfterMs)} ms.`,
    retryAfterMs: Math.ceil(retryAfterMs),
  });
