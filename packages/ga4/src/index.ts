import { bind, type Client, type ConnectionOptions, openConnection } from "@trunkline/core";
import type { Ga4Config } from "./config.js";
import { ga4 } from "./connector.js";
import type { operations } from "./operations/index.js";

export type { Ga4Config, Ga4Settings } from "./config.js";
export { ga4 } from "./connector.js";
export type { Report } from "./schemas/report.js";
export type { Column, Table } from "./wire/table.js";
export { toRecords } from "./wire/table.js";
export type { CellValue } from "./wire/values.js";

/** A typed client of Google Analytics 4. Its methods resolve to envelopes and never reject. */
export type Ga4 = Client<typeof operations>;

/**
 * Opens a connection. Close it with `$close()`. Unless the options say otherwise, failed attempts are repeated twice at
 * most and a report is waited for up to a minute.
 * @throws ConnectorError `NOT_CONFIGURED` when the configuration does not fit.
 */
export const createGa4 = (config: Ga4Config, options?: ConnectionOptions): Ga4 =>
  bind(ga4.operations, openConnection(ga4, config, options));
