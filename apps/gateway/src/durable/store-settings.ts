import { ConnectorError } from "@trunkline/core";
import { isStoreError, parseStoreSettings, type StoreSettings } from "@trunkline/store";
import type { GatewayConfig } from "../config.js";

/** One try to reach a database of others: it is tried again in the background, and told meanwhile. Milliseconds. */
const startTimeoutMs = 3_000;

/**
 * The store's settings as the environment has them.
 * @throws ConnectorError `NOT_CONFIGURED` when one does not fit; no value is shown
 */
export const toStoreSettings = (config: GatewayConfig): StoreSettings => {
  const { databaseUrl, postgresBin, dataDir } = config;
  try {
    return parseStoreSettings({
      ...(databaseUrl === "" ? { dataDir } : { databaseUrl, startTimeoutMs }),
      ...(postgresBin !== "" && { postgresBin }),
      schema: config.databaseSchema,
      poolSize: config.databasePoolSize,
      statementTimeoutMs: config.databaseStatementTimeoutMs,
      connectTimeoutMs: config.databaseConnectTimeoutMs,
    });
  } catch (cause) {
    if (!isStoreError(cause)) throw cause;
    throw new ConnectorError("NOT_CONFIGURED", {
      message: cause.message,
      help: "Correct DATABASE_URL and the TRUNKLINE_DATABASE_ variables and start again.",
    });
  }
};
