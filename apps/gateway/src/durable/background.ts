import { type Clock, ConnectorError } from "@trunkline/core";

/** How it stands with something that is opened in the background. */
export type BackgroundState =
  | { readonly status: "opening" }
  /** Does not open; it is tried again until it does. */
  | { readonly status: "waiting"; readonly reason: string }
  | { readonly status: "ready" }
  /** Was not asked for, or cannot be had in this process. */
  | { readonly status: "off"; readonly reason: string }
  | { readonly status: "closed" };

/** Something that is opened in the background: nobody waits for it but who needs it, and then not for ever. */
export interface Background<T> {
  readonly state: BackgroundState;
  /** What was opened, or nothing yet. */
  readonly value: T | undefined;
  /** @throws ConnectorError `STORE_UNAVAILABLE` when it is not there in time, `DISABLED` when it is off */
  whenReady(timeoutMs: number): Promise<T>;
  /** Resolves once it is known whether it opened at the first try. Never rejects. */
  firstTry(): Promise<void>;
  /** Gives up opening, and closes what was opened. */
  close(): Promise<void>;
}

/** How it is opened. */
export interface BackgroundOptions<T> {
  /** @throws anything: it is tried again, unless `isFinal` says that another try cannot help */
  open(signal: AbortSignal): Promise<T>;
  close(value: T): Promise<void>;
  /** Whether a failure is one that no repeat cures in this process. */
  isFinal(error: unknown): boolean;
  /** A sentence for a person, without secrets. */
  reasonOf(error: unknown): string;
  readonly clock: Clock;
  onTrouble(error: unknown, isFinal: boolean): void;
}

const firstPauseMs = 500;
const longestPauseMs = 15_000;

/** Begins to open at once. */
export const openInBackground = <T>(options: BackgroundOptions<T>): Background<T> => {
  const stopping = new AbortController();
  const waiters = new Set<() => void>();
  let state: BackgroundState = { status: "opening" };
  let value: T | undefined;
  const turn = (next: BackgroundState): void => {
    state = next;
    for (const wake of [...waiters]) wake();
  };
  const attempt = async (): Promise<boolean> => {
    try {
      const opened = await options.open(stopping.signal);
      if (stopping.signal.aborted) {
        await options.close(opened);
        return true;
      }
      value = opened;
      turn({ status: "ready" });
      return true;
    } catch (error) {
      if (stopping.signal.aborted) return true;
      const isFinal = options.isFinal(error);
      options.onTrouble(error, isFinal);
      turn({ status: isFinal ? "off" : "waiting", reason: options.reasonOf(error) });
      return isFinal;
    }
  };
  const first = attempt();
  const running = first.then(async (isOver) => {
    for (
      let pauseMs = firstPauseMs;
      !isOver && !stopping.signal.aborted;
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    ) {
      await options.clock.sleep(pauseMs, stopping.signal).catch(() => undefined);
      if (stopping.signal.aborted || (await attempt())) return;
    }
  });
  return {
    get state() {
      return state;
    },
    get value() {
      return value;
    },
    whenReady: async (timeoutMs) => {
      if (value === undefined && isPending(state))
        await changed(waiters, () => value !== undefined || !isPending(state), timeoutMs, options.clock);
      return value ?? refuse(state);
    },
    firstTry: () => first.then(() => undefined),
    close: async () => {
      if (stopping.signal.aborted) return;
      stopping.abort(new Error("closed"));
      turn({ status: "closed" });
      await running;
      const opened = value;
      value = undefined;
      if (opened !== undefined) await options.close(opened);
    },
  };
};

/** One that will never be there, with the reason. */
export const neverInBackground = <T>(reason: string): Background<T> => ({
  state: { status: "off", reason },
  value: undefined,
  whenReady: async () => refuse({ status: "off", reason }),
  firstTry: async () => undefined,
  close: async () => undefined,
});

const isPending = ({ status }: BackgroundState): boolean => status === "opening" || status === "waiting";

const changed = async (
  waiters: Set<() => void>,
  isDone: () => boolean,
  timeoutMs: number,
  clock: Clock,
): Promise<void> => {
  const patience = new AbortController();
  const woken = new Promise<void>((resolve) => {
    const look = (): void => {
      if (!isDone()) return;
      waiters.delete(look);
      resolve();
    };
    waiters.add(look);
    patience.signal.addEventListener("abort", () => waiters.delete(look), { once: true });
  });
  await Promise.race([woken, clock.sleep(timeoutMs, patience.signal).catch(() => undefined)]);
  patience.abort();
};

const refuse = (state: BackgroundState): never => {
  if (state.status === "off")
    throw new ConnectorError("DISABLED", { message: `This gateway runs without its durable parts: ${state.reason}` });
  if (state.status === "closed")
    throw new ConnectorError("SHUTTING_DOWN", { message: "The gateway is stopping.", retryAfterMs: 1_000 });
  throw new ConnectorError("STORE_UNAVAILABLE", {
    message:
      state.status === "waiting"
        ? `The database does not answer: ${state.reason}`
        : "The database is still being opened.",
    retryAfterMs: 2_000,
  });
};
