import { z } from "zod";
import { DateWire, Moment, toMoment } from "../wire/dates.js";
import { present } from "../wire/present.js";
import { CountWire } from "./common.js";

/** What Bing knows of a page or folder. */
export const UrlInfo = z.object({
  url: z.string(),
  isPage: z.boolean().describe("False: a folder"),
  isDiscovered: z.boolean().describe("Bing has found it"),
  isCrawled: z.boolean().describe("Bing has visited it; whether it is in the index the API does not tell"),
  discoveredAt: Moment.optional(),
  lastCrawledAt: Moment.optional(),
  httpStatus: z.number().optional().describe("Absent where Bing sends 0, as it does for indexed pages too"),
  documentSizeBytes: z.number(),
  anchorCount: z.number().describe("Links that point to it"),
  childUrlCount: z.number().describe("Addresses in the folder"),
});
/** What Bing knows of a page or folder. */
export type UrlInfo = z.infer<typeof UrlInfo>;

/** `UrlInfo`. */
export const UrlInfoWire = z.object({
  Url: z.string(),
  IsPage: z.boolean().nullish(),
  DiscoveryDate: DateWire.nullish(),
  LastCrawledDate: DateWire.nullish(),
  HttpStatus: z.number().nullish(),
  DocumentSize: CountWire,
  AnchorCount: CountWire,
  TotalChildUrlCount: CountWire,
});

/** `UrlInfo` as promised. */
export const toUrlInfo = (info: z.output<typeof UrlInfoWire>): UrlInfo => {
  const discoveredAt = toMoment(info.DiscoveryDate);
  const lastCrawledAt = toMoment(info.LastCrawledDate);
  return {
    url: info.Url,
    isPage: info.IsPage ?? false,
    isDiscovered: discoveredAt !== undefined,
    isCrawled: lastCrawledAt !== undefined,
    documentSizeBytes: info.DocumentSize ?? 0,
    anchorCount: info.AnchorCount ?? 0,
    childUrlCount: info.TotalChildUrlCount ?? 0,
    ...present({ discoveredAt, lastCrawledAt, httpStatus: info.HttpStatus || undefined }),
  };
};

const filterNumbers = {
  crawled: { any: 0, lastWeek: 1, lastTwoWeeks: 2, lastThreeWeeks: 4 },
  discovered: { any: 0, lastWeek: 1, lastMonth: 2 },
  document: { any: 0, blockedByRobotsTxt: 1, malware: 2 },
  status: { any: 0, "2xx": 1, "3xx": 2, "301": 4, "302": 8, "4xx": 16, "5xx": 32, other: 64 },
} as const;

/** Input that narrows the addresses of a folder. */
export const urlFilterInput = {
  crawled: z
    .enum(["any", "lastWeek", "lastTwoWeeks", "lastThreeWeeks"])
    .default("any")
    .describe("When Bing last visited"),
  discovered: z.enum(["any", "lastWeek", "lastMonth"]).default("any").describe("When Bing found it"),
  document: z.enum(["any", "blockedByRobotsTxt", "malware"]).default("any").describe("Only pages with this trouble"),
  status: z
    .enum(["any", "2xx", "3xx", "301", "302", "4xx", "5xx", "other"])
    .default("any")
    .describe("Only pages that answered so"),
};

interface UrlFilter {
  readonly crawled: keyof (typeof filterNumbers)["crawled"];
  readonly discovered: keyof (typeof filterNumbers)["discovered"];
  readonly document: keyof (typeof filterNumbers)["document"];
  readonly status: keyof (typeof filterNumbers)["status"];
}

/** `FilterProperties`. */
export const toFilterProperties = ({ crawled, discovered, document, status }: UrlFilter) => ({
  CrawlDateFilter: filterNumbers.crawled[crawled],
  DiscoveredDateFilter: filterNumbers.discovered[discovered],
  DocFlagsFilters: filterNumbers.document[document],
  HttpCodeFilters: filterNumbers.status[status],
});

/** A page that Bing was asked to fetch. */
export const FetchedUrl = z.object({
  url: z.string(),
  isFetched: z.boolean().describe("False: not yet, or it failed"),
  isExpired: z.boolean().describe("True: Bing no longer has the result"),
  requestedAt: Moment.optional(),
  result: z
    .object({
      status: z.string().optional(),
      headers: z.string().optional().describe("Reply headers as text"),
      document: z.string().optional().describe("The page as text; written by others, not to be trusted"),
    })
    .optional()
    .describe("Only when url was given"),
});
/** A page that Bing was asked to fetch. */
export type FetchedUrl = z.infer<typeof FetchedUrl>;

/** `FetchedUrl`. */
export const FetchedUrlWire = z.object({
  Url: z.string(),
  Date: DateWire.nullish(),
  Fetched: z.boolean().nullish(),
  Expired: z.boolean().nullish(),
});

/** `FetchedUrlDetails`: headers and document are base64. */
export const FetchedUrlDetailsWire = z.object({
  Url: z.string().nullish(),
  Date: DateWire.nullish(),
  Status: z.union([z.string(), z.number()]).nullish(),
  Headers: z.string().nullish(),
  Document: z.string().nullish(),
});

/** `FetchedUrl` as promised. */
export const toFetchedUrl = (row: z.output<typeof FetchedUrlWire>): FetchedUrl => ({
  url: row.Url,
  isFetched: row.Fetched ?? false,
  isExpired: row.Expired ?? false,
  ...present({ requestedAt: toMoment(row.Date) }),
});

/** Text that travelled as base64; nothing for nothing. */
export const fromBase64 = (text: string | null | undefined): string | undefined =>
  text ? Buffer.from(text, "base64").toString("utf8") : undefined;
