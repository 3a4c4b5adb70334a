import { ConnectorError } from "@trunkline/core";

/** An input that the configured API version cannot carry. */
export const needsVersion = (apiVersion: string, since: string, what: string): ConnectorError =>
  new ConnectorError("UNSUPPORTED_VERSION", {
    message: `${what} needs API version ${since} or newer; the connection asks for ${apiVersion}.`,
  });
