import { z } from "zod";
import { DateWire, Moment, toMoment } from "../wire/dates.js";
import { present } from "../wire/present.js";

/** Kinds of address that can be blocked, by Bing's number. */
export const entityNumbers = { page: 0, directory: 1 } as const;
/** Kinds of block, by Bing's number. */
export const requestNumbers = { cacheOnly: 0, fullRemoval: 1 } as const;

const nameOf = (numbers: Readonly<Record<string, number>>, value: number | null | undefined): string =>
  Object.entries(numbers).find(([, number]) => number === value)?.[0] ?? String(value ?? "unknown");

/** An address that is kept out of Bing's results for a time. */
export const BlockedUrl = z.object({
  url: z.string(),
  entityType: z.string().describe("page or directory; a number where Bing sends another"),
  requestType: z.string().describe("cacheOnly or fullRemoval; a number where Bing sends another"),
  blockedAt: Moment.optional(),
  daysToExpire: z.number().optional().describe("Days until it may appear again, at most 90"),
});
/** An address that is kept out of Bing's results for a time. */
export type BlockedUrl = z.infer<typeof BlockedUrl>;

/** `BlockedUrl`. What is not named here is kept: removing a block needs the whole object. */
export const BlockedUrlWire = z.looseObject({
  Url: z.string(),
  Date: DateWire.nullish(),
  DaysToExpire: z.number().nullish(),
  EntityType: z.number().nullish(),
  RequestType: z.number().nullish(),
});
/** `BlockedUrl`. */
export type BlockedUrlWire = z.output<typeof BlockedUrlWire>;

/** `BlockedUrl` as promised. */
export const toBlockedUrl = (block: BlockedUrlWire): BlockedUrl => ({
  url: block.Url,
  entityType: nameOf(entityNumbers, block.EntityType),
  requestType: nameOf(requestNumbers, block.RequestType),
  ...present({ blockedAt: toMoment(block.Date), daysToExpire: block.DaysToExpire }),
});

/** A page whose preview Bing does not show. */
export const PreviewBlock = z.object({
  url: z.string(),
  siteUrl: z.string().optional().describe("With a slash at its end, whether or not the site has one"),
  reason: z.number().optional().describe("Bing's number; its meaning is not documented"),
  blockedAt: Moment.optional(),
});
/** A page whose preview Bing does not show. */
export type PreviewBlock = z.infer<typeof PreviewBlock>;

/** `PagePreview`. Its `UserId` names a person and is dropped. */
export const PreviewBlockWire = z.object({
  Url: z.string(),
  SiteUrl: z.string().nullish(),
  BlockReason: z.number().nullish(),
  SubmitDate: DateWire.nullish(),
});

/** `PagePreview` as promised. */
export const toPreviewBlock = (block: z.output<typeof PreviewBlockWire>): PreviewBlock => ({
  url: block.Url,
  ...present({ siteUrl: block.SiteUrl, reason: block.BlockReason, blockedAt: toMoment(block.SubmitDate) }),
});
