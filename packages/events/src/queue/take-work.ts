import type { Clock } from "@trunkline/core";
import type { Store } from "@trunkline/store";
import { type Claimant, claimBehind, claimSuspect, claimWork, hasSuspect, type KeyCursor } from "./claim.js";
import type { Consumer } from "./consumer.js";
import { releaseLeases } from "./leases.js";
import type { Prospects } from "./prospects.js";
import type { RunningWork } from "./running-work.js";

/** What taking work is built on. */
export interface TakeWorkDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly consumers: readonly Consumer[];
  readonly claimant: Claimant;
  readonly running: RunningWork;
  readonly prospects: Prospects;
}

/** Takes as much work as there is room for. */
export interface WorkTaker {
  take(): Promise<void>;
  /** Says that there may be work that has crashed a process. */
  suspect(): void;
  /** Gives back what was claimed ahead: all, or what has waited for so many milliseconds. */
  giveBack(afterMs?: number): Promise<void>;
}

/** Pause after a look behind the most urgent work that found nothing. */
const lookBehindMs = 200;
/** Pause between two looks for what has crashed a process. */
const suspicionMs = 1_000;
/** Longest that work claimed ahead waits here while another process might do it. */
const longestWaitMs = 1_000;

/**
 * Claims work for this process. What has crashed a process is taken when nothing else is under way, and nothing else is
 * taken until it is through; while such work waits, this process lets what it has come to its end.
 */
export const createWorkTaker = (deps: TakeWorkDeps): WorkTaker => {
  const { store, clock, consumers, claimant, running, prospects } = deps;
  const queues = consumers.map(({ name }) => name);
  const isolation = { suspected: true, alone: false, lookedMs: 0 };
  const behind = { lookedMs: 0, after: new Map<string, KeyCursor>() };

  const isSuspected = async (): Promise<boolean> => {
    const nowMs = clock.monotonic();
    if (!isolation.suspected && nowMs - isolation.lookedMs < suspicionMs) return false;
    isolation.lookedMs = nowMs;
    isolation.suspected = await hasSuspect(store.db, queues);
    return isolation.suspected;
  };

  const takeSuspect = async (): Promise<void> => {
    const work = await claimSuspect(store.db, claimant, queues);
    if (work === undefined) return; // another replica has it
    isolation.alone = true;
    running.add(work);
  };

  /** For one queue at a time, as long as it finds something: a key with a long backlog must not keep the others waiting. */
  const takeBehind = async (): Promise<void> => {
    const nowMs = clock.monotonic();
    if (nowMs - behind.lookedMs < lookBehindMs) return;
    behind.lookedMs = nowMs;
    const [room] = running.rooms().rooms;
    if (room === undefined) return;
    const { works, next } = await claimBehind(store.db, claimant, room, behind.after.get(room.queue));
    behind.after.set(room.queue, next);
    for (const work of works) running.add(work);
    if (works.length === 0) return;
    // Where keys with long backlogs fill the window, everything is found behind it.
    behind.lookedMs = Number.NEGATIVE_INFINITY;
    prospects.expect();
  };

  const giveBack = async (afterMs = 0): Promise<void> => {
    await releaseLeases(store.db, running.dropWaiting(afterMs));
  };

  const take = async (): Promise<void> => {
    await giveBack(longestWaitMs);
    if (isolation.alone && running.size > 0) return;
    isolation.alone = false;
    if (await isSuspected()) {
      if (running.size === 0) await takeSuspect();
      return;
    }
    const { rooms, most } = running.rooms();
    const chosen = prospects.choose(rooms);
    if (chosen.length === 0) return;
    const works = await claimWork(store.db, claimant, chosen, most).catch((error: unknown) => {
      prospects.expect();
      throw error;
    });
    prospects.answered(chosen, most, works);
    for (const work of works) running.add(work);
    if (works.length < most) await takeBehind();
  };

  return {
    take,
    giveBack,
    suspect: () => {
      isolation.suspected = true;
    },
  };
};
