import type { ColumnType, Generated } from "kysely";

/** Set by the database when the row is made. */
type Stamped = ColumnType<Date, Date | string | undefined, Date | string>;
type MaybeTime = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
type Json<T> = ColumnType<T, string, string>;
type MaybeJson<T> = ColumnType<T | null, string | null | undefined, string | null>;

/** Something that happened at an upstream, as it was accepted. Never changed, but for erasure. */
export interface EventTable {
  id: Generated<number>;
  /** `tenant/connector/name`. */
  connection: string;
  connector: string;
  /** As the upstream names it, e.g. `orders/create`. */
  type: string;
  /** How it came: `webhook`, `poll`, `backfill`, `gap`, `manual`. */
  source: string;
  /** Unique within the connection: a repeat has the same. */
  dedupe_key: string;
  /** Events with the same key are handled one after the other, in the order of their ids. */
  ordering_key: string;
  /** Whom it is about, e.g. `customer:17`, `email:a@b.example`: what erasure looks for. */
  subjects: ColumnType<string[], string[] | undefined, string[]>;
  headers: Json<Record<string, string>>;
  payload: Json<unknown>;
  /** W3C `traceparent` of the request that brought it. */
  trace: string | null;
  /** When it happened, as the upstream says. */
  occurred_at: MaybeTime;
  received_at: Stamped;
  /** False until its work is in the queue. */
  relayed: Generated<boolean>;
  erased_at: MaybeTime;
}

/** `ready`: waits for `run_at`; `running`: under a lease; `done`; `dead`: a dead letter; `discarded`: given up by a person. */
export type WorkState = "ready" | "running" | "done" | "dead" | "discarded";

/** One thing to do: usually one handler's part of one event. */
export interface WorkTable {
  id: Generated<number>;
  /** Whose work it is, e.g. a handler's name. */
  queue: string;
  /** Work of one queue with the same key is done in the order of its ids. */
  key: string;
  event_id: number | null;
  /** Instead of the event's payload: work without an event, or an edited dead letter. */
  payload: MaybeJson<unknown>;
  /** Higher goes first. */
  priority: Generated<number>;
  state: ColumnType<WorkState, WorkState | undefined, WorkState>;
  run_at: Stamped;
  /** Claims so far: the fence of a lease. Never goes down. */
  attempts: Generated<number>;
  /** Claims that do not count as tries: throttled, shut down, killed beside a culprit. */
  spared: Generated<number>;
  /** Claims that ended with the death of their process. While above 0 it is done alone. */
  crashes: Generated<number>;
  max_attempts: number;
  lease_until: MaybeTime;
  worker: string | null;
  last_error: MaybeJson<{ code: string; message: string }>;
  /** The replay that asked for it. */
  replay_id: number | null;
  /** The work it repeats. */
  origin_id: number | null;
  trace: string | null;
  created_at: Stamped;
  finished_at: MaybeTime;
}

/** One try of one piece of work, for people who ask why. */
export interface AttemptTable {
  work_id: number;
  attempt: number;
  worker: string;
  started_at: Stamped;
  finished_at: MaybeTime;
  /** `done`, `retry`, `snoozed`, `dead`, `crashed`, `released`; null while it runs. */
  outcome: string | null;
  error: MaybeJson<{ code: string; message: string }>;
}

/** A queue that nothing is taken from until it is resumed. */
export interface PausedQueueTable {
  queue: string;
  paused_by: string;
  reason: Generated<string>;
  paused_at: Stamped;
}

/** A recurring task. */
export interface ScheduleTable {
  name: string;
  cron: string;
  /** IANA name. */
  time_zone: string;
  next_at: MaybeTime;
  last_at: MaybeTime;
  enabled: Generated<boolean>;
}

/** `running`, `paused`, `done`, `cancelled`, `failed`. */
export type ReplayState = "running" | "paused" | "done" | "cancelled" | "failed";

/** A replay of stored events or a backfill from an upstream. */
export interface ReplayTable {
  id: Generated<number>;
  /** `replay` or `backfill`. */
  kind: string;
  state: ReplayState;
  filter: Json<Record<string, unknown>>;
  /** Handlers that get the events; null: all that want them. */
  queues: string[] | null;
  per_second: number;
  /** Events it is about; null while unknown. */
  total: number | null;
  /** Events put into the queue so far. */
  enqueued: Generated<number>;
  /** Where it goes on after a restart. */
  cursor: MaybeJson<unknown>;
  reason: string | null;
  created_by: string;
  created_at: Stamped;
  finished_at: MaybeTime;
  last_error: MaybeJson<{ code: string; message: string }>;
}

/** `running`: sent or about to be; `done`: the upstream answered; `failed`: certainly not carried out; `unknown`: nobody knows. */
export type WriteState = "running" | "done" | "failed" | "unknown";

/** The write ledger: one row per write operation, made before it leaves. */
export interface WriteTable {
  id: Generated<number>;
  connection: string;
  operation: string;
  /** The caller's idempotency key, or one that was minted. */
  key: string;
  key_supplied: boolean;
  input_hash: string;
  input: Json<unknown>;
  /** Who asked, e.g. the API key's id. */
  caller: string;
  state: WriteState;
  /** The replica that runs it, and until when it is believed to. */
  owner: string | null;
  lease_until: MaybeTime;
  attempts: Generated<number>;
  /** First answer: the upstream's reply. */
  reply_status: number | null;
  reply_headers: MaybeJson<Record<string, string>>;
  reply_body: Buffer | null;
  /** First answer: what was found by reading, or the error. */
  settled: MaybeJson<unknown>;
  error: MaybeJson<Record<string, unknown>>;
  /** How an unknown outcome was settled: `reading`, `person`, `repeat`. */
  settled_by: string | null;
  request_id: string;
  trace: string | null;
  started_at: Stamped;
  finished_at: MaybeTime;
  /** When a settler may look again. */
  check_at: MaybeTime;
  checks: Generated<number>;
}

/** What handlers made known to the outside, in the order of their transactions. */
export interface FeedTable {
  id: Generated<number>;
  /** The transaction that wrote it: readers see only what no open transaction can still come before. */
  xid: Generated<string>;
  event_id: number | null;
  connection: string;
  connector: string;
  type: string;
  data: Json<unknown>;
  trace: string | null;
  at: Stamped;
}

/** A secret that signs, while it is valid. */
export interface StoredSecret {
  readonly secret: string;
  /** ISO 8601; absent: until replaced. */
  readonly until?: string;
}

/** Where outgoing webhooks go. */
export interface EndpointTable {
  id: string;
  url: string;
  description: string;
  /** Patterns; empty: all. */
  types: string[];
  connections: string[];
  secrets: Json<readonly StoredSecret[]>;
  per_second: number;
  enabled: Generated<boolean>;
  /** Why it is disabled: `failing`, `operator`, `gone`. */
  disabled_because: string | null;
  failing_since: MaybeTime;
  created_at: Stamped;
}

/** One try to deliver to an endpoint. */
export interface DeliveryTable {
  id: Generated<number>;
  endpoint_id: string;
  work_id: number;
  message_id: string;
  type: string;
  attempt: number;
  status: number | null;
  error: string | null;
  duration_ms: number;
  at: Stamped;
}

/** Secrets that sign what comes in, beside those of the configuration. */
export interface WebhookSecretTable {
  connection: string;
  secret: string;
  /** `handshake` or `operator`. */
  source: string;
  valid_from: Stamped;
  valid_until: MaybeTime;
}

/** Where a poll, a gap check or a backfill goes on. */
export interface CheckpointTable {
  connection: string;
  name: string;
  value: Json<unknown>;
  updated_at: Stamped;
}

/** Who did what that cannot be seen from the data. */
export interface AuditTable {
  id: Generated<number>;
  at: Stamped;
  actor: string;
  action: string;
  subject: string;
  details: Json<Record<string, unknown>>;
}

/** A connection's renewed login, so that a rotated one outlives the process. */
export interface TokenTable {
  connection: string;
  fingerprint: string;
  token: Json<unknown>;
  updated_at: Stamped;
}

/** Every table. */
export interface Tables {
  event: EventTable;
  work: WorkTable;
  attempt: AttemptTable;
  paused_queue: PausedQueueTable;
  schedule: ScheduleTable;
  replay: ReplayTable;
  write: WriteTable;
  feed: FeedTable;
  endpoint: EndpointTable;
  delivery: DeliveryTable;
  webhook_secret: WebhookSecretTable;
  checkpoint: CheckpointTable;
  audit: AuditTable;
  token: TokenTable;
}
