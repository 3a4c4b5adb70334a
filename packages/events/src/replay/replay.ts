import type { ReplayState } from "@trunkline/store";
import type { EventFilter } from "./filter.js";

/** What a replay would be about. */
export interface ReplayPreview {
  /** Events that fit the filter. */
  readonly total: number;
  readonly oldestAt?: string;
  readonly newestAt?: string;
  readonly byType: readonly { readonly connection: string; readonly type: string; readonly count: number }[];
  /** The newest few. */
  readonly sample: readonly {
    readonly id: number;
    readonly connection: string;
    readonly type: string;
    readonly orderingKey: string;
    readonly receivedAt: string;
  }[];
  /** Handlers that would get them. */
  readonly handlers: readonly string[];
  /** True: to start it, its count must be repeated. */
  readonly needsCount: boolean;
}

/** How far a replay is. */
export interface Replay {
  readonly id: number;
  readonly kind: "replay" | "backfill";
  readonly state: ReplayState;
  readonly filter: Readonly<Record<string, unknown>>;
  readonly handlers: readonly string[] | null;
  readonly perSecond: number;
  /** Events it is about; absent while unknown. */
  readonly total?: number;
  /** Events put into the queue so far. */
  readonly enqueued: number;
  /** Pieces of work: an event has one for each handler that gets it. */
  readonly work: { readonly waiting: number; readonly running: number; readonly done: number; readonly dead: number };
  /** Until everything is in the queue, at the rate set. Seconds. */
  readonly etaSeconds?: number;
  readonly reason?: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly finishedAt?: string;
  readonly error?: { readonly code: string; readonly message: string };
}

/** What is to be replayed, and how fast. */
export interface ReplayRequest {
  readonly filter: EventFilter | unknown;
  /** Default: every handler that wants the event. */
  readonly handlers?: readonly string[];
  /** Events per second. Default 50. */
  readonly perSecond?: number;
  /** The count of the preview: needed above {@link needsCountAbove}, and refused when it is no longer true. */
  readonly confirmTotal?: number;
  readonly reason?: string;
  /** Who asks. */
  readonly by: string;
}

/** A replay of more events than this needs its count repeated. */
export const needsCountAbove = 100;
