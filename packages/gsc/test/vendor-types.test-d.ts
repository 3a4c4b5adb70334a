import type { searchconsole_v1 as vendor } from "@googleapis/searchconsole";
import type { Nothing, ReplyMisfits, RequestMisfits } from "@trunkline/core/testing";
import type { z } from "zod";
import type { toInspectionBody } from "../src/operations/url-inspection.js";
import type { InspectionWire } from "../src/schemas/inspection.js";
import type { SearchWire } from "../src/schemas/search-rows.js";
import type { SitemapsWire, SitemapWire } from "../src/schemas/sitemaps.js";
import type { SitesWire, SiteWire } from "../src/schemas/sites.js";
import type { toSearchBody } from "../src/wire/search-body.js";

/** What we read and the package's types lack. */
interface Known {
  "metadata.first_incomplete_date": "the reference's spelling, seen in replies of old";
  "metadata.first_incomplete_hour": "the same";
}

/** Every field of Search Console that this connector reads or sends is one that Google's own package knows. */
export type Checked = [
  Nothing<ReplyMisfits<z.input<typeof SearchWire>, vendor.Schema$SearchAnalyticsQueryResponse, keyof Known>>,
  Nothing<ReplyMisfits<z.input<typeof SitesWire>, vendor.Schema$SitesListResponse>>,
  Nothing<ReplyMisfits<z.input<typeof SiteWire>, vendor.Schema$WmxSite>>,
  Nothing<ReplyMisfits<z.input<typeof SitemapsWire>, vendor.Schema$SitemapsListResponse>>,
  Nothing<ReplyMisfits<z.input<typeof SitemapWire>, vendor.Schema$WmxSitemap>>,
  Nothing<ReplyMisfits<z.input<typeof InspectionWire>, vendor.Schema$InspectUrlIndexResponse>>,
  Nothing<RequestMisfits<ReturnType<typeof toSearchBody>, vendor.Schema$SearchAnalyticsQueryRequest>>,
  Nothing<RequestMisfits<ReturnType<typeof toInspectionBody>, vendor.Schema$InspectUrlIndexRequest>>,
];

export type Planted = [
  // @ts-expect-error "rows[].clicked": a field that Google does not know is found where it is
  Nothing<ReplyMisfits<{ rows: { clicked: number }[] }, vendor.Schema$SearchAnalyticsQueryResponse>>,
  // @ts-expect-error "warnings": a counter, which Google sends as text, read as a number alone
  Nothing<ReplyMisfits<{ warnings: number }, vendor.Schema$WmxSitemap>>,
];
