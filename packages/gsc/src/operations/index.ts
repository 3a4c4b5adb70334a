import { health } from "./health.js";
import { inspectUrls } from "./inspect-batch.js";
import { queryAllSearchAnalytics } from "./search-all.js";
import { anonymizedShareSearchAnalytics } from "./search-anonymized.js";
import { appearancesSearchAnalytics } from "./search-appearances.js";
import { compareSearchAnalytics } from "./search-compare.js";
import { freshnessSearchAnalytics } from "./search-freshness.js";
import { hourlySearchAnalytics, querySearchAnalytics } from "./search-query.js";
import { totalSearchAnalytics } from "./search-totals.js";
import { sitemaps } from "./sitemaps.js";
import { sites } from "./sites.js";
import { inspectUrl } from "./url-inspection.js";

/** Every operation of the connector, as the client's methods are nested. */
export const operations = {
  health,
  sites,
  sitemaps,
  searchAnalytics: {
    query: querySearchAnalytics,
    queryAll: queryAllSearchAnalytics,
    totals: totalSearchAnalytics,
    hourly: hourlySearchAnalytics,
    appearances: appearancesSearchAnalytics,
    compare: compareSearchAnalytics,
    freshness: freshnessSearchAnalytics,
    anonymizedShare: anonymizedShareSearchAnalytics,
  },
  urlInspection: { inspect: inspectUrl, inspectBatch: inspectUrls },
};
