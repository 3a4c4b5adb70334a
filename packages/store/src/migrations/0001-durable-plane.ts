import { type Kysely, sql } from "kysely";

/** Events, queue, ledger, feed. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of [...events, ...queue, ...ledger, ...outgoing, ...rest]) await sql.raw(statement).execute(db);
};

/**
 * Rows that change a few times soon after they are made: room for the next version beside the old one, and a vacuum that
 * comes by size of the churn, not of the table, so that claims do not wade through dead entries.
 */
const hotTable =
  "fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000, autovacuum_analyze_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0";

const events = [
  `create table event (
    id bigint generated always as identity primary key,
    connection text not null,
    connector text not null,
    type text not null,
    source text not null check (source in ('webhook', 'poll', 'backfill', 'gap', 'manual')),
    dedupe_key text not null,
    ordering_key text not null,
    subjects text[] not null default '{}',
    headers jsonb not null default '{}',
    payload jsonb not null,
    trace text,
    occurred_at timestamptz,
    received_at timestamptz not null default clock_timestamp(),
    relayed boolean not null default false,
    erased_at timestamptz,
    unique (connection, dedupe_key)
  )`,
  "create index event_to_relay on event (id) where not relayed",
  "create index event_by_type on event (connection, type, id)",
  "create index event_by_time on event (received_at)",
  "create index event_by_subject on event using gin (subjects) where subjects <> '{}'",
];

const queue = [
  `create table work (
    id bigint generated always as identity primary key,
    queue text not null,
    key text not null,
    event_id bigint references event on delete cascade,
    payload jsonb,
    priority smallint not null default 0,
    state text not null default 'ready' check (state in ('ready', 'running', 'done', 'dead', 'discarded')),
    run_at timestamptz not null default clock_timestamp(),
    attempts int not null default 0,
    spared int not null default 0,
    crashes int not null default 0,
    max_attempts int not null,
    lease_until timestamptz,
    worker text,
    last_error jsonb,
    replay_id bigint,
    origin_id bigint,
    trace text,
    created_at timestamptz not null default clock_timestamp(),
    finished_at timestamptz
  ) with (${hotTable})`,
  "create index work_to_claim on work (queue, priority desc, run_at, id) where state = 'ready'",
  "create index work_in_order on work (queue, key, id) where state in ('ready', 'running')",
  // Small, and without the lease: renewals touch no index.
  "create index work_running on work (queue, key) where state = 'running'",
  // What has crashed a process and waits to be done alone: nearly always empty.
  "create index work_suspect on work (queue, run_at) where state = 'ready' and crashes > 0",
  "create index work_dead on work (queue, id) where state = 'dead'",
  "create index work_finished on work (finished_at) where state in ('done', 'discarded')",
  "create index work_of_replay on work (replay_id, state) where replay_id is not null",
  "create index work_of_event on work (event_id)",
  // One handler gets one event once, and once more for each replay or repeat of a dead letter.
  "create unique index work_once on work (queue, event_id, coalesce(replay_id, 0), coalesce(origin_id, 0)) where event_id is not null",
  `create table attempt (
    work_id bigint not null references work on delete cascade,
    attempt int not null,
    worker text not null,
    started_at timestamptz not null default clock_timestamp(),
    finished_at timestamptz,
    outcome text,
    error jsonb,
    primary key (work_id, attempt)
  ) with (${hotTable})`,
  "create index attempt_by_time on attempt using brin (started_at)",
  `create table paused_queue (
    queue text primary key,
    paused_by text not null,
    reason text not null default '',
    paused_at timestamptz not null default clock_timestamp()
  )`,
  `create table schedule (
    name text primary key,
    cron text not null,
    time_zone text not null,
    next_at timestamptz,
    last_at timestamptz,
    enabled boolean not null default true
  )`,
  `create table replay (
    id bigint generated always as identity primary key,
    kind text not null check (kind in ('replay', 'backfill')),
    state text not null check (state in ('running', 'paused', 'done', 'cancelled', 'failed')),
    filter jsonb not null,
    queues text[],
    per_second double precision not null,
    total bigint,
    enqueued bigint not null default 0,
    cursor jsonb,
    reason text,
    created_by text not null,
    created_at timestamptz not null default clock_timestamp(),
    finished_at timestamptz,
    last_error jsonb
  )`,
];

const ledger = [
  `create table write (
    id bigint generated always as identity primary key,
    connection text not null,
    operation text not null,
    key text not null,
    key_supplied boolean not null,
    input_hash text not null,
    input jsonb not null,
    caller text not null,
    state text not null check (state in ('running', 'done', 'failed', 'unknown')),
    owner text,
    lease_until timestamptz,
    attempts int not null default 1,
    reply_status int,
    reply_headers jsonb,
    reply_body bytea,
    settled jsonb,
    error jsonb,
    settled_by text,
    request_id text not null,
    trace text,
    started_at timestamptz not null default clock_timestamp(),
    finished_at timestamptz,
    check_at timestamptz,
    checks int not null default 0,
    unique (connection, operation, key)
  ) with (${hotTable})`,
  "create index write_running on write (owner, lease_until) where state = 'running'",
  "create index write_unknown on write (check_at) where state = 'unknown'",
  "create index write_by_time on write (started_at)",
];

const outgoing = [
  `create table feed (
    id bigint generated always as identity primary key,
    xid xid8 not null default pg_current_xact_id(),
    event_id bigint,
    connection text not null,
    connector text not null,
    type text not null,
    data jsonb not null,
    trace text,
    at timestamptz not null default clock_timestamp()
  )`,
  "create index feed_in_order on feed (xid, id)",
  "create index feed_by_time on feed (at)",
  "create index feed_of_event on feed (event_id)",
  `create table endpoint (
    id text primary key,
    url text not null,
    description text not null default '',
    types text[] not null default '{}',
    connections text[] not null default '{}',
    secrets jsonb not null,
    per_second double precision not null,
    enabled boolean not null default true,
    disabled_because text,
    failing_since timestamptz,
    created_at timestamptz not null default clock_timestamp()
  )`,
  `create table delivery (
    id bigint generated always as identity primary key,
    endpoint_id text not null references endpoint on delete cascade,
    work_id bigint not null,
    message_id text not null,
    type text not null,
    attempt int not null,
    status int,
    error text,
    duration_ms double precision not null,
    at timestamptz not null default clock_timestamp()
  )`,
  "create index delivery_of_endpoint on delivery (endpoint_id, id desc)",
  "create index delivery_by_time on delivery (at)",
];

const rest = [
  `create table webhook_secret (
    connection text not null,
    secret text not null,
    source text not null,
    valid_from timestamptz not null default clock_timestamp(),
    valid_until timestamptz,
    primary key (connection, secret)
  )`,
  `create table checkpoint (
    connection text not null,
    name text not null,
    value jsonb not null,
    updated_at timestamptz not null default clock_timestamp(),
    primary key (connection, name)
  )`,
  `create table audit (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    actor text not null,
    action text not null,
    subject text not null,
    details jsonb not null default '{}'
  )`,
  `create table token (
    connection text primary key,
    fingerprint text not null,
    token jsonb not null,
    updated_at timestamptz not null default clock_timestamp()
  )`,
];
