-- At least one row of every table, as this version writes them. Times and transaction ids are fixed, so that a snapshot
-- that is taken again is the same.
insert into event (connection, connector, type, source, dedupe_key, ordering_key, subjects, headers, payload, trace, occurred_at, received_at, relayed, erased_at) values
  ('shop', 'shopify', 'orders/create', 'webhook', 'e-1', 'orders:1', '{customer:7}', '{"x-shopify-topic": "orders/create"}', '{"id": 1, "note": "größer als \"10\" '' \\ 😀"}', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', '2026-11-01T08:00:00Z', '2026-11-01T08:00:01.123456Z', true, null),
  ('search', 'gsc', 'sitemaps.changed', 'poll', 'e-2', 'sitemap', '{}', '{}', 'null', null, null, '2026-11-01T08:00:02Z', false, '2026-11-02T00:00:00Z');
insert into replay (kind, state, filter, queues, per_second, total, enqueued, cursor, reason, created_by, created_at, finished_at, last_error) values
  ('replay', 'done', '{"types": ["orders/*"]}', '{index}', 50, 1, 1, '{"id": 1}', 'fixed', 'key_1', '2026-11-01T09:00:00Z', '2026-11-01T09:01:00Z', null);
insert into work (queue, key, event_id, payload, priority, state, run_at, attempts, spared, crashes, max_attempts, lease_until, worker, last_error, replay_id, origin_id, trace, created_at, finished_at) values
  ('index', 'orders:1', 1, null, 0, 'done', '2026-11-01T08:00:01Z', 1, 0, 0, 8, null, 'w1', null, null, null, null, '2026-11-01T08:00:01Z', '2026-11-01T08:00:03Z'),
  ('index', 'orders:1', 1, null, 5, 'dead', '2026-11-01T09:00:01Z', 8, 1, 2, 8, null, 'w1', '{"code": "UPSTREAM", "message": "no"}', 1, 1, null, '2026-11-01T09:00:01Z', '2026-11-01T09:00:03Z'),
  ('tick', 'daily', null, '{"at": "2026-11-01"}', -1, 'running', '2026-11-01T10:00:00Z', 1, 0, 0, 3, '2026-11-01T10:00:30Z', 'w2', null, null, null, null, '2026-11-01T10:00:00Z', null);
insert into attempt (work_id, attempt, worker, started_at, finished_at, outcome, error) values
  (1, 1, 'w1', '2026-11-01T08:00:02Z', '2026-11-01T08:00:03Z', 'done', null),
  (2, 8, 'w1', '2026-11-01T09:00:02Z', '2026-11-01T09:00:03Z', 'dead', '{"code": "UPSTREAM", "message": "no"}');
insert into paused_queue (queue, paused_by, reason, paused_at)
  values ('feed', 'ops', 'a test', '2026-11-01T00:00:00Z');
insert into schedule (name, cron, time_zone, next_at, last_at, enabled) values
  ('daily', '0 3 * * *', 'Europe/Berlin', '2026-11-02T02:00:00Z', '2026-11-01T02:00:00Z', true);
insert into write (connection, operation, key, key_supplied, input_hash, input, caller, state, owner, lease_until, attempts, reply_status, reply_headers, reply_body, settled, error, settled_by, request_id, trace, started_at, finished_at, check_at, checks) values
  ('shop', 'shopify.refunds.create', 'k-1', true, 'sha256:0', '{"amount": "1.00"}', 'key_1', 'done', 'r1', null, 1, 200, '{"content-type": "application/json"}', '\x7b7d', null, null, null, 'req-1', null, '2026-11-01T08:00:00Z', '2026-11-01T08:00:01Z', null, 0),
  ('shop', 'shopify.refunds.create', 'k-2', false, 'sha256:1', '{"amount": "2.00"}', 'key_1', 'unknown', 'r1', '2026-11-01T08:01:00Z', 2, null, null, null, null, '{"code": "TIMEOUT"}', null, 'req-2', null, '2026-11-01T08:00:00Z', null, '2026-11-01T08:05:00Z', 3);
insert into feed (xid, event_id, message_id, connection, connector, type, ordering_key, data, trace, occurred_at, at) values
  ('100', 1, 'msg_1', 'shop', 'shopify', 'order.created', 'order:1', '{"id": 1}', null, '2026-11-01T08:00:00Z', '2026-11-01T08:00:03Z');
insert into endpoint (id, url, description, types, connections, secrets, per_second, enabled, disabled_because, failing_since, created_at) values
  ('ep_1', 'https://example.com/hooks', 'orders', '{order.*}', '{shop}', '[{"secret": "whsec_c2FtcGxl"}]', 10, false, 'failing', '2026-11-01T08:00:00Z', '2026-10-01T00:00:00Z');
insert into delivery (endpoint_id, work_id, feed_id, message_id, type, attempt, status, error, duration_ms, at) values
  ('ep_1', 1, 1, 'msg_1', 'order.created', 1, 500, 'HTTP 500', 12.5, '2026-11-01T08:00:04Z');
insert into endpoint_pace (endpoint_id, tokens, refilled_at, line_until, granted) values
  ('ep_1', 4.5, '2026-11-01T08:00:03Z', '2026-11-01T08:00:04Z', true);
insert into webhook_secret (connection, secret, source, valid_from, valid_until) values
  ('mail', 'sample', 'handshake', '2026-11-01T00:00:00Z', null);
insert into checkpoint (connection, name, value, updated_at) values ('search', 'poll', '{"since": "2026-11-01"}', '2026-11-01T08:00:00Z');
insert into audit (at, actor, action, subject, details) values ('2026-11-01T09:00:00Z', 'key_1', 'replay.start', 'replay:1', '{"total": 1}');
insert into token (connection, fingerprint, token, updated_at) values ('mail', 'sha256:2', '{"sample": true}', '2026-11-01T08:00:00Z');
