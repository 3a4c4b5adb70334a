import type { Clock } from "./clock.js";
import type { ConnectionStatus } from "./connection.js";
import { isComposed } from "./define-operation.js";
import type { Envelope } from "./envelope.js";
import { type ErrorCode, errorCodes } from "./errors/codes.js";
import type { AnyOperation } from "./operation.js";
import type { CallJournal } from "./pipeline/policy.js";
import type { MetricsSink } from "./telemetry/sink.js";

/** What is remembered of a connection's calls for its status. */
type Remembered = Pick<ConnectionStatus, "inFlight" | "lastSuccessMs" | "lastError">;

/** Measures every call and remembers the last success and failure. */
export const createCallObserver = (deps: {
  readonly labels: { readonly connector: string; readonly connection: string };
  readonly clock: Clock;
  readonly metrics: MetricsSink;
}) => {
  const { labels, clock, metrics } = deps;
  let inFlight = 0;
  let lastSuccessMs: number | undefined;
  let lastError: ConnectionStatus["lastError"];
  const tellInFlight = () => metrics.set("connector_calls_in_flight", labels, inFlight);
  // A sink that says when it is read spares every call two changes of the gauge.
  let stopSampling = metrics.beforeRead?.(tellInFlight);
  const moveInFlight = (by: 1 | -1) => {
    inFlight += by;
    if (!stopSampling) tellInFlight();
  };
  return {
    status: (): Remembered => ({ inFlight, lastSuccessMs, lastError }),
    /** Calls still under way are told of as they end. */
    close: () => {
      stopSampling?.();
      stopSampling = undefined;
      tellInFlight();
    },
    hooks: {
      callStarted: () => moveInFlight(1),
      callEnded: (operation: AnyOperation, answer: Envelope<unknown>, { joined }: CallJournal) => {
        moveInFlight(-1);
        const outcome = answer.ok ? "ok" : answer.error.code;
        const callLabels = { connector: labels.connector, connection: labels.connection, operation: operation.id };
        metrics.observe("connector_call_duration_seconds", { ...callLabels, outcome }, answer.meta.durationMs / 1000);
        if (answer.meta.cache !== "none" && !joined)
          // who joined is counted as "coalesced" already
          metrics.count("connector_cache_total", { ...callLabels, cache: answer.meta.cache });
        if (answer.ok && !isComposed(operation) && answer.meta.attempts > 0) lastSuccessMs = clock.now();
        if (!answer.ok && saysOfConnection(answer.error.code))
          lastError = { code: answer.error.code, message: answer.error.message, atMs: clock.now() };
      },
    },
  };
};

/** The upstream is in order, but not for this connection. */
const refusals: ReadonlySet<ErrorCode> = new Set(["UPSTREAM_UNAUTHORIZED", "NEEDS_REAUTH", "ACCOUNT_UNAVAILABLE"]);

/** Whether an error tells of the connection, and not only of the call. */
const saysOfConnection = (code: ErrorCode): boolean => errorCodes[code].upstreamFault || refusals.has(code);
