import { type DestinationStream, type Logger, pino } from "pino";

const secretPaths = ["authorization", "cookie", "x-api-key", "set-cookie"].flatMap((name) => [
  `headers["${name}"]`,
  `*.headers["${name}"]`,
  `["${name}"]`,
]);

/** A logger of JSON lines that drops credentials wherever headers are logged. Default destination: standard output. */
export const createLogger = (level: string, destination?: DestinationStream): Logger =>
  pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: secretPaths, censor: "[redacted]" },
    },
    destination,
  );
