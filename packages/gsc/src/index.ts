import { bind, type Client, type ConnectionOptions, openConnection } from "@trunkline/core";
import type { GscConfig } from "./config.js";
import { gsc } from "./connector.js";
import type { operations } from "./operations/index.js";

export type { GscConfig, GscSettings } from "./config.js";
export { gsc } from "./connector.js";
export type { Inspection } from "./schemas/inspection.js";
export type { SearchFilter } from "./schemas/search-input.js";
export type { SearchMetrics, SearchRow } from "./schemas/search-rows.js";
export type { Sitemap } from "./schemas/sitemaps.js";
export type { Site } from "./schemas/sites.js";

/** A typed client of one account. Its methods resolve to envelopes and never reject. */
export type Gsc = Client<typeof operations>;

/**
 * Opens a connection to Search Console. Close it with `$close()`.
 * @throws ConnectorError `NOT_CONFIGURED` when the configuration does not fit.
 */
export const createGsc = (config: GscConfig, options?: ConnectionOptions): Gsc =>
  bind(gsc.operations, openConnection(gsc, config, options));
