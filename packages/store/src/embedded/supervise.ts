import { setTimeout as sleep } from "node:timers/promises";
import type { Postmaster } from "./postmaster.js";

/** What keeps a server running. */
export interface Supervision {
  /** Its process, or the last one while it is being restarted. */
  current(): Postmaster;
  /** Restarts it no more; resolves when no restart is under way. */
  end(): Promise<void>;
}

/** How a server is watched and started again. */
export interface SuperviseOptions {
  readonly first: Postmaster;
  /** Starts it again, or rejects. */
  restart(signal: AbortSignal): Promise<Postmaster>;
  /** Told of each death and each restart that failed. */
  onTrouble(error: unknown): void;
  died(pid: number): Error;
}

const firstPauseMs = 50;
const longestPauseMs = 5_000;

/** Starts the server again whenever it dies, waiting longer the more often that fails, e.g. on a full disk. */
export const supervise = ({ first, restart, onTrouble, died }: SuperviseOptions): Supervision => {
  const ending = new AbortController();
  const { signal } = ending;
  const aborted = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  let current = first;
  const restartUntilItRuns = async (): Promise<void> => {
    for (let pauseMs = firstPauseMs; !signal.aborted; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => {});
      if (signal.aborted) return;
      try {
        current = await restart(signal);
        return;
      } catch (error) {
        if (!signal.aborted) onTrouble(error);
      }
    }
  };
  const watch = async (): Promise<void> => {
    while (!signal.aborted) {
      await Promise.race([current.exited, aborted]);
      if (signal.aborted) return;
      onTrouble(died(current.pid));
      await restartUntilItRuns();
    }
  };
  const watching = watch();
  return {
    current: () => current,
    end: () => {
      ending.abort();
      return watching;
    },
  };
};
