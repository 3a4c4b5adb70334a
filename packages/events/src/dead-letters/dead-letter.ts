/** A try that failed, for people who ask why. */
export interface AttemptRecord {
  readonly attempt: number;
  readonly worker: string;
  readonly startedAt: string;
  readonly finishedAt?: string;
  /** `done`, `retry`, `snoozed`, `dead`, `crashed`, `released`; absent while it runs or when its process died. */
  readonly outcome?: string;
  readonly error?: { readonly code: string; readonly message: string };
}

/** Work that was given up after its tries. */
export interface DeadLetter {
  readonly id: number;
  /** The handler, or another consumer, that could not do it. */
  readonly queue: string;
  readonly key: string;
  readonly attempts: number;
  /** Why the last try failed. */
  readonly error?: { readonly code: string; readonly message: string };
  readonly diedAt: string;
  readonly event?: {
    readonly id: number;
    readonly connection: string;
    readonly type: string;
    readonly receivedAt: string;
  };
  readonly replayId?: number;
  /** The dead letter that this one repeated. */
  readonly originId?: number;
  readonly trace?: string;
}

/** A dead letter with everything that is known of it. */
export interface DeadLetterDetails extends DeadLetter {
  /** `dead`, or `discarded` once it was retried or given up. */
  readonly state: "dead" | "discarded";
  /** What it was about: its own payload, or its event's. */
  readonly payload: unknown;
  readonly tries: readonly AttemptRecord[];
  /** Work that repeats it, and what became of that. */
  readonly repeats: readonly { readonly id: number; readonly state: string }[];
}
