/** The signal of a call whose caller brought none: there is nothing to listen for. */
export const neverAborted: AbortSignal = new AbortController().signal;

const nothingToRemove = (): void => {};

/** Calls `run` once when the signal is aborted, unless the returned function is called before. */
export const onAbort = (signal: AbortSignal, run: () => void): (() => void) => {
  if (signal === neverAborted) return nothingToRemove;
  // Listeners of a signal that lives on stay linked in memory after their removal: this one then refers to nothing.
  let due: (() => void) | undefined = run;
  const listener = (): void => due?.();
  signal.addEventListener("abort", listener, { once: true });
  return () => {
    due = undefined;
    signal.removeEventListener("abort", listener);
  };
};
