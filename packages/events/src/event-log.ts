/** Where the durable parts say what went wrong in the background. A pino logger fits. */
export interface EventLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const ignore = () => {};

/** Says nothing. */
export const silentLog: EventLog = { info: ignore, warn: ignore, error: ignore };
