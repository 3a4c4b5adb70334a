import { z } from "zod";
import { specified, toCamel } from "../wire/enums.js";
import { present } from "../wire/present.js";
import { CounterWire, openEnum, timestamp } from "./common.js";

/** A sitemap as Search Console knows it. */
export const Sitemap = z.object({
  path: z.string().describe("Address of the sitemap"),
  type: openEnum(["sitemap", "rssFeed", "atomFeed", "urlList", "notSitemap", "patternSitemap"]).optional(),
  isIndex: z.boolean().describe("Lists other sitemaps; ask for them with sitemapIndex"),
  isPending: z.boolean().describe("Not processed yet"),
  lastSubmitted: timestamp.optional(),
  lastDownloaded: timestamp.optional().describe("When Google last fetched it; absent: never"),
  warnings: z.number().int(),
  errors: z.number().int(),
  contents: z.array(
    z.object({
      type: openEnum(["web", "image", "video", "news", "mobile", "androidApp", "iosApp", "pattern"]),
      submitted: z.number().int().describe("Addresses of this type in the sitemap"),
    }),
  ),
});
/** A sitemap as Search Console knows it. */
export type Sitemap = z.infer<typeof Sitemap>;

/** `WmxSitemap`; `false` and an absent flag both mean no. */
export const SitemapWire = z.object({
  path: z.string(),
  type: z.string().nullish(),
  isSitemapsIndex: z.boolean().nullish(),
  isPending: z.boolean().nullish(),
  lastSubmitted: z.string().nullish(),
  lastDownloaded: z.string().nullish(),
  warnings: CounterWire,
  errors: CounterWire,
  contents: z.array(z.object({ type: z.string().nullish(), submitted: CounterWire })).nullish(),
});

/** `SitemapsListResponse`. */
export const SitemapsWire = z.object({ sitemap: z.array(SitemapWire).nullish() });

/** The number of indexed addresses is left out: Google no longer fills it. */
export const toSitemap = (wire: z.output<typeof SitemapWire>): Sitemap => {
  const type = specified(wire.type);
  return {
    path: wire.path,
    ...(type !== undefined && { type: toCamel(type) }),
    isIndex: wire.isSitemapsIndex ?? false,
    isPending: wire.isPending ?? false,
    ...present({ lastSubmitted: wire.lastSubmitted, lastDownloaded: wire.lastDownloaded }),
    warnings: Math.trunc(wire.warnings ?? 0),
    errors: Math.trunc(wire.errors ?? 0),
    contents: (wire.contents ?? []).map((content) => ({
      type: toCamel(content.type ?? "web"),
      submitted: Math.trunc(content.submitted ?? 0),
    })),
  };
};
