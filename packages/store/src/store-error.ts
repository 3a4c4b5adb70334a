/** Why the store cannot be used. */
export type StoreErrorCode =
  /** `DATABASE_URL` or another setting does not fit. */
  | "BAD_SETTING"
  /** No database answers. */
  | "UNREACHABLE"
  /** Another process holds the embedded directory. */
  | "IN_USE"
  /** No PostgreSQL binaries for this machine. */
  | "NO_BINARIES"
  /** The embedded server does not start. */
  | "START_FAILED"
  | "SCHEMA_TOO_NEW"
  | "MIGRATION_FAILED"
  /** The server refuses writes: a standby, or a read-only role. */
  | "READ_ONLY"
  | "DISK_FULL"
  | "CLOSED";

/** A failure of the store as a whole; its message says what to do. Failed statements keep the driver's own errors. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** By its name: two copies of this package may be installed. */
export const isStoreError = (value: unknown): value is StoreError =>
  value instanceof Error && value.name === "StoreError" && "code" in value;
