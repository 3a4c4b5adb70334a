import { ConnectorError, type Issue } from "@trunkline/core";

/** A rule that the input breaks and that its schema cannot state. */
export const refuseInput = (issues: readonly Issue[]): ConnectorError =>
  new ConnectorError("INVALID_INPUT", {
    message: `The input does not fit: ${issues.map(({ path, message }) => `${path}: ${message}`).join("; ")}.`,
    issues,
  });
