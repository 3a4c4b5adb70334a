import { z } from "zod";
import { DateWire, Day, toDay } from "../wire/dates.js";
import { present } from "../wire/present.js";
import { CountWire } from "./common.js";

const optional = z.number().optional();

/** What Bing crawled on one day. */
export const CrawlDay = z.object({
  day: Day.optional(),
  crawledPages: z.number(),
  pagesInIndex: z.number(),
  inLinks: z.number().describe("Links from other sites"),
  crawlErrors: z.number(),
  status2xx: z.number().describe("Replies by status; they need not add up to crawledPages"),
  status301: z.number(),
  status302: z.number(),
  status4xx: z.number(),
  status5xx: z.number(),
  otherStatuses: z.number(),
  blockedByRobotsTxt: z.number(),
  containsMalware: z.number(),
  connectionTimeouts: optional,
  dnsFailures: optional,
});
/** What Bing crawled on one day. */
export type CrawlDay = z.infer<typeof CrawlDay>;

/** `CrawlStats`; the last two are newer than the documents. */
export const CrawlDayWire = z.object({
  Date: DateWire.nullish(),
  CrawledPages: CountWire,
  InIndex: CountWire,
  InLinks: CountWire,
  CrawlErrors: CountWire,
  Code2xx: CountWire,
  Code301: CountWire,
  Code302: CountWire,
  Code4xx: CountWire,
  Code5xx: CountWire,
  AllOtherCodes: CountWire,
  BlockedByRobotsTxt: CountWire,
  ContainsMalware: CountWire,
  ConnectionTimeout: CountWire,
  DnsFailures: CountWire,
});

/** `CrawlStats` as promised. */
export const toCrawlDay = (row: z.output<typeof CrawlDayWire>): CrawlDay => ({
  crawledPages: row.CrawledPages ?? 0,
  pagesInIndex: row.InIndex ?? 0,
  inLinks: row.InLinks ?? 0,
  crawlErrors: row.CrawlErrors ?? 0,
  status2xx: row.Code2xx ?? 0,
  status301: row.Code301 ?? 0,
  status302: row.Code302 ?? 0,
  status4xx: row.Code4xx ?? 0,
  status5xx: row.Code5xx ?? 0,
  otherStatuses: row.AllOtherCodes ?? 0,
  blockedByRobotsTxt: row.BlockedByRobotsTxt ?? 0,
  containsMalware: row.ContainsMalware ?? 0,
  ...present({ day: toDay(row.Date), connectionTimeouts: row.ConnectionTimeout, dnsFailures: row.DnsFailures }),
});

const issueBits = [
  [1, "status301"],
  [2, "status302"],
  [4, "status4xx"],
  [8, "status5xx"],
  [16, "blockedByRobotsTxt"],
  [32, "containsMalware"],
  [64, "importantUrlBlockedByRobotsTxt"],
  [128, "dnsFailure"],
  [256, "timeout"],
] as const;

/** A page that Bing had trouble with. */
export const CrawlIssue = z.object({
  url: z.string(),
  httpStatus: z.number().optional().describe("Status of the last visit; absent where Bing has none"),
  inLinks: z.number(),
  issues: z
    .array(z.string())
    .describe(`${issueBits.map(([, name]) => name).join(", ")}; a bit that is new is shown as unknown512 and so on`),
});
/** A page that Bing had trouble with. */
export type CrawlIssue = z.infer<typeof CrawlIssue>;

/** `UrlWithCrawlIssues`. */
export const CrawlIssueWire = z.object({
  Url: z.string(),
  HttpCode: z.number().nullish(),
  InLinks: CountWire,
  Issues: z.number().int().nonnegative().nullish(),
});

/** The names of the bits of a mask; unknown ones are kept by their value. Masks are arithmetic: they may pass 32 bits. */
const issueNames = (mask: number): string[] => {
  const names = new Map<number, string>(issueBits);
  const found: string[] = [];
  for (let rest = mask, bit = 1; rest > 0; rest = Math.floor(rest / 2), bit *= 2)
    if (rest % 2 === 1) found.push(names.get(bit) ?? `unknown${bit}`);
  return found;
};

/** `UrlWithCrawlIssues` as promised. */
export const toCrawlIssue = (row: z.output<typeof CrawlIssueWire>): CrawlIssue => ({
  url: row.Url,
  inLinks: row.InLinks ?? 0,
  issues: issueNames(row.Issues ?? 0),
  ...present({ httpStatus: row.HttpCode || undefined }),
});

/** How fast Bing may crawl. */
export const CrawlSettings = z.object({
  crawlRate: z.array(z.number()).describe("24 rates from 1 (slow) to 10 (fast), one for each hour of the day"),
  crawlBoostAvailable: z.boolean().optional(),
  crawlBoostEnabled: z.boolean().optional(),
});
/** How fast Bing may crawl. */
export type CrawlSettings = z.infer<typeof CrawlSettings>;

/** `CrawlSettings`; older replies lack the boost. */
export const CrawlSettingsWire = z.object({
  CrawlRate: z.array(z.number()).nullish(),
  CrawlBoostAvailable: z.boolean().nullish(),
  CrawlBoostEnabled: z.boolean().nullish(),
});

/** `CrawlSettings` as promised. */
export const toCrawlSettings = (settings: z.output<typeof CrawlSettingsWire>): CrawlSettings => ({
  crawlRate: settings.CrawlRate ?? [],
  ...present({
    crawlBoostAvailable: settings.CrawlBoostAvailable,
    crawlBoostEnabled: settings.CrawlBoostEnabled,
  }),
});
