import { type DestinationStream, type Logger, pino } from "pino";

// Spelt out, because a wildcard path costs every line a walk through all that is logged.
const secretPaths = ["headers", "req.headers", "res.headers", "err.headers"].flatMap((holder) =>
  ["authorization", "cookie", "x-api-key", "set-cookie"].map((name) => `${holder}["${name}"]`),
);

/**
 * A logger of JSON lines that drops credentials where headers are logged. Default destination: standard error, since
 * standard output belongs to what a command answers.
 */
export const createLogger = (level: string, destination: DestinationStream = pino.destination(2)): Logger =>
  pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: secretPaths, censor: "[redacted]" },
    },
    destination,
  );
