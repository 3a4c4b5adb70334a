import { ConnectorError, type Issue } from "@trunkline/core";

/** A rule between fields that JSON Schema cannot say was broken: `INVALID_INPUT`, nothing was sent. */
export const invalidInput = (...issues: readonly Issue[]): ConnectorError =>
  new ConnectorError("INVALID_INPUT", {
    message: `The input does not fit: ${issues
      .slice(0, 5)
      .map(({ path, message }) => `${path}: ${message}`)
      .join("; ")}.`,
    issues,
  });
