import { bind, type Client, type ConnectionOptions, openConnection } from "@trunkline/core";
import type { BingWmtConfig } from "./config.js";
import { bingWmt } from "./connector.js";
import type { operations } from "./operations/index.js";

export { apiHosts, type BingWmtConfig, type BingWmtSettings } from "./config.js";
export { bingWmt } from "./connector.js";

/** A typed client of one account. Its methods resolve to envelopes and never reject. */
export type BingWmt = Client<typeof operations>;

/**
 * Opens a connection to one account. Close it with `$close()`.
 * @throws ConnectorError `NOT_CONFIGURED` when the configuration does not fit.
 */
export const createBingWmt = (config: BingWmtConfig, options?: ConnectionOptions): BingWmt =>
  bind(bingWmt.operations, openConnection(bingWmt, config, options));
