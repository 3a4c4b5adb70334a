import { bind, type Client, type ConnectionOptions, openConnection } from "@trunkline/core";
import type { BingWmtConfig } from "./config.js";
import { bingWmt } from "./connector.js";
import type { operations } from "./operations/index.js";

export { apiHosts, type BingWmtConfig, type BingWmtSettings } from "./config.js";
export { bingWmt } from "./connector.js";
export type { BlockedUrl } from "./schemas/blocked-urls.js";
export type { CrawlDay, CrawlIssue, CrawlSettings } from "./schemas/crawl.js";
export type { Feed } from "./schemas/feeds.js";
export type { Keyword, KeywordWeek } from "./schemas/keywords.js";
export type { SubmissionQuota } from "./schemas/quota.js";
export type { Site, SiteRole } from "./schemas/sites.js";
export type { PageRow, QueryRow, TrafficRow, UrlTraffic } from "./schemas/stats.js";
export type { FetchedUrl, UrlInfo } from "./schemas/urls.js";

/** A typed client of one account. Its methods resolve to envelopes and never reject. */
export type BingWmt = Client<typeof operations>;

/**
 * Opens a connection to one account. Close it with `$close()`.
 * @throws ConnectorError `NOT_CONFIGURED` when the configuration does not fit.
 */
export const createBingWmt = (config: BingWmtConfig, options?: ConnectionOptions): BingWmt =>
  bind(bingWmt.operations, openConnection(bingWmt, config, options));
