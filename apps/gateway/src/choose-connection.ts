import { type Connection, ConnectorError } from "@trunkline/core";
import type { ConnectionFailure } from "./connections.js";

/** What there is to choose from. */
export interface ConnectionChoices {
  readonly opened: readonly Connection[];
  readonly failures: readonly ConnectionFailure[];
}

/**
 * The connection of a connector with this name; without a name the one named `default`, else the only one there is.
 * @throws ConnectorError `NOT_CONFIGURED` when it did not open or there is none, `INVALID_INPUT` listing those there are.
 */
export const chooseConnection = (
  connector: string,
  name: string | undefined,
  { opened, failures }: ConnectionChoices,
): Connection => {
  const own = opened.filter((connection) => connection.connector.id === connector);
  const wanted = name ?? "default";
  const found = own.find((connection) => connection.name === wanted);
  if (found) return found;
  const failure = failures.find((one) => one.connector === connector && one.connection === wanted);
  if (failure) throw notConnected(connector, failure.reason);
  const [only, ...others] = own;
  if (!only) throw notConnected(connector, "it is not served.");
  if (name === undefined && others.length === 0) return only;
  const known = own.map((connection) => connection.name).join(", ");
  const message =
    name === undefined
      ? `There are several: ${known}. Say which`
      : `There is no "${name.slice(0, 100)}"; there is ${known}`;
  throw new ConnectorError("INVALID_INPUT", {
    message: `Connection of ${connector}: ${message}.`,
    issues: [{ path: `connections.${connector}`, message }],
  });
};

const notConnected = (connector: string, reason: string): ConnectorError =>
  new ConnectorError("NOT_CONFIGURED", { message: `${connector} is not connected: ${reason}` });
