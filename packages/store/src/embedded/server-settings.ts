/** What the embedded server runs with, beside where it listens. Measured for little memory and durable commits. */
export const serverSettings = (major: number, maxConnections: number): Readonly<Record<string, string>> => ({
  shared_buffers: "32MB",
  max_connections: String(maxConnections),
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  // No replicas and no archive: the log is for recovery alone. Some segments are kept for use again.
  wal_level: "minimal",
  max_wal_senders: "0",
  min_wal_size: "32MB",
  max_wal_size: "512MB",
  autovacuum_naptime: "15s",
  // After a crash one call flushes the file system, instead of one for each of a thousand files.
  ...(process.platform === "linux" && { recovery_init_sync_method: "syncfs" }),
  // A statement whose client was killed does not run on with its locks.
  ...(process.platform === "linux" && { client_connection_check_interval: "2s" }),
  // The log tells of the server, never of statements or values.
  log_min_messages: "log",
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  log_checkpoints: "off",
  ...(major >= 18 && { io_method: "sync" }),
});
