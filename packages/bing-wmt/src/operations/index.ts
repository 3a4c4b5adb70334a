import { blockedUrls } from "./blocked-urls.js";
import { connectedPages } from "./connected-pages.js";
import { content } from "./content.js";
import { crawl } from "./crawl.js";
import { deepLinkBlocks } from "./deep-link-blocks.js";
import { feeds } from "./feeds.js";
import { health } from "./health.js";
import { indexnow } from "./indexnow.js";
import { keywords } from "./keywords.js";
import { links } from "./links.js";
import { previewBlocks } from "./preview-blocks.js";
import { queryParams } from "./query-params.js";
import { regions } from "./regions.js";
import { sites } from "./sites.js";
import { stats } from "./stats.js";
import { submission } from "./submission.js";
import { urls } from "./urls.js";

/** Every operation of the connector, as the client's methods are nested. */
export const operations = {
  health,
  sites,
  stats,
  crawl,
  urls,
  submission,
  content,
  feeds,
  links,
  connectedPages,
  keywords,
  blockedUrls,
  previewBlocks,
  deepLinkBlocks,
  queryParams,
  regions,
  indexnow,
};
