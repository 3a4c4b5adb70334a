import { z } from "zod";
import { DateWire, Moment, toMoment } from "../wire/dates.js";
import { present } from "../wire/present.js";
import { CountWire } from "./common.js";

/** A sitemap or feed. */
export const Feed = z.object({
  url: z.string(),
  type: z.string().optional().describe("e.g. Sitemap, RSS, Atom, SitemapIndex"),
  status: z.string().optional().describe("e.g. Success, Pending, Failed"),
  submittedAt: Moment.optional(),
  lastCrawledAt: Moment.optional().describe("Absent: never"),
  urlCount: z.number(),
  fileSizeBytes: z.number(),
  isCompressed: z.boolean(),
});
/** A sitemap or feed. */
export type Feed = z.infer<typeof Feed>;

/** `Feed`. */
export const FeedWire = z.object({
  Url: z.string(),
  Type: z.string().nullish(),
  Status: z.string().nullish(),
  Submitted: DateWire.nullish(),
  LastCrawled: DateWire.nullish(),
  UrlCount: CountWire,
  FileSize: CountWire,
  Compressed: z.boolean().nullish(),
});

/** `Feed` as promised. */
export const toFeed = (feed: z.output<typeof FeedWire>): Feed => ({
  url: feed.Url,
  urlCount: feed.UrlCount ?? 0,
  fileSizeBytes: feed.FileSize ?? 0,
  isCompressed: feed.Compressed ?? false,
  ...present({
    type: feed.Type,
    status: feed.Status,
    submittedAt: toMoment(feed.Submitted),
    lastCrawledAt: toMoment(feed.LastCrawled),
  }),
});
