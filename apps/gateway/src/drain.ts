/** What can be told to stop, calls under way first. */
export interface Stoppable {
  /** Resolves when everything is closed. */
  close(): Promise<void>;
}

/** The part of a process that signals come from. */
export interface SignalSource {
  on(signal: "SIGTERM" | "SIGINT", listener: () => void): unknown;
  off(signal: "SIGTERM" | "SIGINT", listener: () => void): unknown;
}

/** How signals are followed. */
export interface DrainOnSignalsOptions {
  readonly source: SignalSource;
  /** Ends the process: 0 after an orderly end, 1 after a failed one, 130 after a second signal. */
  exit(code: number): void;
  /** Told when closing failed. */
  readonly onTrouble?: (error: unknown) => void;
}

const signals = ["SIGTERM", "SIGINT"] as const;

/** Stops in good order on the first SIGTERM or SIGINT, and at once on the second. Returns how to stop listening. */
export const drainOnSignals = (
  running: Stoppable,
  { source, exit, onTrouble }: DrainOnSignalsOptions,
): (() => void) => {
  let stopping = false;
  const stop = () => {
    if (stopping) return exit(130);
    stopping = true;
    running.close().then(
      () => exit(0),
      (error: unknown) => {
        onTrouble?.(error);
        exit(1);
      },
    );
  };
  for (const signal of signals) source.on(signal, stop);
  return () => {
    for (const signal of signals) source.off(signal, stop);
  };
};
